"""Scheduled pages go live and come down through a task of every minute."""

import ast
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.module_loading import import_string
from django_q.models import Schedule
from wagtail.models import Revision
from wagtail.signals import page_published

from cms.core import daily, publishing
from cms.core.models import AuditEntry, TaskRun
from tests.cms.campaigns.factories import ArticlePageFactory, approved

pytestmark = pytest.mark.django_db

PAST = timedelta(minutes=-1)
FUTURE = timedelta(minutes=1)


def scheduled(moved: timedelta, **kwargs):
    """An unpublished page whose latest words are approved to go live then."""
    page = ArticlePageFactory(live=False, **kwargs)
    page.go_live_at = timezone.now() + moved
    revision = approved(page)
    revision.approved_go_live_at = page.go_live_at
    revision.save()
    return page


def is_live(page) -> bool:
    page.refresh_from_db()
    return page.live


@pytest.mark.parametrize(("moved", "live"), [(PAST, True), (FUTURE, False)])
def test_page_goes_live_when_its_time_has_come(moved, live):
    page = scheduled(moved)
    publishing.publish_scheduled.call()
    assert is_live(page) is live


@pytest.mark.parametrize(("moved", "live"), [(PAST, False), (FUTURE, True)])
def test_page_comes_down_when_its_time_is_over(moved, live):
    page = ArticlePageFactory(live=True, expire_at=timezone.now() + moved)
    publishing.publish_scheduled.call()
    assert is_live(page) is live


def test_refused_page_loses_its_schedule_and_holds_up_no_other():
    refused, other = scheduled(PAST * 2, title="不得发布"), scheduled(PAST)

    def refuse(instance, **kwargs):
        if instance.pk == refused.pk:
            raise ValidationError("没有审核。")

    page_published.connect(refuse)
    try:
        publishing.publish_scheduled.call()
    finally:
        page_published.disconnect(refuse)
    assert (is_live(refused), is_live(other)) == (False, True)
    assert not Revision.objects.exclude(approved_go_live_at=None).exists()
    entry = AuditEntry.objects.get(action="core.publishing.refused")
    assert (entry.target_label, entry.detail) == ("不得发布", {"reason": "没有审核。"})


def test_nothing_is_enqueued_while_nothing_is_due(queued):
    scheduled(FUTURE)
    ArticlePageFactory(live=True, expire_at=timezone.now() + FUTURE)
    publishing.enqueue_if_due()
    assert not TaskRun.objects.filter(task__endswith="publish_scheduled").exists()


@pytest.mark.parametrize(
    "make", [lambda: scheduled(PAST), lambda: ArticlePageFactory(live=True, expire_at=timezone.now() + PAST)]
)
def test_a_task_is_enqueued_when_something_is_due(queued, make):
    make()
    publishing.enqueue_if_due()
    assert TaskRun.objects.filter(task="cms.core.publishing.publish_scheduled").count() == 1


def test_schedules_run_every_full_and_every_half_minute():
    publishing.ensure_schedule()
    schedules = Schedule.objects.filter(func="cms.core.publishing.enqueue_if_due").order_by("next_run")
    assert [(one.schedule_type, one.minutes, one.next_run.second) for one in schedules] == [
        (Schedule.MINUTES, 1, 0),
        (Schedule.MINUTES, 1, 30),
    ]
    assert timedelta(0) < schedules[0].next_run - timezone.now() <= timedelta(minutes=1)


def test_what_the_schedules_call_exists():
    publishing.ensure_schedule()
    daily.ensure_schedule()
    for schedule in Schedule.objects.all():
        assert callable(import_string(schedule.func))
        assert ast.literal_eval(schedule.kwargs or "{}") in ({}, {"q_options": {"save": False}})
