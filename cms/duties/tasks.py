from django.utils import timezone
from django_tasks import task

from cms.duties.services.reminding import remind_all


@task()
def remind_of_duties() -> None:
    """Remind the agencies' loggers of what is due, late or returned."""
    remind_all(timezone.localdate())
