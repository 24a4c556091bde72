"""When the worker gives up on a batch, the batch says so instead of waiting for ever."""

from cms.intake.enums import BatchState
from cms.intake.models import ImportBatch
from cms.intake.services.applying import FAILED

TASKS = "cms.intake.tasks."
# What is tried again from the page of background work goes on where it stood; an import is pressed again.
WAITING = {
    BatchState.UPLOADED: "读取时出错，还没有预览。",
    BatchState.JUDGING: "重新判定时出错，处理意见已保存。",
    BatchState.UNDOING: "撤销时出错，没有改变任何记录。",
}
CURE = "可以再试一次；还是不成的，请系统管理员在“后台任务”里查看原因。"


def tell_batch(sender, run, **kwargs) -> None:
    """Receives `gave_up`."""
    if not run.task.startswith(TASKS) or not run.args:
        return
    batches = ImportBatch.objects.filter(pk=run.args[0])
    batches.filter(state=BatchState.APPLYING).update(state=BatchState.FAILED, error=FAILED)
    if run.task == f"{TASKS}annotate":
        unmade = batches.filter(returned="").exclude(returned_why="")
        unmade.update(returned_why="", error="带意见的原表没有生成。" + CURE)
        return
    for state, told in WAITING.items():
        batches.filter(state=state).update(error=told + CURE)
