"""The rows of a batch become records: all that are ready, in one transaction."""

import json

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

from cms.core import audit
from cms.core.errors import RuleBroken, require
from cms.intake.enums import OPEN, BatchState
from cms.intake.forecast import tally
from cms.intake.journal import Journal
from cms.intake.judging import judge
from cms.intake.keeping import BATCH, ready_pairs, resolve_others, restore_rows, save_rows, write_judgement
from cms.intake.models import ImportBatch, ImportChange, ImportRow
from cms.intake.progress import Reporter
from cms.intake.registry import spec_of
from cms.intake.spec import Outcome, Row

FAILED = "导入时出错，没有保存任何一行。请联系管理员查看后台任务，再试一次。"


def start_applying(batch: ImportBatch, *, actor) -> None:
    """Have the worker apply a batch; RuleBroken where somebody else already does."""
    from cms.intake.tasks import apply

    require(spec_of(batch.kind).may_import(actor))
    with transaction.atomic():
        started = ImportBatch.objects.filter(pk=batch.pk, state__in=OPEN, purged_at=None).update(
            state=BatchState.APPLYING, applied_by=actor, error=""
        )
        if not started:
            batch.refresh_from_db()
            who = f"由{batch.applied_by}" if batch.applied_by else ""
            raise RuleBroken(f"这一批已{who}处理（{batch.get_state_display()}），不能重复导入。")
        transaction.on_commit(lambda: apply.enqueue(batch.pk))


def apply_batch(batch: ImportBatch) -> None:
    """Store the ready rows of a batch in one transaction, judged anew. Safe to repeat."""
    reporter = Reporter(batch.pk)
    try:
        with transaction.atomic():
            batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
            if batch.state != BatchState.APPLYING:
                return
            reporter.begin("再次核对")
            held = list(batch.rows.all())
            rows = restore_rows(batch, held)
            judge(rows, spec_of(batch.kind), batch.as_of)
            store_rows(batch, list(zip(held, rows, strict=True)), batch.applied_by, reporter)
    except Exception as error:
        told = "；".join(error.messages) if isinstance(error, ValidationError) else FAILED
        ImportBatch.objects.filter(pk=batch.pk, state=BatchState.APPLYING).update(
            state=BatchState.FAILED, error=told[:300]
        )
        raise
    finally:
        reporter.end()


def store_rows(batch: ImportBatch, pairs: list[tuple[ImportRow, Row]], actor, reporter: Reporter) -> Outcome:
    """Store what is ready of a judged batch, inside the caller's transaction."""
    spec = spec_of(batch.kind)
    resolve_others(pairs)
    ready = ready_pairs(pairs)
    reporter.begin("保存")
    reporter.advance(0, len(ready))
    journal = Journal(actor, batch.as_of, reporter.advance)
    outcome = spec.apply([row for _, row in ready], journal)
    for held, row in pairs:
        if not held.outcome:
            write_judgement(held, row, spec)
    records = outcome.records or [None] * len(ready)
    for (held, _), done, record in zip(ready, outcome.done, records, strict=True):
        held.outcome, held.record = done, record
    kept = [held for held, _ in pairs]
    save_rows(kept)
    _keep_journal(batch, journal)
    batch.state, batch.applied_at, batch.applied_by = BatchState.APPLIED, timezone.now(), actor
    batch.counts = tally(kept)
    batch.save()
    audit.record(actor, "intake.batch.apply", batch, **batch.counts)
    return outcome


def _keep_journal(batch: ImportBatch, journal: Journal) -> None:
    first = batch.changes.count()
    ImportChange.objects.bulk_create(
        [
            ImportChange(
                batch=batch,
                order=first + place,
                model=change.model,
                record=change.record,
                created=change.before is None,
                before="" if change.before is None else json.dumps(change.before, cls=DjangoJSONEncoder),
                after=change.after,
            )
            for place, change in enumerate(journal.changes)
        ],
        batch_size=BATCH,
    )
