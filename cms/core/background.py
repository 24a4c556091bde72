"""Background work: `django_tasks` in front, a django-q2 cluster behind, three attempts at most.

The database is the queue, so a task is enqueued with the transaction that wants it. `TaskRun` is the truth
and a message only a nudge: it is handed out again after a minute unless acknowledged, and one too many does
no harm. The run counts the attempt before the work begins, so even a task that kills its process is tried
three times and then shown as failed. Its owner is a worker's token (`cms.core.workers`).
"""

import time
import traceback
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import F
from django.dispatch import Signal
from django.utils import timezone
from django.utils.module_loading import import_string
from django_q.exceptions import TimeoutException
from django_tasks import task_backends
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import TaskResult, TaskResultStatus
from django_tasks.utils import get_random_id, normalize_json

from cms.core import workers
from cms.core.enums import TaskState
from cms.core.errors import RuleBroken

MAX_ATTEMPTS = 3
RETRY_AFTER = (timedelta(seconds=5), timedelta(seconds=60))
KEEP_FINISHED = timedelta(days=7)
# A task is never ended because it is long, only because it hangs.
HANGS_AFTER = timedelta(hours=6)
# A run that waits so long while the queue is empty has lost its message.
LOST_AFTER = timedelta(minutes=2)
# How long a worker waits for the database to come back before it gives its task up.
PATIENCE = 60

_at_start: list = []
# Sent with `run` when a task is given up; what waits for it can say so.
gave_up = Signal()


def at_start(task) -> None:
    """Have a task without arguments enqueued as the background work begins; it must be safe to repeat."""
    if task not in _at_start:
        _at_start.append(task)


def enqueue_at_start() -> None:
    """Enqueue what each start is to look after. Called by the cluster as it begins."""
    for task in _at_start:
        task.enqueue()


def default_backend() -> BaseTaskBackend:
    """Where tasks go that are enqueued."""
    return task_backends["default"]


class DjangoQBackend(BaseTaskBackend):
    """Hands tasks to the django-q2 cluster and remembers each in a TaskRun."""

    supports_priority = True

    def enqueue(self, task, args, kwargs):
        from cms.core.models import TaskRun

        self.validate_task(task)
        run = TaskRun(
            id=get_random_id(),
            task=task.module_path,
            args=normalize_json(list(args)),
            kwargs=normalize_json(kwargs),
        )
        with transaction.atomic():
            run.save(force_insert=True)
            _send(run.id)
        return TaskResult(
            task=task,
            id=run.id,
            status=TaskResultStatus.READY,
            enqueued_at=run.enqueued_at,
            started_at=None,
            last_attempted_at=None,
            finished_at=None,
            args=run.args,
            kwargs=run.kwargs,
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )


def execute(run_id: str) -> None:
    """Run one enqueued task in this worker. A message delivered twice does no harm."""
    run = _begin(run_id)
    if run is None:
        return
    with workers.at_work():
        try:
            import_string(run.task).call(*run.args, **run.kwargs)
        except TimeoutException:
            hours = HANGS_AFTER // timedelta(hours=1)
            _surely(lambda: _end(run, TaskState.FAILED, f"运行超过 {hours} 小时仍未完成，已停止。"))
        except Exception:
            error = traceback.format_exc()
            _surely(lambda: _end_badly(run, error))
        else:
            _surely(lambda: _end(run, TaskState.SUCCEEDED))


def try_again(run) -> None:
    """Put a task that failed or is stuck back in the queue with three fresh attempts.

    RuleBroken where it is done, or where somebody alive is doing it.
    """
    from cms.core.models import TaskRun, Worker

    with transaction.atomic():
        run = TaskRun.objects.select_for_update().get(pk=run.pk)
        if run.state == TaskState.SUCCEEDED:
            raise RuleBroken("这个任务已经完成，不需要重试。")
        if run.state == TaskState.RUNNING:
            if workers.alive().filter(token=run.owner).exists():
                raise RuleBroken(f"这个任务正在 {run.worker} 上执行，请等它结束。")
            for dead in Worker.objects.select_for_update().filter(token=run.owner):
                workers.bury(dead)
        run.state, run.attempts, run.error, run.finished_at = TaskState.WAITING, 0, "", None
        run.save()
        _send(run.id)


