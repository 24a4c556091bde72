"""A person says of which kind a file is: as guessed, or of another, as which it is read again."""

from django.db import transaction

from cms.core import audit
from cms.core.errors import RuleBroken, require
from cms.intake.enums import BatchState
from cms.intake.models import ImportBatch
from cms.intake.registry import spec_of, specs_for


@transaction.atomic
def name_kind(batch: ImportBatch, kind: str, *, actor) -> None:
    """Settle the kind of a file of which nothing is stored; RuleBroken where something is."""
    from cms.intake.tasks import preview

    require(spec_of(batch.kind).may_import(actor))
    if kind not in {spec.kind for spec in specs_for(actor)}:
        raise RuleBroken("请选择这是哪一种表。")
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if not batch.is_readable_again:
        raise RuleBroken("只有还没有导入的批次可以改类型；已导入的请先撤销。")
    another = kind != batch.kind
    batch.kind, batch.kind_guessed = kind, False
    if another:
        batch.state = BatchState.UPLOADED
        # What was decided of rows was about other columns.
        batch.rows.all().delete()
        transaction.on_commit(lambda: preview.enqueue(batch.pk))
    batch.save()
    audit.record(actor, "intake.batch.kind", batch, kind=kind)
