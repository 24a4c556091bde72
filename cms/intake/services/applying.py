"""The rows of a batch become records: all that are ready, or none."""

from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cms.core import audit
from cms.core.collecting import rarely_collecting
from cms.core.errors import RuleBroken, require
from cms.intake.enums import OPEN, BatchState
from cms.intake.forecast import tally
from cms.intake.journal import Journal
from cms.intake.judging import judge
from cms.intake.keeping import (
    judged_anew,
    ready_pairs,
    resolve_others,
    restored,
    save_outcomes,
    save_rows,
    with_raw,
    without_raw,
)
from cms.intake.models import ImportBatch, ImportRow
from cms.intake.progress import Reporter
from cms.intake.registry import spec_of
from cms.intake.services.deciding import judge_rows
from cms.intake.services.steps import as_a_whole
from cms.intake.services.taking_back import KeptChanges
from cms.intake.services.undoing import take_back_unfinished
from cms.intake.spec import Outcome, Row

FAILED = "导入时出错，没有保存任何一行。请联系管理员查看后台任务，再试一次。"


def start_applying(batch: ImportBatch, *, actor) -> None:
    """Have the worker apply a batch; RuleBroken where somebody else already does."""
    from cms.intake.tasks import apply

    require(spec_of(batch.kind).may_import(actor))
    with transaction.atomic():
        if ImportBatch.objects.filter(pk=batch.pk, kind_guessed=True).exists():
            raise RuleBroken("请先确认这是哪一种表，再导入。")
        started = ImportBatch.objects.filter(pk=batch.pk, state__in=OPEN, purged_at=None).update(
            state=BatchState.APPLYING, applied_by=actor, error=""
        )
        if not started:
            batch.refresh_from_db()
            who = f"由{batch.applied_by}" if batch.applied_by else ""
            raise RuleBroken(f"这一批已{who}处理（{batch.get_state_display()}），不能重复导入。")
        transaction.on_commit(lambda: apply.enqueue(batch.pk))


@rarely_collecting()
def apply_batch(batch: ImportBatch) -> None:
    """Store the ready rows of a batch, judged anew, all or none. Safe to repeat, also where it was killed."""
    reporter = Reporter(batch.pk)
    try:
        with all_or_nothing(batch, reporter):
            batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
            if batch.state != BatchState.APPLYING:
                return
            take_back_unfinished(batch, reporter)
            reporter.begin("再次核对")
            pairs = restored(batch)
            judge([row for _, row in pairs], spec_of(batch.kind), batch.as_of)
            store_rows(batch, pairs, batch.applied_by, reporter)
    finally:
        reporter.end()


def store_rows(batch: ImportBatch, pairs: list[tuple[ImportRow, Row]], actor, reporter: Reporter) -> Outcome:
    """Store what is ready of a judged batch, inside `all_or_nothing`."""
    spec = spec_of(batch.kind)
    resolve_others(pairs)
    ready = ready_pairs(pairs)
    reporter.begin("保存")
    reporter.advance(0, len(ready))
    journal = Journal(actor, batch.as_of, reporter.advance, KeptChanges(batch))
    save_rows(judged_anew(pairs, spec))
    without_raw(ready)
    found = [len(row.findings) for _, row in ready]
    outcome = spec.apply([row for _, row in ready], journal)
    # What only storing could find, as that a record may not be changed any more.
    told = [pair for pair, before in zip(ready, found, strict=True) if len(pair[1].findings) > before]
    save_rows(judged_anew(with_raw(told), spec))
    records = outcome.records or [None] * len(ready)
    for (held, row), done, record in zip(ready, outcome.done, records, strict=True):
        held.outcome, held.record, held.telltale = done, record, spec.telltale(row.values)
    counts, kept = tally([held for held, _ in pairs]), batch.changes.count()
    # Until an import has come to its end, its number tells which outcomes are forgotten if it fails.
    number = batch.imports + 1
    save_outcomes((held for held, _ in ready), number)
    with transaction.atomic():
        batch.imports = number
        batch.state, batch.applied_at, batch.applied_by = BatchState.APPLIED, timezone.now(), actor
        batch.counts, batch.changes_kept = counts, kept
        batch.save()
        audit.record(actor, "intake.batch.apply", batch, **batch.counts)
    return outcome


@contextmanager
def all_or_nothing(batch: ImportBatch, reporter: Reporter):
    """Nothing of what is stored inside remains where it fails; the batch then says why.

    One transaction, except where that would keep everybody else from writing for as long as it takes: SQLite
    has one writer. There each step is stored by itself with what takes it back.
    """
    try:
        with as_a_whole(batch):
            yield
    except (Exception, KeyboardInterrupt) as error:
        reasons = error.messages if isinstance(error, ValidationError) else []
        batch = ImportBatch.objects.get(pk=batch.pk)
        remains = take_back_unfinished(batch, reporter)
        if batch.state == BatchState.APPLYING:
            if not batch.counts:
                # A command foresees nothing; the page is to offer what is left to do.
                judge_rows(batch)
            batch.state = BatchState.FAILED
            batch.error = ("；".join(filter(None, [*reasons, remains])) or FAILED)[:300]
            batch.save()
        raise