def release_orphans() -> int:
    """Send again the tasks whose worker is gone; return how many."""
    from cms.core.models import TaskRun, Worker

    with transaction.atomic():
        orphans = TaskRun.objects.select_for_update(skip_locked=True).filter(state=TaskState.RUNNING)
        orphans = list(orphans.exclude(owner__in=Worker.objects.values("token")))
        for run in orphans:
            run.state = TaskState.WAITING
            run.save(update_fields=["state"])
            _send(run.id)
    return len(orphans)


def release_lost() -> int:
    """Send again what waits though the queue is empty; return how many.

    A new secret key or a restored copy of the database leaves such runs: their messages are gone.
    """
    from django_q.models import OrmQ

    from cms.core.models import TaskRun

    with transaction.atomic():
        if OrmQ.objects.exists():
            return 0
        waiting = TaskRun.objects.select_for_update(skip_locked=True).filter(state=TaskState.WAITING)
        lost = list(waiting.filter(enqueued_at__lt=timezone.now() - LOST_AFTER))
        for run in lost:
            _send(run.id)
    return len(lost)


def forget_finished() -> None:
    """Delete what succeeded more than a week ago."""
    from cms.core.models import TaskRun

    TaskRun.objects.filter(state=TaskState.SUCCEEDED, finished_at__lt=timezone.now() - KEEP_FINISHED).delete()


def _begin(run_id: str):
    """Claim the run and count the attempt before it is made; None when there is nothing to do."""
    from cms.core.models import TaskRun, Worker

    own = workers.own_token()
    with transaction.atomic():
        # Held, so that nobody takes this worker for dead while it claims.
        if own and not Worker.objects.select_for_update().filter(token=own).exists():
            workers.end_now("它曾长时间没有心跳，任务已由别的进程接手。")
        run = TaskRun.objects.select_for_update().filter(pk=run_id).first()
        if run is None or run.state in (TaskState.SUCCEEDED, TaskState.FAILED):
            return None
        if run.state == TaskState.RUNNING and Worker.objects.filter(token=run.owner).exists():
            return None
        if run.attempts < MAX_ATTEMPTS:
            run.state, run.worker, run.owner = TaskState.RUNNING, workers.own_name(), own
            run.started_at, run.attempts = timezone.now(), F("attempts") + 1
            run.save()
            run.refresh_from_db()
            return run
        run.owner = own
        run.save()
        _end(run, TaskState.FAILED, run.error or f"执行进程 {MAX_ATTEMPTS} 次意外终止。")
    return None


def _end_badly(run, error: str) -> None:
    if run.attempts >= MAX_ATTEMPTS:
        _end(run, TaskState.FAILED, error)
        return
    with transaction.atomic():
        if _mine(run).update(state=TaskState.WAITING, error=error):
            _send(run.id, RETRY_AFTER[run.attempts - 1])


def _end(run, state: TaskState, error: str = "") -> None:
    with transaction.atomic():
        ended = _mine(run).update(state=state, finished_at=timezone.now(), error=error)
        if ended and state == TaskState.FAILED:
            # Whatever goes wrong in a listener, the run has ended.
            gave_up.send_robust(sender=None, run=run)


def _mine(run):
    """The run, unless another worker has taken it over since."""
    from cms.core.models import TaskRun

    return TaskRun.objects.filter(
        pk=run.pk, owner=run.owner, state__in=[TaskState.RUNNING, TaskState.WAITING]
    )


def _surely(write) -> None:
    """Write how the task ended, though the database may be away for a while; else leave it to another."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return write()
        except workers.LOST:
            if connection.in_atomic_block:
                raise
            connection.close()
            if time.monotonic() > deadline:
                workers.end_now("任务的结果无法写入数据库。")
            time.sleep(1)


def _send(run_id: str, delay: timedelta = timedelta()) -> None:
    from django_q.tasks import async_task

    from cms.core.broker import PatientBroker

    class Later(PatientBroker):
        def enqueue(self, task):
            return self.enqueue_later(task, delay)

    limit = int(HANGS_AFTER.total_seconds())
    async_task("cms.core.background.execute", run_id, broker=Later(), save=False, timeout=limit)
