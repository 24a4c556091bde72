"""Background work: `django_tasks` in front, a django-q2 cluster behind, three attempts at most.

The database is the queue, so a task is enqueued with the transaction that wants it. django-q2 hands a
message out again when its worker died, for ever; `TaskRun` counts the attempts before the work begins,
so even a task that kills its process is tried three times and then shown as failed.
"""

import os
import socket
import traceback
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import TaskResult, TaskResultStatus
from django_tasks.utils import get_random_id, normalize_json

from cms.core.enums import TaskState

MAX_ATTEMPTS = 3
RETRY_AFTER = (timedelta(seconds=5), timedelta(seconds=60))
KEEP_FINISHED = timedelta(days=7)


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
    try:
        import_string(run.task).call(*run.args, **run.kwargs)
    except Exception:
        _end_badly(run, traceback.format_exc())
    else:
        _end(run, TaskState.SUCCEEDED)


def try_again(run) -> None:
    """Put a failed task back in the queue with three fresh attempts."""
    with transaction.atomic():
        run.state, run.attempts, run.error, run.finished_at = TaskState.WAITING, 0, "", None
        run.save()
        _send(run.id)


def release_orphans() -> int:
    """Send again the tasks whose worker on this host has died; return how many.

    A replacement worker calls this at its start, so nobody waits for the cluster's own retry time.
    """
    from cms.core.models import TaskRun

    orphans = [
        run
        for run in TaskRun.objects.filter(state=TaskState.RUNNING)
        if _on_this_host(run) and not _alive(run)
    ]
    for run in orphans:
        _send(run.id)
    return len(orphans)


def forget_finished() -> None:
    """Delete what succeeded more than a week ago."""
    from cms.core.models import TaskRun

    TaskRun.objects.filter(state=TaskState.SUCCEEDED, finished_at__lt=timezone.now() - KEEP_FINISHED).delete()


def _begin(run_id: str):
    """Claim the run and count the attempt before it is made; None when there is nothing to do."""
    from cms.core.models import TaskRun

    with transaction.atomic():
        run = TaskRun.objects.select_for_update().filter(pk=run_id).first()
        if run is None or run.state in (TaskState.SUCCEEDED, TaskState.FAILED):
            return None
        if run.state == TaskState.RUNNING and (not _on_this_host(run) or _alive(run)):
            return None
        if run.attempts >= MAX_ATTEMPTS:
            run.error = run.error or f"执行进程 {MAX_ATTEMPTS} 次意外终止。"
            _end(run, TaskState.FAILED)
            return None
        run.state, run.worker, run.started_at = TaskState.RUNNING, _this_worker(), timezone.now()
        run.attempts = F("attempts") + 1
        run.save()
    run.refresh_from_db()
    return run


def _end_badly(run, error: str) -> None:
    run.error = error
    if run.attempts >= MAX_ATTEMPTS:
        _end(run, TaskState.FAILED)
        return
    with transaction.atomic():
        run.state = TaskState.WAITING
        run.save()
        _send(run.id, RETRY_AFTER[run.attempts - 1])


def _end(run, state: TaskState) -> None:
    run.state, run.finished_at = state, timezone.now()
    if state == TaskState.SUCCEEDED:
        run.error = ""
    run.save()


def _send(run_id: str, delay: timedelta = timedelta()) -> None:
    from django_q.brokers.orm import ORM
    from django_q.models import OrmQ
    from django_q.tasks import async_task

    class DelayedBroker(ORM):
        def enqueue(self, task):
            return OrmQ.objects.create(key=self.list_key, payload=task, lock=timezone.now() + delay).pk

    async_task("cms.core.background.execute", run_id, broker=DelayedBroker(), save=False)


def _this_worker() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"


def _on_this_host(run) -> bool:
    return run.worker.rpartition(":")[0] == socket.gethostname()


def _alive(run) -> bool:
    try:
        os.kill(int(run.worker.rpartition(":")[2]), 0)
    except (ProcessLookupError, ValueError):
        return False
    except PermissionError:
        return True
    return True
