from django.utils import timezone
from django_tasks import task

from cms.honours.services.objections import forget_objectors
from cms.honours.services.titles import remind_of_rechecks


@task()
def remind_of_rechecks_due() -> None:
    """Remind of the titles whose two years are over, or soon will be."""
    remind_of_rechecks(timezone.localdate())


@task()
def forget_past_objectors() -> None:
    forget_objectors(timezone.localdate())
