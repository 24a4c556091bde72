"""Puts the best of an answer in order once more, by meaning as well as by words.

Optional, and never what a person waits for: the question is read by the model while the engine searches, and
what is not there in time is done without.
"""

import logging
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache, partial
from statistics import fmean, pstdev

from search.engines.base import Match, Reorder
from search.engines.scoring import NAMED
from search.meaning import model, vectors

logger = logging.getLogger(__name__)
# Chosen on the tuning half of the judged queries; the rest is the words' share.
MEANING_SHARE = 0.6
# How long an answer waits for the model, in seconds, once the engine has answered.
PATIENCE = 0.15
# After it came too late or failed, nobody asks it for this long.
PAUSE = 10
_resting_until = 0.0
_reader = ThreadPoolExecutor(max_workers=1, thread_name_prefix="meaning")


def reorder_for(text: str, *, patience: float = PATIENCE) -> Reorder | None:
    """What puts matches for this text in order; None where it is switched off, resting or nothing is asked.

    The reading of `text` begins now. An order that cannot be given in time is the order that was.
    """
    if not text or not model.switched_on() or time.monotonic() < _resting_until:
        return None
    return partial(_reordered, _reader.submit(_read, text), patience)


@lru_cache(maxsize=512)
def _read(text: str):
    # Half a surrogate pair is no text.
    return model.for_questions().encode([text.encode(errors="replace").decode()])[0]


def _reordered(reading: Future, patience: float, matches: Sequence[Match]) -> list[int]:
    """The places of `matches` in their new order."""
    places = list(range(len(matches)))
    # Cited articles and laws called by their name stay where they are: before everything.
    first = next((place for place, match in enumerate(matches) if match.score < NAMED), len(matches))
    rest = matches[first:]
    if len(rest) < 2:
        reading.cancel()
        return places
    try:
        near = vectors.similarities([match.key for match in rest], reading.result(patience))
    except TimeoutError:
        reading.cancel()
        _rest("超过等待时间")
        return places
    except Exception as error:
        # Whatever the optional part fails at, the answer stands as the engine gave it.
        _rest(str(error))
        return places
    scores = blended([match.score for match in rest], [near.get(match.key) for match in rest])
    return places[:first] + sorted(places[first:], key=lambda place: -scores[place - first])


def blended(by_words: Sequence[float], by_meaning: Sequence[float | None]) -> list[float]:
    """Both scores, each measured against its own average and spread; an unknown meaning is an average one."""
    known = [value for value in by_meaning if value is not None]
    words, meanings = _standard(by_words), iter(_standard(known))
    return [
        (1 - MEANING_SHARE) * word + MEANING_SHARE * (0.0 if value is None else next(meanings))
        for word, value in zip(words, by_meaning, strict=True)
    ]


def _standard(values: Sequence[float]) -> list[float]:
    if not values:
        return []
    average, spread = fmean(values), pstdev(values) or 1.0
    return [(value - average) / spread for value in values]


def _rest(reason: str) -> None:
    global _resting_until
    _resting_until = time.monotonic() + PAUSE
    logger.warning("重排没有参与这次回答：%s", reason)
