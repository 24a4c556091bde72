from django.utils import timezone
from django_tasks import task

from cms.volunteering.services.applications import forget_applications
from cms.volunteering.services.calls import remind_who_comes
from cms.volunteering.services.requests import forget_requests


@task()
def forget_past_applications() -> None:
    forget_applications(timezone.localdate())


@task()
def forget_past_requests() -> None:
    forget_requests(timezone.localdate())


@task()
def remind_volunteers_of_tomorrow() -> None:
    """Remind those who answered a call for tomorrow. Safe to repeat."""
    remind_who_comes(timezone.localdate())
