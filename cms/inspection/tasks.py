from django.utils import timezone
from django_tasks import task

from cms.inspection.services import inspect


@task()
def inspect_daily() -> None:
    """Look the site over. Safe to repeat."""
    inspect(timezone.now())
