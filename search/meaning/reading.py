"""Has the model read a question while the engine searches, and tells what documents are near in meaning.

Optional, and never what a person waits for: what is not there in time is done without.
"""

import logging
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache

from search.meaning import model, nearest

logger = logging.getLogger(__name__)
# How long an answer waits for the model, in seconds, once the engine has answered; and for its loading,
# which only the first question of a process sees.
PATIENCE = 0.15
LOADING_PATIENCE = 3.0
# After it came too late or failed, nobody asks it for this long.
PAUSE = 10
_resting_until = 0.0
_reader = ThreadPoolExecutor(max_workers=1, thread_name_prefix="meaning")


@dataclass(frozen=True)
class Meaning:
    """A question that was read: a vector."""

    vector: object

    def nearest(self, count: int, *, lay: bool, hidden: frozenset[str]) -> tuple[str, ...]:
        """The keys of the documents nearest in meaning, themselves or, but for those `hidden`, by what people
        ask for them.
        """
        return nearest.nearest(self.vector, count, lay=lay, hidden=hidden)

    def similarities(self, keys: Sequence[str]) -> list[float | None]:
        """How near each document is; None of one that has not been read yet."""
        return nearest.similarities(self.vector, keys)

    def likenesses(self, keys: Sequence[str]) -> list[float | None]:
        """How near the nearest phrase of each document is; None where it has none."""
        return nearest.likenesses(self.vector, keys)

    def wordings(self, keys: Sequence[str]) -> list[int | None]:
        """In how many ways people ask for each document; None where none is known."""
        return nearest.wordings(keys)


@dataclass(frozen=True)
class Reading:
    """A question that is being read since now."""

    reading: Future
    patience: float

    def meaning(self) -> Meaning | None:
        """What was read, waited for no longer than there is patience; None without the model."""
        try:
            return Meaning(self.reading.result(self.patience))
        except TimeoutError:
            self.reading.cancel()
            _rest("超过等待时间")
        except Exception as error:
            # Whatever the optional part fails at, the answer stands as the engine gave it.
            _rest(str(error))
        return None


def begin(text: str, meant: str = "", *, patience: float = PATIENCE) -> Reading | None:
    """The reading of `text` and of what it may have `meant`, begun, the two being one question.

    None where the model is switched off, resting or nothing is asked.
    """
    if not text or not model.switched_on() or time.monotonic() < _resting_until:
        return None
    if not model.is_loaded():
        patience = max(patience, LOADING_PATIENCE)
    return Reading(_reader.submit(_read, text, meant or text), patience)


@lru_cache(maxsize=512)
def _read(text: str, meant: str):
    """A vector between those of both wordings, of length 1."""
    import numpy

    # Half a surrogate pair is no text.
    wordings = [wording.encode(errors="replace").decode() for wording in dict.fromkeys((text, meant))]
    whole = model.for_questions().encode(wordings).sum(axis=0)
    return whole / numpy.linalg.norm(whole)


def _rest(reason: str) -> None:
    global _resting_until
    _resting_until = time.monotonic() + PAUSE
    logger.warning("语义没有参与这次回答：%s", reason)
