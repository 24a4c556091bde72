"""Work over many records that stay: looking through all of them for cycles again and again is lost time."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_USUAL = gc.get_threshold()
# What is thrown away soon is still collected; what has stayed for a while is not looked at again.
_RARELY = (50_000, 10, 1_000_000)


@contextmanager
def rarely_collecting() -> Iterator[None]:
    """While it lasts, the collector leaves what has grown old alone; for the whole process."""
    gc.set_threshold(*_RARELY)
    try:
        yield
    finally:
        gc.set_threshold(*_USUAL)
