"""At the door of one's own event, and what is told of it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.accounts.enums import Role
from cms.events.enums import EventState
from cms.events.services.registering import register
from tests.cms.accounts.factories import UserFactory
from tests.cms.duties.factories import logger_of
from tests.cms.events.factories import EventFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    event = EventFactory(takes_registrations=True, questions="要轮椅位吗（是/否）")
    register(event, name="王小明", phone="13800000001", agreed=True, seats=3, answers=["是"])
    event.starts_at = timezone.now()
    event.ends_at = event.starts_at + timedelta(hours=2)
    event.save()
    return event


def test_host_lets_in_by_the_code_and_sees_neither_name_nor_number(client, event):
    client.force_login(logger_of(event.host))
    page = reverse("portal:event", args=[event.pk])
    code = event.registrations.get().cancel_code
    let_in = client.post(page, {"code": code}, follow=True).content.decode()
    again = client.post(page, {"code": code}, follow=True).content.decode()
    assert "签到：王**，3 人" in let_in
    assert "已经签到：王**，3 人" in again
    assert "要轮椅位吗" in again
    for shown in (let_in, again):
        assert not any(hidden in shown for hidden in ("王小明", "13800000001", code))
    wrong = client.post(page, {"code": "WRONGONE"})
    assert (wrong.status_code, "没有找到这个报名码" in wrong.content.decode()) == (422, True)


@pytest.mark.parametrize(
    ("who", "listed", "status"),
    [
        (lambda event: logger_of(event.host), True, 200),
        (lambda event: UserFactory(roles=[Role.OFFICE]), True, 200),
        (lambda event: logger_of(EventFactory().host), False, 404),
    ],
    ids=["host", "office", "another agency"],
)
def test_events_are_those_of_the_own_agency(client, event, who, listed, status):
    EventFactory(host=event.host, state=EventState.DRAFT, title="还没发布的")
    client.force_login(who(event))
    page = client.get(reverse("portal:events")).content.decode()
    assert (event.title in page, "还没发布的" in page) == (listed, False)
    address = reverse("portal:event", args=[event.pk])
    assert client.get(address).status_code == status
    assert client.post(address, {"code": ""}).status_code == (422 if status == 200 else 404)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        (lambda event: logger_of(event.host), 302),
        (lambda event: UserFactory(roles=[Role.OFFICE]), 404),
        (lambda event: logger_of(EventFactory().host), 404),
    ],
    ids=["host", "office", "another agency"],
)
def test_event_becomes_a_draft_of_the_host_alone(client, event, who, status):
    client.force_login(who(event))
    answer = client.post(reverse("portal:event_activity", args=[event.pk]))
    assert (answer.status_code, event.activities.count()) == (status, 1 if status == 302 else 0)
    if status == 302:
        assert answer.url == reverse("portal:edit", args=[event.activities.get().pk, "basics"])


def test_event_that_has_not_begun_is_refused_in_words(client):
    event = EventFactory()
    client.force_login(logger_of(event.host))
    answer = client.post(reverse("portal:event_activity", args=[event.pk]), follow=True).content.decode()
    assert ("开始以后，才能记为活动记录" in answer, event.activities.count()) == (True, 0)
    assert reverse("portal:event_activity", args=[event.pk]) not in answer


def test_home_offers_to_record_what_is_over_until_it_is_on_record(client, event):
    event.starts_at, event.ends_at = event.starts_at - timedelta(hours=4), event.ends_at - timedelta(hours=4)
    event.save()
    client.force_login(logger_of(event.host))
    address = reverse("portal:event_activity", args=[event.pk])
    assert client.get(reverse("portal:home")).content.decode().count(address) == 1
    client.post(address)
    assert address not in client.get(reverse("portal:home")).content.decode()
