import logging

from django.utils import timezone
from django_tasks import task

logger = logging.getLogger(__name__)


@task()
def flush_outbox() -> int:
    """Hand pending documents to the engines. Safe to repeat."""
    from search.delivery import flush
    from search.meaning import model, nearest, vectors
    from search.ranking import standing

    flushed = flush()
    if standing.is_stale():
        weigh_laws.enqueue()
    if model.switched_on() and (vectors.lacking().exists() or not nearest.is_made()):
        learn_vectors.enqueue()
    return flushed


@task()
def learn_vectors() -> int:
    """Make vectors the re-ranker lacks, a few seconds' worth: other tasks wait behind this one.

    The rest is another task's. Safe to repeat; without the model there is nothing to do.
    """
    from search.meaning.model import UnusableModel
    from search.meaning.vectors import lacking, learn

    try:
        made = learn(batches=1)
    except UnusableModel as error:
        logger.warning("没有计算语义向量：%s", error)
        return 0
    if made and lacking().exists():
        learn_vectors.enqueue()
    return made


@task()
def weigh_laws() -> int:
    """Count anew what the ranking knows of each law. Safe to repeat."""
    from search.ranking.standing import refresh

    return refresh()


@task()
def flush_again() -> int:
    """The same, also to an engine that has refused. Safe to repeat."""
    from search.delivery import flush

    return flush(again=True)


def retry() -> None:
    """What the queue's clock calls while an engine is away."""
    flush_again.enqueue()


@task()
def purge_query_log() -> int:
    """Forget the queries whose time is over. Safe to repeat."""
    from search.query_log import purge

    return purge(timezone.localdate())
