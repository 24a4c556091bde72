"""Keeps every engine in use up to date: flushes, retries, rebuilds."""

import datetime
import logging
from collections.abc import Callable

from django.core.cache import cache
from django.utils import timezone

from search import outbox
from search.engines import current_engine, engines_in_use, failover, replica_engine
from search.engines.base import Engine, EngineUnavailable
from search.models import Rebuild, SearchDocument
from search.turns import RebuildRunning, flushing, rebuilding

logger = logging.getLogger(__name__)
# How soon an engine that refused is tried again; the queue looks every half minute.
RETRY_AFTER = datetime.timedelta(seconds=10)
RETRY = "search.tasks.retry"
# Seconds between two looks at whether the index holds as much as the table.
LOOK_AFTER = 60
_LOOKED_AFTER = "search.looked_after"


def flush(*, again: bool = False) -> int:
    """Hand every engine what it lacks; return how many writes were taken.

    An engine that fails is passed over until the retry (`again`), the embedded one excepted: its failure
    is a failure of this machine and is raised after the others have been served.
    """
    flushed, failure = 0, None
    for engine in engines_in_use():
        if engine is not replica_engine() and failover.trouble() and not again:
            _try_later()
            continue
        try:
            flushed += _bring_up_to_date(engine)
        except EngineUnavailable as error:
            failover.trip(error, failover.WRITE_PAUSE)
            _try_later()
        except RebuildRunning:
            # The first index of this engine is being built; it takes what is pending.
            _try_later()
        except Exception as error:
            failure = failure or error
    if failure:
        raise failure
    return flushed


def _bring_up_to_date(engine: Engine) -> int:
    if not engine.ready():
        # A new machine, a lost cluster, another format: what is missing is everything.
        return rebuild_index(engine)
    _clear_away(engine)
    try:
        flushed = outbox.flush_to(engine)
    except EngineUnavailable:
        if engine.ready():
            raise
        # It was found broken, and given up.
        return rebuild_index(engine)
    if engine is not replica_engine():
        failover.close()
    elif _lacks_something(engine):
        return rebuild_index(engine)
    return flushed


def _lacks_something(engine: Engine) -> bool:
    """Whether it holds other documents than the table, although nothing is pending; looked at twice."""
    for _ in range(2):
        living = SearchDocument.objects.filter(deleted=False)
        if engine.count() == living.count() or outbox.pending(engine).exists():
            return False
    return True


def lacks_documents(*, found_nothing: bool) -> bool:
    """Whether the index lacks documents that nobody will hand it; then it is built anew.

    Looked at where nothing was found, else once a minute in all processes until something is missing.
    """
    if cache.get(_LOOKED_AFTER) and not found_nothing:
        return False
    if lacking := lacking_documents(current_engine()):
        heal(f"索引缺少 {lacking} 条")
        return True
    cache.set(_LOOKED_AFTER, True, LOOK_AFTER)
    return False


def lacking_documents(engine: Engine) -> int:
    """How many documents of the table it neither holds nor is to be given."""
    waiting = outbox.pending(engine).count()
    return max(0, SearchDocument.objects.filter(deleted=False).count() - engine.count() - waiting)


def heal(reason: str) -> None:
    """Have the worker look after an engine that could not answer; told and asked for once in a while."""
    if cache.add("search.healing", reason, RETRY_AFTER.total_seconds()):
        logger.warning("检索索引有问题，请后台处理：%s", reason)
        from search.tasks import flush_outbox

        flush_outbox.enqueue()


def _clear_away(engine: Engine) -> None:
    """Remove what a killed rebuild left: it has no end, and nobody has its turn."""
    cut_off = Rebuild.objects.filter(engine=engine.name, finished_at=None)
    if cut_off.exists():
        with flushing(engine.name) as free:
            if free:
                engine.clean()
                cut_off.delete()


def rebuild_index(engine: Engine, progress: Callable[[int], None] = lambda done: None) -> int:
    """Build the engine's index anew from the documents table; return the documents held.

    Raises RebuildRunning where another rebuild of this engine is under way.
    """
    with rebuilding(engine.name):
        record = Rebuild.objects.create(engine=engine.name)
        held = engine.rebuild(_counted(progress), lambda: _written_meanwhile(engine))
        Rebuild.objects.filter(engine=engine.name).exclude(pk=record.pk).delete()
        Rebuild.objects.filter(pk=record.pk).update(finished_at=timezone.now(), documents=held)
    outbox.flush_to(engine)
    if engine is current_engine() and engine is not replica_engine():
        failover.close()
    return engine.count()


def _counted(progress: Callable[[int], None]):
    done = 0
    for entry in outbox.entries():
        yield entry
        done += 1
        if done % outbox.BATCH == 0:
            progress(done)
    progress(done)


def _written_meanwhile(engine: Engine):
    return map(outbox.entry_of, outbox.pending(engine).iterator(outbox.BATCH))


def _try_later() -> None:
    """One retry is enough, however many records are saved while the engine is away."""
    from django_q.models import Schedule

    Schedule.objects.get_or_create(
        func=RETRY,
        defaults={
            "name": RETRY,
            "schedule_type": Schedule.ONCE,
            "next_run": timezone.now() + RETRY_AFTER,
        },
    )
