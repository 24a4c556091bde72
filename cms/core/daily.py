"""What is done once a day: each app registers its tasks, one schedule of the cluster enqueues them."""

from datetime import datetime, time, timedelta

from django.utils import timezone

# At night, when nobody waits for the worker.
HOUR = time(3, 0)
SCHEDULE = "zhifa.daily"

_tasks: list = []


def register(task) -> None:
    """Have a task without arguments enqueued once a day; it must be safe to repeat."""
    if task not in _tasks:
        _tasks.append(task)


def enqueue_daily() -> None:
    """Enqueue every registered task. Called by the cluster's schedule."""
    for task in _tasks:
        task.enqueue()


def ensure_schedule(**kwargs) -> None:
    """Make the schedule after a migration; what the office changed of it is kept."""
    from django_q.models import Schedule

    tomorrow = timezone.localdate() + timedelta(days=1)
    Schedule.objects.get_or_create(
        name=SCHEDULE,
        defaults={
            "func": "cms.core.daily.enqueue_daily",
            "schedule_type": Schedule.DAILY,
            "next_run": timezone.make_aware(datetime.combine(tomorrow, HOUR)),
        },
    )
