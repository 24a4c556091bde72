from django.utils import timezone
from django_tasks import task

from cms.exams.services.questions import flag_changed
from cms.exams.services.sittings import finish_overdue


@task()
def flag_questions() -> None:
    """Flag questions whose law has changed by its day alone. Safe to repeat."""
    flag_changed(timezone.localdate())


@task()
def hand_in_overdue() -> None:
    """Hand in for those whose time is over and who did not come back. Safe to repeat."""
    finish_overdue(timezone.now())
