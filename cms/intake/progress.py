"""How far the worker has come with a batch, told through the cache: a transaction under way shows nothing."""

from dataclasses import dataclass

from django.core.cache import cache

_KEEP_SECONDS = 3600


@dataclass(frozen=True)
class Progress:
    """What is being done, and how much of it; `total` 0 where that is not known yet."""

    what: str
    done: int = 0
    total: int = 0


class Reporter:
    """Tells the progress of one batch."""

    def __init__(self, batch_id: int):
        self._key = f"intake:{batch_id}"
        self._what = ""

    def begin(self, what: str) -> None:
        self._what = what
        self.advance(0, 0)

    def advance(self, done: int, total: int) -> None:
        cache.set(self._key, (self._what, done, total), _KEEP_SECONDS)

    def end(self) -> None:
        cache.delete(self._key)


def progress_of(batch_id: int) -> Progress | None:
    """The progress last told, if any."""
    told = cache.get(f"intake:{batch_id}")
    return Progress(*told) if told else None
