"""People's answers to rows that wait, and the new judgement they lead to."""

from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from cms.core import audit
from cms.core.collecting import rarely_collecting
from cms.core.errors import RuleBroken, require
from cms.intake.enums import BatchState
from cms.intake.forecast import forecast
from cms.intake.judging import count_levels, judge
from cms.intake.keeping import judged_anew, pack_decision, restored, save_rows, unpack_decision
from cms.intake.levels import ANSWERS, Answer
from cms.intake.models import ImportBatch, ImportRow
from cms.intake.progress import Reporter
from cms.intake.registry import spec_of
from cms.intake.spec import Decision, Verdict

# Up to so many rows a person waits for the new judgement; longer batches are judged by the worker.
AT_ONCE = 2000


def accept(row: ImportRow) -> Decision:
    """Import a row with the values shown."""
    return Decision(settled=tuple(code for code in row.codes if ANSWERS[code] == Answer.ACCEPT))


def tell_apart(row: ImportRow, verdict: Verdict) -> Decision:
    """Say whether a row is the one it looks like, or another."""
    settled = tuple(code for code in row.codes if ANSWERS[code] == Answer.WHICH)
    return Decision(settled=settled, verdict=verdict)


@transaction.atomic
def decide(batch: ImportBatch, decisions: dict[int, Decision], *, actor) -> int:
    """Keep decisions by row key, with who and when; return how many rows were still open to them.

    A decision adds to what was decided before. The batch is judged anew, so that a right value which
    meets another problem waits for that one.
    """
    batch = _open_for(batch, actor)
    rows = list(batch.rows.filter(pk__in=decisions, outcome=""))
    now = timezone.now()
    for row in rows:
        merged = _merged(unpack_decision(row.decision), decisions[row.pk])
        row.decision, row.decided_by, row.decided_at = pack_decision(merged), actor, now
    _save_decisions(batch, rows, actor, "intake.row.decide")
    return len(rows)


@transaction.atomic
def withdraw(batch: ImportBatch, keys: list[int], *, actor) -> int:
    """Take decisions back; the rows wait again. Return how many."""
    batch = _open_for(batch, actor)
    rows = list(batch.rows.filter(pk__in=keys, outcome="").exclude(decided_at=None))
    for row in rows:
        row.decision, row.decided_by, row.decided_at = "", None, None
    _save_decisions(batch, rows, actor, "intake.row.withdraw")
    return len(rows)


@transaction.atomic
def judge_by_request(batch: ImportBatch, *, actor) -> None:
    """Judge the rows of a batch by what is stored now: what they wait for may have come since."""
    batch = _open_for(batch, actor)
    audit.record(actor, "intake.batch.judge", batch)
    _judge_soon(batch)


@rarely_collecting()
def judge_again(batch: ImportBatch) -> None:
    """Judge the rows of a batch with what people decided, and say so."""
    judge_rows(batch)
    undone, stored = batch.state == BatchState.UNDOING, batch.counts["stored"] > 0
    batch.state = BatchState.UNDONE if undone else BatchState.APPLIED if stored else BatchState.PREVIEWED
    batch.error = ""
    batch.save()


def judge_rows(batch: ImportBatch) -> None:
    """Judge the rows of a batch anew and foresee what applying would do; the batch itself is not saved."""
    spec, reporter = spec_of(batch.kind), Reporter(batch.pk)
    reporter.begin("重新判定")
    pairs = restored(batch)
    rows = [row for _, row in pairs]
    judge(rows, spec, batch.as_of)
    save_rows(judged_anew(pairs, spec))
    for sheet in batch.sheets:
        if sheet["use"] == "data":
            sheet["levels"] = count_levels(row for row in rows if row.sheet == sheet["name"])
    batch.counts = forecast(batch, pairs)
    reporter.end()


def _open_for(batch: ImportBatch, actor) -> ImportBatch:
    require(spec_of(batch.kind).may_import(actor))
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if not batch.is_open:
        raise RuleBroken(
            f"这一批现为“{batch.get_state_display()}”，不能再处理其中的行；已导入的要改，请先撤销。"
        )
    return batch


def _save_decisions(batch: ImportBatch, rows: list[ImportRow], actor, action: str) -> None:
    if not rows:
        return
    save_rows(rows)
    audit.record(actor, action, batch, rows=[str(row) for row in rows[:50]], count=len(rows))
    _judge_soon(batch)


def _judge_soon(batch: ImportBatch) -> None:
    from cms.intake.tasks import judge as judge_in_background

    if batch.rows.count() <= AT_ONCE:
        judge_again(batch)
        return
    batch.state = BatchState.JUDGING
    batch.save()
    transaction.on_commit(lambda: judge_in_background.enqueue(batch.pk))


def _merged(old: Decision, new: Decision) -> Decision:
    if new.skip:
        return replace(old, skip=True)
    return Decision(
        values={**old.values, **new.values},
        settled=tuple(dict.fromkeys((*old.settled, *new.settled))),
        verdict=new.verdict or old.verdict,
    )
