"""Who answers: the engine named by `SEARCH_ENGINE`, or the embedded replica while that one fails.

The state stands in the cache, so all processes see it. One failure opens the breaker: the replica is as
good an answer, so there is nothing to gain by trying again at once.
"""

import logging
from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache

from search.engines import current_engine, replica_engine
from search.engines.base import Engine, EngineUnavailable

Answer = TypeVar("Answer")
logger = logging.getLogger(__name__)
_KEY = "search.breaker"
# After a question failed, nobody else waits for this long.
ANSWER_PAUSE = 10
# After a write failed it lacks documents, so it stays out until a write succeeds; outlasts the retries.
WRITE_PAUSE = 120


def trouble() -> str:
    """Why the engine is passed over now; empty while it answers."""
    return cache.get(_KEY, "")


def trip(error: Exception, seconds: int) -> None:
    """Pass the engine over for some seconds, at least."""
    if not trouble():
        logger.warning("检索引擎暂不可用，由本机副本回答：%s", error)
    cache.set(_KEY, str(error)[:500], seconds)


def close() -> None:
    """The engine works and lacks nothing."""
    cache.delete(_KEY)


def ask(question: Callable[[Engine], Answer]) -> tuple[Answer, bool]:
    """The answer, and whether it came from the replica and may be minutes old."""
    engine, replica = current_engine(), replica_engine()
    if engine is replica:
        return question(replica), False
    if not trouble():
        try:
            return question(engine), False
        except EngineUnavailable as error:
            trip(error, ANSWER_PAUSE)
    return question(replica), True
