"""Rebuilding and flushing take turns, across processes and, on PostgreSQL, across machines.

The system frees a turn when its process dies: an advisory lock on PostgreSQL, a file lock elsewhere.
"""

import fcntl
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from search.own_files import file_at, folder_at

PATIENCE = 30


class RebuildRunning(Exception):
    """Another rebuild of the same engine is under way."""


@contextmanager
def rebuilding(engine: str, *, patience: float | None = None) -> Iterator[None]:
    """Alone: waits `patience` seconds for flushes to end, else PATIENCE; RebuildRunning where another rebuild
    does not.
    """
    deadline = time.monotonic() + (PATIENCE if patience is None else patience)
    with _locks(engine) as (lock, unlock):
        while not lock(shared=False):
            if time.monotonic() > deadline:
                raise RebuildRunning("另一个重建正在进行，请等它结束后再试。")
            time.sleep(0.1)
        try:
            yield
        finally:
            unlock(shared=False)


@contextmanager
def flushing(engine: str) -> Iterator[bool]:
    """True while no rebuild can begin; False where one is under way."""
    with _locks(engine) as (lock, unlock):
        free = lock(shared=True)
        try:
            yield free
        finally:
            if free:
                unlock(shared=True)


@contextmanager
def _locks(engine: str):
    if connection.vendor == "postgresql":
        yield _advisory(engine)
        return
    folder = folder_at(Path(settings.SEARCH_INDEX_DIR))
    with file_at(folder / f"{engine}.turn").open("w") as file:
        yield _of_file(file)


def _advisory(engine: str):
    number = zlib.crc32(f"search:{engine}".encode())

    def call(function: str) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s)", [number])
            return cursor.fetchone()[0]

    return (
        lambda shared: call(f"pg_try_advisory_lock{'_shared' if shared else ''}"),
        lambda shared: call(f"pg_advisory_unlock{'_shared' if shared else ''}"),
    )


def _of_file(file):
    def lock(shared: bool) -> bool:
        try:
            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    return lock, lambda shared: fcntl.flock(file, fcntl.LOCK_UN)
