import re
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from cms.accounts.enums import Role
from cms.core.enums import TaskState
from cms.core.models import AuditEntry, ReviewSetting, TaskRun
from cms.core.values import version_of
from cms.duties.services.lists import draw_up_list
from tests.cms.accounts.factories import UserFactory
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.duties.factories import ActivityFactory
from tests.cms.events.factories import EventFactory
from tests.cms.reviews.factories import AppealFactory
from tests.cms.steps import take

pytestmark = pytest.mark.django_db


@pytest.fixture
def failed():
    return TaskRun.objects.create(
        id="a" * 32, task="search.tasks.flush", state=TaskState.FAILED, attempts=3, error="连不上索引"
    )


def test_task_page_shows_what_failed_and_tries_again(client, failed):
    client.force_login(UserFactory(roles=[Role.OFFICE], is_superuser=True))
    page = client.get(reverse("task_runs:index")).content.decode()
    assert "search.tasks.flush" in page
    assert "重试" in page
    assert "连不上索引" in client.get(reverse("task_runs:inspect", args=[failed.pk])).content.decode()
    take(client, "task_runs", "retry", failed)
    failed.refresh_from_db()
    assert (failed.state, failed.attempts) == (TaskState.WAITING, 0)
    assert AuditEntry.objects.filter(action="core.taskrun.retry").exists()


def test_task_page_is_for_holders_of_the_permission(client, failed):
    user = UserFactory(roles=[Role.EDITOR])
    user.user_permissions.clear()
    client.force_login(user)
    assert client.get(reverse("task_runs:index")).status_code == 302
    take(client, "task_runs", "retry", failed)
    failed.refresh_from_db()
    assert failed.state == TaskState.FAILED
    user.user_permissions.add(Permission.objects.get(codename="view_taskrun"))
    assert client.get(reverse("task_runs:index")).status_code == 200


@pytest.mark.parametrize("name", ["add", "edit", "delete"])
def test_task_runs_are_never_written_by_hand(name, client, failed):
    client.force_login(UserFactory(is_superuser=True))
    args = [] if name == "add" else [failed.pk]
    assert client.get(reverse(f"task_runs:{name}", args=args)).status_code == 302


@pytest.fixture
def agency():
    return AgencyFactory(name="青桥区司法局", short_name="区司法局", contact_office="普法科")


def _shown(page) -> dict:
    """What a form shows, as a browser would send it back."""
    form = page.context["form"]
    return {name: form[name].value() if form[name].value() is not None else "" for name in form.fields}


def test_second_of_two_writers_is_told_and_loses_nothing(client, agency):
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    url = reverse("agency:edit", args=[agency.pk])
    first, second = _shown(client.get(url)), _shown(client.get(url))
    client.post(url, {**first, "contact_office": "宣传科"})
    page = client.post(url, {**second, "short_name": "司法局"})
    text = page.content.decode()
    assert "别人改动了这条记录" in text
    assert "现在保存的是“宣传科”" in text
    agency.refresh_from_db()
    assert (agency.contact_office, agency.short_name) == ("宣传科", "区司法局")
    # What was typed stands there still; saving once more is a decision.
    client.post(url, _shown(page))
    agency.refresh_from_db()
    assert (agency.contact_office, agency.short_name) == ("普法科", "司法局")


def test_form_saves_only_what_it_shows(client, agency):
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    event = EventFactory(state="draft", takes_registrations=True, capacity=5)
    url = reverse("events:edit", args=[event.pk])
    values = _shown(client.get(url))
    client.post(url, {**values, "title": "新名称", "state": "published", "places_taken": "5"})
    event.refresh_from_db()
    assert (event.title, event.state, event.places_taken) == ("新名称", "draft", 0)


def test_delete_page_names_what_keeps_the_record(client, agency):
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    ActivityFactory(host=agency)
    url = reverse("agency:delete", args=[agency.pk])
    assert "1 条活动记录" in client.get(url).content.decode()
    assert "不能删除" in client.post(url, follow=True).content.decode()
    agency.refresh_from_db()


def test_setting_of_the_office_is_written_on_record(client):
    office = UserFactory(roles=[Role.OFFICE])
    client.force_login(office)
    setting = ReviewSetting.load()
    url = reverse("wagtailsettings:edit", args=["core", "reviewsetting", setting.pk])
    assert client.get(url).status_code == 200
    client.post(url, {"seen": version_of(setting)})
    setting.refresh_from_db()
    assert setting.two_people is False
    entry = AuditEntry.objects.first()
    assert (entry.actor, entry.action) == (office, "core.reviewsetting.change")
    assert entry.detail == {"old": {"two_people": True}, "new": {"two_people": False}}


@pytest.mark.parametrize("seen", [{}, {"seen": ""}, {"seen": "x"}])
def test_form_that_does_not_say_what_it_read_is_told_and_keeps_the_text(client, agency, seen):
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    url = reverse("agency:edit", args=[agency.pk])
    values = _shown(client.get(url))
    del values["seen"]
    page = client.post(url, {**values, "short_name": "司法局", **seen})
    assert "别人改动了这条记录" in page.content.decode()
    assert _shown(page)["short_name"] == "司法局"
    agency.refresh_from_db()
    assert agency.short_name == "区司法局"


@pytest.mark.parametrize("seen", [{}, {"seen": ""}, {"seen": "x"}])
def test_setting_is_not_written_unread(client, seen):
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    setting = ReviewSetting.load()
    page = client.post(reverse("wagtailsettings:edit", args=["core", "reviewsetting", setting.pk]), seen)
    assert "现在保存的是“是”" in page.content.decode()
    setting.refresh_from_db()
    assert setting.two_people is True


@pytest.mark.parametrize("seen", [{}, {"seen": ""}, {"seen": "x"}])
def test_record_is_not_deleted_unread(client, agency, seen):
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    url = reverse("agency:delete", args=[agency.pk])
    assert "刚被别人改动过" in client.post(url, seen, follow=True).content.decode()
    agency.refresh_from_db()
    assert client.post(url, {"seen": client.get(url).context["seen"]}).status_code == 302
    assert not type(agency).objects.filter(pk=agency.pk).exists()


@pytest.mark.parametrize("seen", ["", "x"])
def test_step_is_not_taken_unread(client, seen):
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    event = EventFactory()
    page = take(client, "events", "cancel", event, seen=seen)
    assert "刚被别人改动过" in page.content.decode()
    event.refresh_from_db()
    assert event.state == "published"


def test_page_of_a_record_tells_times_by_the_clock_here_and_a_dash_for_what_is_empty(client):
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    appeal = AppealFactory()
    address = reverse("review_appeals:inspect", args=[appeal.pk])
    values = re.findall(r"<dd>(.*?)</dd>", client.get(address).content.decode(), re.DOTALL)
    assert [each.strip() for each in values[-2:]] == ["—", "—"]
    appeal.answer, appeal.answered_at = "属实", datetime(2026, 11, 26, 23, 36, tzinfo=UTC)
    appeal.save()
    assert "2026年11月27日 07:36" in client.get(address).content.decode()


def test_step_that_is_closed_says_to_this_account_why(client):
    writer = UserFactory(roles=[Role.OFFICE])
    client.force_login(writer)
    duty_list = draw_up_list(2030, actor=writer)
    page = client.get(reverse("duty_lists:step", args=["approve"]), {"pk": duty_list.pk}).content.decode()
    assert ("不能审定自己拟写的清单" in page, "只有拟定中的清单" in page) == (True, False)
