"""A command holds the batch it works on; where its process dies the system lets the batch go.

What the worker does has a `TaskRun` that says whether somebody does it; a command has none.
"""

import fcntl
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

_NAME = zlib.crc32(b"intake.batch") - 2**31


@contextmanager
def holding(key: int, *, wait: bool = False) -> Iterator[bool]:
    """True where nobody else holds this batch; then it is held until the end of the block.

    Who waits comes in once a mere look is over.
    """
    if connection.vendor == "postgresql":
        with _advisory(key, wait) as held:
            yield held
        return
    folder = Path(settings.PRIVATE_ROOT) / "held"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / str(key)).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
        else:
            yield True


@contextmanager
def _advisory(key: int, wait: bool) -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_{'' if wait else 'try_'}advisory_lock(%s, %s)", [_NAME, key])
        held = wait or cursor.fetchone()[0]
    try:
        yield held
    finally:
        if held:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_NAME, key])
