"""A worker is alive while it beats; whoever beats buries the silent."""

import os
import sqlite3
from collections import deque
from contextlib import closing, nullcontext
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone
from django_q.models import OrmQ

from cms.core import workers
from cms.core.enums import TaskState
from cms.core.models import TaskRun, Worker
from tests.cms.core.factories import WorkerFactory

pytestmark = [pytest.mark.django_db, pytest.mark.each]


@pytest.fixture
def me(monkeypatch):
    """This process as a worker, whose last beats were ten seconds apart."""
    own = WorkerFactory(token="me")
    monkeypatch.setattr(workers, "_own_token", own.token)
    return own


@pytest.fixture
def ended(monkeypatch):
    """Why this process would have been killed."""
    reasons = []
    monkeypatch.setattr(workers, "end_now", reasons.append)
    return reasons


def beats(*seconds_ago) -> deque:
    now = timezone.now()
    return deque((now - timedelta(seconds=ago) for ago in seconds_ago), maxlen=workers.SILENT_BEATS)


def test_beat_moves_the_own_row_to_now(me, ended):
    Worker.objects.update(beaten_at=timezone.now() - timedelta(minutes=1))
    own = beats()
    workers.beat(own)
    me.refresh_from_db()
    assert abs(me.beaten_at - timezone.now()) < timedelta(seconds=5)
    assert (list(own), ended) == ([me.beaten_at], [])


def test_process_taken_for_dead_ends_when_it_wakes(me, ended):
    me.delete()
    workers.beat(beats())
    assert len(ended) == 1


@pytest.mark.parametrize(
    ("parent_lives", "has_a_task", "ends"),
    [(True, False, False), (True, True, False), (False, True, False), (False, False, True)],
)
def test_worker_without_its_cluster_ends_when_its_task_is_done(me, ended, parent_lives, has_a_task, ends):
    parent = os.getppid() if parent_lives else -1
    with workers.at_work() if has_a_task else nullcontext():
        workers.end_without_cluster(parent)
    assert (len(ended), Worker.objects.count()) == (int(ends), int(not ends))


@pytest.mark.parametrize(("silent_for", "left"), [(59, 2), (61, 1)])
def test_worker_not_heard_of_during_six_own_beats_is_buried(me, silent_for, left):
    WorkerFactory(beaten_at=timezone.now() - timedelta(seconds=silent_for))
    workers.look_after_others(beats(60, 50, 40, 30, 20, 10))
    assert Worker.objects.count() == left


def test_silence_is_not_counted_while_nobody_could_write(me):
    """Behind a long import on SQLite all beats wait, one's own too: those were six in five minutes."""
    WorkerFactory(beaten_at=timezone.now() - timedelta(seconds=305))
    workers.look_after_others(beats(350, 340, 330, 320, 310, 0))
    assert Worker.objects.count() == 2


def test_worker_that_has_just_begun_judges_nobody(me):
    WorkerFactory(beaten_at=timezone.now() - timedelta(hours=1))
    workers.look_after_others(beats(40, 30, 20, 10, 0))
    assert Worker.objects.count() == 2


def test_task_of_a_buried_worker_is_sent_again(me):
    dead = WorkerFactory(beaten_at=timezone.now() - timedelta(minutes=2))
    TaskRun.objects.create(id="x", task="a.b", state=TaskState.RUNNING, owner=dead.token)
    workers.look_after_others(beats(60, 50, 40, 30, 20, 10))
    assert (TaskRun.objects.get().state, OrmQ.objects.count()) == (TaskState.WAITING, 1)


def test_successor_in_the_same_cluster_takes_over_at_once(monkeypatch):
    monkeypatch.setattr(workers, "_own_token", "next")
    monkeypatch.setattr(workers, "_process_exists", lambda pid: pid != 404)
    WorkerFactory(token="dead", cluster=workers.CLUSTER, pid=404)
    WorkerFactory(token="sibling", cluster=workers.CLUSTER)
    WorkerFactory(token="elsewhere", pid=404)
    TaskRun.objects.create(id="x", task="a.b", state=TaskState.RUNNING, owner="dead")
    workers._enter()
    assert set(Worker.objects.values_list("token", flat=True)) == {"sibling", "elsewhere", "next"}
    assert TaskRun.objects.get().state == TaskState.WAITING


def test_process_exists_knows_the_living_from_the_dead():
    assert workers._process_exists(os.getpid())
    assert not workers._process_exists(2**22 + 1)


class TestSomebodyWorks:
    def test_nobody_is_needed_where_tasks_run_at_once(self):
        assert workers.somebody_works()

    def test_nobody_works_without_a_worker(self, queued):
        assert not workers.somebody_works()

    @pytest.mark.parametrize(("silent_for", "works"), [(55, True), (65, False)])
    def test_a_worker_counts_while_it_was_heard_of_lately(self, queued, silent_for, works):
        WorkerFactory(beaten_at=timezone.now() - timedelta(seconds=silent_for))
        assert workers.somebody_works() is works


def test_nobody_is_taken_for_dead_while_a_long_import_holds_the_write_lock(monkeypatch, tmp_path):
    """SQLite: the beat waits behind the import, so an old beat says nothing."""
    file = tmp_path / "own.sqlite3"
    monkeypatch.setattr(
        workers,
        "connection",
        SimpleNamespace(vendor="sqlite", in_atomic_block=False, settings_dict={"NAME": file}),
    )
    with closing(sqlite3.connect(file, isolation_level=None)) as importing:
        importing.execute("CREATE TABLE x (y)")
        assert not workers._beats_cannot_be_written()
        importing.execute("BEGIN IMMEDIATE")
        assert workers._beats_cannot_be_written()
        importing.execute("ROLLBACK")
        assert not workers._beats_cannot_be_written()
