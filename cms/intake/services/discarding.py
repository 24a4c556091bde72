"""A batch that nobody wants goes at once, with its file; that it was there stays on record."""

from django.db import transaction
from django.utils import timezone

from cms.core import audit
from cms.core.errors import RuleBroken, require
from cms.intake.enums import BatchState
from cms.intake.models import ImportBatch
from cms.intake.registry import spec_of
from cms.intake.services.purging import empty


@transaction.atomic
def discard(batch: ImportBatch, *, actor) -> None:
    """Delete file and rows of a batch of which nothing is stored; RuleBroken where something is."""
    require(spec_of(batch.kind).may_import(actor))
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if not batch.is_discardable:
        raise RuleBroken(
            f"这一批现为“{batch.get_state_display()}”，不能丢弃：已导入的请先撤销，正在办理的请等它完成。"
        )
    batch.state, batch.error, batch.counts, batch.sheets = BatchState.DISCARDED, "", {}, []
    empty(batch, timezone.now())
    audit.record(actor, "intake.batch.drop", batch)
