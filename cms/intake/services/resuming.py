"""What was left in the middle of its work is told, tidied up at the next start, and goes on by a button."""

from django.db import transaction

from cms.core import audit
from cms.core.enums import TaskState
from cms.core.errors import RuleBroken, require
from cms.core.models import TaskRun
from cms.intake.enums import BUSY, BatchState
from cms.intake.models import ImportBatch
from cms.intake.progress import Reporter
from cms.intake.registry import spec_of
from cms.intake.services.deciding import judge_rows
from cms.intake.services.holding import holding
from cms.intake.services.undoing import take_back_unfinished

BROKEN_OFF = {
    BatchState.UPLOADED: "读取中断了，还没有预览。",
    BatchState.JUDGING: "重新判定中断了，处理意见已保存。",
    BatchState.APPLYING: "导入中断了，存入的一部分还没有撤回。",
    BatchState.UNDOING: "撤销中断了，可能只撤销了一部分。",
}
TIDIED = "导入中断了，存入的一部分已撤回，没有保存任何一行。可以再按“导入”。"


def is_broken_off(batch: ImportBatch) -> bool:
    """Whether a batch looks busy though nobody is at work: a command was killed, a task was lost."""
    if not batch.is_at_work or _has_task(batch):
        return False
    with holding(batch.pk) as free:
        return free


def resume(batch: ImportBatch, *, actor) -> None:
    """Have the worker go on with a batch that is stuck; RuleBroken where it is not."""
    from cms.intake import tasks

    require(spec_of(batch.kind).may_import(actor))
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if batch.state not in BUSY or not (batch.error or is_broken_off(batch)):
            raise RuleBroken(f"这一批现为“{batch.get_state_display()}”，不需要再试。")
        goes_on = {
            BatchState.UPLOADED: lambda: tasks.preview.enqueue(batch.pk),
            BatchState.JUDGING: lambda: tasks.judge.enqueue(batch.pk),
            BatchState.APPLYING: lambda: tasks.apply.enqueue(batch.pk),
            BatchState.UNDOING: lambda: tasks.undo.enqueue(batch.pk, actor.pk),
        }[BatchState(batch.state)]
        if batch.state == BatchState.APPLYING:
            batch.applied_by = actor
        batch.error = ""
        batch.save()
        audit.record(actor, "intake.batch.resume", batch)
        transaction.on_commit(goes_on)


def tidy_up() -> int:
    """Take back what killed commands left half stored, and have each batch say what became of it."""
    found = [batch for batch in ImportBatch.objects.filter(state__in=BUSY, error="") if not _has_task(batch)]
    return sum(_tidy(batch.pk) for batch in found)


def _tidy(key: int) -> bool:
    with holding(key) as free:
        batch = ImportBatch.objects.get(pk=key)
        if not free or not batch.is_at_work or _has_task(batch):
            return False
        if batch.state != BatchState.APPLYING:
            batch.error = BROKEN_OFF[BatchState(batch.state)]
            batch.save()
            return True
        told = take_back_unfinished(batch, Reporter(key)) or TIDIED
        judge_rows(batch)
        batch.state, batch.error = BatchState.FAILED, told
        batch.save()
        return True


def _has_task(batch: ImportBatch) -> bool:
    """Whether a task of this batch waits or runs; one whose worker is gone is handed on by others."""
    runs = TaskRun.objects.filter(task__startswith="cms.intake.tasks.", args__0=batch.pk)
    return runs.filter(state__in=(TaskState.WAITING, TaskState.RUNNING)).exists()
