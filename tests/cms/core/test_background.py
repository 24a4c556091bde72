"""Three attempts at most, also for a task that kills its worker. The cluster in these tests is a real one."""

import os
import signal
import socket
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django_q.models import OrmQ
from django_tasks import task

from cms.core import background
from cms.core.enums import TaskState
from cms.core.models import AuditEntry, TaskRun

pytestmark = pytest.mark.django_db

QUEUED = {"default": {"BACKEND": "cms.core.background.DjangoQBackend"}}
DEAD_PID = 2**22 + 1


@task()
def note(text):
    AuditEntry.objects.create(actor_name="测试", action=text)


@task()
def break_down():
    raise ValueError("坏了")


@pytest.fixture
def queued(settings):
    from django_tasks import task_backends

    settings.TASKS = QUEUED
    backend = background.DjangoQBackend("default", {})
    previous = task_backends["default"]
    task_backends["default"] = backend
    yield
    task_backends["default"] = previous


def test_enqueue_inside_a_transaction_that_rolls_back_leaves_nothing(queued):
    with transaction.atomic():
        note.enqueue("x")
        transaction.set_rollback(True)
    assert (TaskRun.objects.count(), OrmQ.objects.count()) == (0, 0)


def test_execute_runs_the_task_once_however_often_delivered(queued):
    result = note.enqueue("once")
    background.execute(result.id)
    background.execute(result.id)
    assert AuditEntry.objects.filter(action="once").count() == 1
    assert TaskRun.objects.get().state == TaskState.SUCCEEDED


def test_failing_task_is_tried_three_times_then_shown_as_failed(queued):
    run_id = break_down.enqueue().id
    states = []
    for _ in range(4):
        background.execute(run_id)
        states.append(TaskRun.objects.get().state)
    run = TaskRun.objects.get()
    assert states == [TaskState.WAITING, TaskState.WAITING, TaskState.FAILED, TaskState.FAILED]
    assert run.attempts == 3
    assert "ValueError: 坏了" in run.error


def test_task_whose_worker_died_three_times_is_failed_without_a_fourth_attempt(queued):
    run_id = note.enqueue("killed").id
    TaskRun.objects.update(state=TaskState.RUNNING, attempts=3, worker=f"{socket.gethostname()}:{DEAD_PID}")
    background.execute(run_id)
    run = TaskRun.objects.get()
    assert (run.state, run.error) == (TaskState.FAILED, "执行进程 3 次意外终止。")
    assert not AuditEntry.objects.exists()


def test_task_running_elsewhere_is_left_alone(queued):
    run_id = note.enqueue("busy").id
    TaskRun.objects.update(
        state=TaskState.RUNNING, attempts=1, worker=f"{socket.gethostname()}:{os.getpid()}"
    )
    background.execute(run_id)
    assert not AuditEntry.objects.exists()


def test_release_orphans_sends_again_only_what_a_dead_worker_left(queued):
    dead, alive = note.enqueue("a"), note.enqueue("b")
    OrmQ.objects.all().delete()
    host = socket.gethostname()
    TaskRun.objects.filter(pk=dead.id).update(state=TaskState.RUNNING, worker=f"{host}:{DEAD_PID}")
    TaskRun.objects.filter(pk=alive.id).update(state=TaskState.RUNNING, worker=f"{host}:{os.getpid()}")
    assert background.release_orphans() == 1
    assert OrmQ.objects.count() == 1


def test_try_again_gives_a_failed_task_three_fresh_attempts(queued):
    run_id = break_down.enqueue().id
    for _ in range(3):
        background.execute(run_id)
    background.try_again(TaskRun.objects.get())
    run = TaskRun.objects.get()
    assert (run.state, run.attempts, run.error) == (TaskState.WAITING, 0, "")


def test_forget_finished_keeps_failures_and_the_last_week(queued):
    old = timezone.now() - background.KEEP_FINISHED * 2
    for name, state, finished in [
        ("old", TaskState.SUCCEEDED, old),
        ("new", TaskState.SUCCEEDED, timezone.now()),
        ("failed", TaskState.FAILED, old),
    ]:
        TaskRun.objects.create(id=name, task="x", state=state, finished_at=finished)
    background.forget_finished()
    assert set(TaskRun.objects.values_list("id", flat=True)) == {"new", "failed"}


class TestRealCluster:
    """A task that kills its worker, on a real django-q2 cluster in its own state directory."""

    def test_killed_worker_is_tried_three_times_then_failed(self, tmp_path):
        environment = {
            **os.environ,
            "ZHIFA_VAR": str(tmp_path),
            "DATABASE_URL": "",
            "DJANGO_SETTINGS_MODULE": "sites.settings.dev",
            "PYTHONPATH": str(settings.ROOT),
        }
        manage = [sys.executable, "manage.py"]

        def run(*args):
            return subprocess.run(
                [*manage, *args],
                env=environment,
                cwd=settings.ROOT,
                check=True,
                capture_output=True,
                text=True,
            ).stdout

        run("migrate", "-v0")
        run("shell", "-v0", "-c", "from tests.cms.core.fatal import kill_worker; kill_worker.enqueue()")
        cluster = subprocess.Popen(
            [*manage, "qcluster"],
            env=environment,
            cwd=settings.ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            find = (
                "from cms.core.models import TaskRun; r = TaskRun.objects.get(task__endswith='kill_worker')"
            )
            ask = f"{find}; print(r.state, r.attempts)"
            answer = ""
            for _ in range(60):
                answer = run("shell", "-v0", "-c", ask).strip()
                if answer.startswith("failed"):
                    break
                time.sleep(0.5)
            assert answer == "failed 3"
        finally:
            os.killpg(cluster.pid, signal.SIGKILL)
            cluster.wait(20)


def test_database_in_use_is_the_one_configured():
    expected = "postgresql" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "sqlite"
    assert connection.vendor == expected
