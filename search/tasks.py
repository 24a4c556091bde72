from django.utils import timezone
from django_tasks import task


@task()
def flush_outbox() -> int:
    """Hand pending documents to the engine. Safe to repeat."""
    from search.outbox import flush

    return flush()


@task()
def purge_query_log() -> int:
    """Forget the queries whose time is over. Safe to repeat."""
    from search.query_log import purge

    return purge(timezone.localdate())
