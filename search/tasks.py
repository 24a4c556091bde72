from django_tasks import task


@task()
def flush_outbox() -> int:
    """Hand pending documents to the engine. Safe to repeat."""
    from search.outbox import flush

    return flush()
