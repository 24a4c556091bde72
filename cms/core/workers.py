"""Who works in the background: every worker process has a token, and a row that stands while it lives.

A thread beats for the process, also in the middle of a long task. Whoever beats looks at the others: one
that has been silent for SILENT_BEATS of *his own* beats is dead, its row goes and its tasks are free. All
times are the database's, so clocks of hosts may differ; and where nobody can write (SQLite, during a long
import), nobody's silence is counted. A process whose row is gone was taken for dead, and ends at once: no
task runs twice at a time.
"""

import logging
import os
import signal
import socket
import sqlite3
import threading
import time
from collections import deque
from datetime import datetime, timedelta
from multiprocessing.util import Finalize

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.db.models import F
from django.utils import timezone
from django_tasks.utils import get_random_id

from cms.core.enums import TaskState

logger = logging.getLogger(__name__)

SILENT_BEATS = 6
# Cut off from the database for so many beats, a worker ends before another takes its task over.
LONELY_BEATS = 4
LOST = (DatabaseError, InterfaceError)
# Made before the cluster forks, so its worker processes know each other as siblings; whoever starts the
# cluster as a child names it, to know its processes too.
CLUSTER_VARIABLE = "ZHIFA_CLUSTER"
CLUSTER = os.environ.get(CLUSTER_VARIABLE) or get_random_id()

_own_token = ""
_at_work = threading.Event()


def own_token() -> str:
    """This worker process's token; empty in a process that is no worker."""
    return _own_token


def own_name() -> str:
    """What people call this process; nothing is decided by it."""
    return f"{socket.gethostname()}:{os.getpid()}"


def silence() -> timedelta:
    """After so long without a beat nobody believes in a worker any more."""
    return timedelta(seconds=settings.WORKER_BEAT_SECONDS * SILENT_BEATS)


def clock() -> datetime:
    """The time of the database: the only clock all hosts share."""
    if connection.vendor != "postgresql":
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def alive():
    """The workers that have been heard of lately."""
    from cms.core.models import Worker

    return Worker.objects.filter(beaten_at__gt=clock() - silence())


def somebody_works() -> bool:
    """True while tasks that are enqueued will be done: a worker is alive, or none is needed."""
    from cms.core.background import DjangoQBackend, default_backend

    if not isinstance(default_backend(), DjangoQBackend):
        return True
    return alive().exists() or _beats_cannot_be_written()


def begin_work() -> None:
    """Enter this process as a worker and beat for it until it ends; waits for the database if it must."""
    global _own_token
    _own_token = get_random_id()
    while not _patiently(_enter):
        time.sleep(settings.WORKER_BEAT_SECONDS)
    Finalize(None, _leave, exitpriority=10)
    threading.Thread(target=_beat_on, name="heartbeat", daemon=True).start()


def bury(worker) -> None:
    """Remove a dead worker's row, inside the caller's transaction; should it wake, it finds out and ends."""
    logger.warning("后台任务进程 %s 已无心跳，它的任务由别的进程接手。", worker)
    worker.delete()


def hand_back(cluster: str) -> None:
    """Free the tasks of a cluster that was stopped on purpose, without counting the attempt."""
    from cms.core.background import release_orphans
    from cms.core.models import TaskRun, Worker

    def free() -> None:
        with transaction.atomic():
            ended = Worker.objects.filter(cluster=cluster)
            runs = TaskRun.objects.filter(state=TaskState.RUNNING, owner__in=ended.values("token"))
            runs.update(attempts=F("attempts") - 1)
            ended.delete()
        release_orphans()

    _patiently(free)


class at_work:  # noqa: N801
    """The block in which a task runs: only then does being cut off end the process."""

    def __enter__(self):
        _at_work.set()

    def __exit__(self, *error):
        _at_work.clear()


def end_now(why: str) -> None:
    """Kill this process, so that nothing of its task goes on; the cluster starts another."""
    logger.error("后台任务进程 %s 立即结束：%s", own_name(), why)
    os.kill(os.getpid(), signal.SIGKILL)


def _enter() -> None:
    from cms.core.models import Worker

    with transaction.atomic():
        now = clock()
        Worker.objects.create(
            token=_own_token,
            cluster=CLUSTER,
            host=socket.gethostname()[:200],
            pid=os.getpid(),
            started_at=now,
            beaten_at=now,
        )
        # The cluster replaces only what has died, and of its own processes the system knows.
        for sibling in Worker.objects.filter(cluster=CLUSTER).exclude(token=_own_token):
            if not _process_exists(sibling.pid):
                bury(sibling)
    _release()


def _leave() -> None:
    from cms.core.models import Worker

    _patiently(lambda: Worker.objects.filter(token=_own_token).delete())


def _beat_on() -> None:
    own: deque[datetime] = deque(maxlen=SILENT_BEATS)
    heard = _now()
    parent = os.getppid()
    while True:
        time.sleep(settings.WORKER_BEAT_SECONDS)
        end_without_cluster(parent)
        if _patiently(lambda: beat(own)):
            heard = _now()
            _patiently(lambda: look_after_others(own))
        elif (
            connection.vendor == "postgresql"
            and _at_work.is_set()
            and _now() - heard > LONELY_BEATS * settings.WORKER_BEAT_SECONDS
        ):
            end_now("与数据库失去联系，它的任务将由别的进程接手。")


def end_without_cluster(parent: int) -> None:
    """End once idle where `parent`, which hands tasks out, has died: a beat would belie that nobody works."""
    if os.getppid() != parent and not _at_work.is_set():
        _leave()
        end_now("它的集群已经不在，再也领不到任务。")


def beat(own: deque[datetime]) -> None:
    """Say that this worker lives; `own` are its last beats."""
    from cms.core.models import Worker

    now = clock()
    if not Worker.objects.filter(token=_own_token).update(beaten_at=now):
        end_now("它曾长时间没有心跳，任务已由别的进程接手。")
    own.append(now)


def look_after_others(own: deque[datetime]) -> None:
    """Bury those not heard of since the first of SILENT_BEATS own beats, and send on what nobody does."""
    from cms.core.models import Worker

    if len(own) == SILENT_BEATS:
        with transaction.atomic():
            silent = Worker.objects.select_for_update(skip_locked=True).filter(beaten_at__lt=own[0])
            for worker in silent.exclude(token=_own_token):
                bury(worker)
    _release()


def _release() -> None:
    from cms.core.background import release_lost, release_orphans

    release_orphans()
    release_lost()


def _patiently(act) -> bool:
    """Do it; False where the database cannot, which is said elsewhere."""
    try:
        act()
    except LOST:
        connection.close()
        return False
    return True


def _now() -> float:
    """A clock that nobody sets, and that goes on while the machine sleeps."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


def _process_exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _beats_cannot_be_written() -> bool:
    """SQLite only: somebody holds the one write lock, behind which a living worker's beat waits too."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return False
    try:
        name = str(connection.settings_dict["NAME"])
        other = sqlite3.connect(name, timeout=0, isolation_level=None, uri=name.startswith("file:"))
    except sqlite3.Error:
        return False
    try:
        other.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        return "locked" in str(error)
    finally:
        other.close()
    return False
