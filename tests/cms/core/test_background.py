"""Three attempts at most, also for a task that kills its worker; a task's owner is a worker that lives."""

import logging
import os
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from django_q.exceptions import TimeoutException
from django_q.models import OrmQ
from django_tasks import task

from cms.core import background, workers
from cms.core.enums import TaskState
from cms.core.errors import RuleBroken
from cms.core.models import AuditEntry, TaskRun, Worker
from tests.cms.core.factories import WorkerFactory

pytestmark = [pytest.mark.django_db, pytest.mark.each]


@task()
def note(text):
    AuditEntry.objects.create(actor_name="测试", action=text)


@task()
def break_down():
    raise ValueError("坏了")


@task()
def hang():
    raise TimeoutException


@task()
def lose_the_task():
    TaskRun.objects.update(owner="another")


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


def test_task_that_hangs_fails_for_good_and_is_not_repeated(queued):
    background.execute(hang.enqueue().id)
    run = TaskRun.objects.get()
    assert (run.state, run.attempts, run.error) == (
        TaskState.FAILED,
        1,
        "运行超过 6 小时仍未完成，已停止。",
    )


def test_task_whose_worker_died_three_times_is_failed_without_a_fourth_attempt(queued):
    run_id = note.enqueue("killed").id
    TaskRun.objects.update(state=TaskState.RUNNING, attempts=3, owner="dead")
    background.execute(run_id)
    run = TaskRun.objects.get()
    assert (run.state, run.error) == (TaskState.FAILED, "执行进程 3 次意外终止。")
    assert not AuditEntry.objects.exists()


def test_who_waits_for_a_task_is_told_once_when_it_is_given_up(queued):
    told = []
    background.gave_up.connect(hear := lambda run, **kwargs: told.append(run.pk))
    run_id = break_down.enqueue().id
    for _ in range(4):
        background.execute(run_id)
    assert told == [run_id]
    assert background.gave_up.disconnect(hear)


def test_task_of_a_living_worker_is_left_alone_wherever_it_runs(queued):
    run_id = note.enqueue("busy").id
    TaskRun.objects.update(state=TaskState.RUNNING, attempts=1, owner=WorkerFactory(host="elsewhere").token)
    background.execute(run_id)
    assert not AuditEntry.objects.exists()


def test_result_of_a_task_that_another_took_over_is_not_written(queued):
    background.execute(lose_the_task.enqueue().id)
    assert TaskRun.objects.get().state == TaskState.RUNNING


def test_release_orphans_sends_again_only_what_has_no_living_owner(queued):
    dead, alive = note.enqueue("a"), note.enqueue("b")
    OrmQ.objects.all().delete()
    TaskRun.objects.filter(pk=dead.id).update(state=TaskState.RUNNING, owner="dead")
    TaskRun.objects.filter(pk=alive.id).update(state=TaskState.RUNNING, owner=WorkerFactory().token)
    assert background.release_orphans() == 1
    assert OrmQ.objects.count() == 1
    states = dict(TaskRun.objects.values_list("pk", "state"))
    assert states == {dead.id: TaskState.WAITING, alive.id: TaskState.RUNNING}


@pytest.mark.parametrize(("waited", "sent"), [(1, 0), (3, 1)])
def test_task_whose_message_is_gone_is_sent_again_after_two_minutes(queued, waited, sent):
    note.enqueue("lost")
    OrmQ.objects.all().delete()
    TaskRun.objects.update(enqueued_at=timezone.now() - timedelta(minutes=waited))
    assert (background.release_lost(), OrmQ.objects.count()) == (sent, sent)


def test_task_that_waits_in_a_long_queue_is_not_sent_twice(queued):
    note.enqueue("behind")
    TaskRun.objects.update(enqueued_at=timezone.now() - timedelta(hours=1))
    assert (background.release_lost(), OrmQ.objects.count()) == (0, 1)


class TestTryAgain:
    def test_a_failed_task_gets_three_fresh_attempts(self, queued):
        run_id = break_down.enqueue().id
        for _ in range(3):
            background.execute(run_id)
        background.try_again(TaskRun.objects.get())
        run = TaskRun.objects.get()
        assert (run.state, run.attempts, run.error) == (TaskState.WAITING, 0, "")

    def test_a_task_that_waits_without_a_message_is_sent(self, queued):
        note.enqueue("stuck")
        OrmQ.objects.all().delete()
        background.try_again(TaskRun.objects.get())
        assert OrmQ.objects.count() == 1

    def test_a_task_stuck_with_a_silent_worker_is_taken_from_it(self, queued):
        silent = WorkerFactory(beaten_at=timezone.now() - workers.silence())
        note.enqueue("stuck")
        TaskRun.objects.update(state=TaskState.RUNNING, attempts=3, owner=silent.token)
        background.try_again(TaskRun.objects.get())
        assert (TaskRun.objects.get().state, Worker.objects.count()) == (TaskState.WAITING, 0)

    def test_a_task_that_is_being_done_is_refused_naming_who_does_it(self, queued):
        note.enqueue("busy")
        TaskRun.objects.update(state=TaskState.RUNNING, owner=WorkerFactory().token, worker="乙机:7")
        with pytest.raises(RuleBroken, match="正在 乙机:7 上执行"):
            background.try_again(TaskRun.objects.get())
        assert TaskRun.objects.get().state == TaskState.RUNNING

    def test_a_task_that_is_done_is_refused(self, queued):
        background.execute(note.enqueue("done").id)
        with pytest.raises(RuleBroken, match="已经完成"):
            background.try_again(TaskRun.objects.get())


def test_result_waits_for_a_database_that_comes_back(queued, monkeypatch, caplog):
    """Outside the test's transaction this closes the connection; here only the patience is asked for."""
    answers = iter([workers.LOST[0]("away"), None])

    def write():
        if (answer := next(answers)) is not None:
            raise answer
        return "written"

    monkeypatch.setattr(
        background, "connection", type("Away", (), {"in_atomic_block": False, "close": print})
    )
    monkeypatch.setattr(background.time, "sleep", lambda seconds: None)
    with caplog.at_level(logging.ERROR):
        assert background._surely(write) == "written"


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


def test_database_in_use_is_the_one_configured():
    expected = "postgresql" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "sqlite"
    assert connection.vendor == expected
