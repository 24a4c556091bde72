from django_tasks import task


@task()
def refresh_offered_documents() -> None:
    """After a page came or went: which documents the public may find. Safe to repeat."""
    from cms.campaigns.library_documents import refresh_offered

    refresh_offered()
