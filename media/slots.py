"""How many pictures are worked on at once, over all processes of the machine."""

import fcntl
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SLOTS = 2
_PAUSE = 0.02


class Busy(Exception):
    """No slot came free in time."""


@contextmanager
def slot(longest_wait: float) -> Iterator[None]:
    """Hold one of the slots; raises Busy after `longest_wait` seconds. A killed holder frees its own."""
    held = _held(longest_wait)
    try:
        yield
    finally:
        os.close(held)


def _held(longest_wait: float) -> int:
    until = time.monotonic() + longest_wait
    while True:
        for number in range(SLOTS):
            file = os.open(_place() / f"slot-{number}", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(file)
            else:
                return file
        if time.monotonic() > until:
            raise Busy
        time.sleep(_PAUSE)


def _place() -> Path:
    place = Path(tempfile.gettempdir()) / f"pictures-{os.getuid()}"
    place.mkdir(mode=0o700, exist_ok=True)
    return place
