from django.utils import timezone
from django_tasks import task


@task()
def flush_outbox() -> int:
    """Hand pending documents to the engines. Safe to repeat."""
    from search.delivery import flush

    return flush()


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
