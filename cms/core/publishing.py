"""What is scheduled goes live, or comes down, within a minute of its time.

What may be published this way is decided where publishing is guarded; here it only happens. One page that
is refused does not hold up the others: it loses its schedule, and the audit trail says why.
"""

import logging
from collections.abc import Iterator
from datetime import timedelta

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from cms.core import audit

SCHEDULE = "zhifa.publishing"
logger = logging.getLogger(__name__)


def enqueue_if_due() -> None:
    """Have a worker publish where something is due. Called by the cluster's schedules, twice a minute."""
    if next(_overdue(), None) or _due_revisions().exists():
        publish_scheduled.enqueue()


@task()
def publish_scheduled() -> None:
    """Take down what has expired, publish what is due. Safe to repeat."""
    for record in _overdue():
        record.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    for revision in _due_revisions():
        try:
            with transaction.atomic():
                revision.publish(log_action="wagtail.publish.scheduled")
        except ValidationError as error:
            _unschedule(revision, "；".join(error.messages))


def ensure_schedule(**kwargs) -> None:
    """Make the schedules after a migration: on the full minute, which is what editors choose, and the half.

    The cluster looks at its schedules every half minute, so one a minute could be late by half of it.
    """
    from django_q.models import Schedule

    minute = timezone.now().replace(second=0, microsecond=0) + timedelta(minutes=1)
    for seconds in (0, 30):
        Schedule.objects.update_or_create(
            name=f"{SCHEDULE}.{seconds}",
            defaults={
                "func": "cms.core.publishing.enqueue_if_due",
                # Nobody reads thousands of results a day.
                "kwargs": "{'q_options': {'save': False}}",
                "schedule_type": Schedule.MINUTES,
                "minutes": 1,
                "next_run": minute + timedelta(seconds=seconds),
            },
        )


def _overdue() -> Iterator:
    from wagtail.models import DraftStateMixin, Page

    models = [model for model in apps.get_models() if issubclass(model, DraftStateMixin)]
    for model in [Page, *(model for model in models if not issubclass(model, Page))]:
        yield from model.objects.filter(live=True, expire_at__lt=timezone.now()).order_by("expire_at")


def _due_revisions():
    from wagtail.models import Revision

    return Revision.objects.filter(approved_go_live_at__lt=timezone.now()).order_by("approved_go_live_at")


def _unschedule(revision, why: str) -> None:
    with transaction.atomic():
        revision.approved_go_live_at = None
        revision.save(update_fields=["approved_go_live_at"])
        audit.record(None, "core.publishing.refused", revision.content_object, reason=why)
    logger.warning("定时发布“%s”被拒绝：%s", revision.content_object, why)
