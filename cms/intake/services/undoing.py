"""An import is taken back: by a person who wants it no more, or because it did not come to its end."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError

from cms.core import audit
from cms.core.collecting import rarely_collecting
from cms.core.errors import RuleBroken, require
from cms.intake.enums import BatchState
from cms.intake.keeping import forget_outcomes
from cms.intake.models import ImportBatch
from cms.intake.progress import Reporter
from cms.intake.registry import spec_of
from cms.intake.services.deciding import judge_again
from cms.intake.services.steps import as_a_whole
from cms.intake.services.taking_back import take_back

# What stands of an import that failed, where others have used it since.
REMAINS = "已存入的一部分记录后来有人用到或改过，没有撤回；请再按一次“导入”，接着完成其余各行。"
USED = "有别的记录用到了这一批的记录"


def start_undoing(batch: ImportBatch, *, actor) -> None:
    """Have the worker take a batch back; RuleBroken where it is not there to be taken back."""
    from cms.intake.tasks import undo

    require(spec_of(batch.kind).may_import(actor))
    with transaction.atomic():
        started = ImportBatch.objects.filter(pk=batch.pk, state=BatchState.APPLIED, purged_at=None).update(
            state=BatchState.UNDOING, error=""
        )
        if not started:
            raise RuleBroken("只能撤销已导入、且内容尚未到期清除的批次。")
        transaction.on_commit(lambda: undo.enqueue(batch.pk, actor.pk))


@rarely_collecting()
def undo_batch(batch: ImportBatch, actor) -> None:
    """Take back every write of a batch, or say why not. Safe to repeat, also where it was killed.

    Nothing is taken back where anything stands against it. In steps, somebody may use a record after that has
    been looked at: then the batch says how many of its records remain, and a second press goes on.
    """
    reporter = Reporter(batch.pk)
    try:
        with as_a_whole(batch):
            batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
            if batch.state != BatchState.UNDOING:
                return
            take_back(batch.changes.all(), reporter)
            was_stored = batch.changes_kept > 0 or batch.rows.exclude(outcome="").exists()
            forget_outcomes(batch)
            with transaction.atomic():
                batch.changes_kept = 0
                batch.save()
                if was_stored:
                    audit.record(actor, "intake.batch.undo", batch, **batch.counts)
            judge_again(batch)
    except (ValidationError, ProtectedError) as error:
        told = error.messages if isinstance(error, ValidationError) else [USED]
        _stop_undoing(batch, "；".join(told))
    finally:
        reporter.end()


def _stop_undoing(batch: ImportBatch, why: str) -> None:
    remain = batch.changes.count()
    half = remain < batch.changes_kept
    told = f"只撤销了一部分，还有 {remain} 处没有撤销：{why}" if half else f"没有撤销：{why}"
    ImportBatch.objects.filter(pk=batch.pk).update(
        state=BatchState.APPLIED, changes_kept=remain, error=told[:300]
    )


def take_back_unfinished(batch: ImportBatch, reporter: Reporter) -> str:
    """Take back what an import that did not come to its end has stored; a sentence where it has to stay."""
    forget_outcomes(batch, after=batch.imports if batch.counts.get("stored") else None)
    unfinished = batch.changes.filter(order__gte=batch.changes_kept)
    if not unfinished.exists():
        return ""
    try:
        with as_a_whole(batch):
            take_back(unfinished, reporter)
    except (ValidationError, ProtectedError):
        batch.changes_kept = batch.changes.count()
        batch.save(update_fields=["changes_kept"])
        return REMAINS
    return ""
