from django_tasks import task


@task()
def follow_the_day() -> int:
    """What took effect or was repealed overnight is found as such. Safe to repeat."""
    from cms.statutes.services import follow_the_day

    return follow_the_day()
