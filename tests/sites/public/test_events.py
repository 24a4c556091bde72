import datetime
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from cms.accounts.enums import Role
from cms.events.enums import EventState
from cms.events.queries.schedule import schedule_of
from cms.events.services import recall_event
from cms.events.services.registering import register
from tests.cms.accounts.factories import UserFactory
from tests.cms.campaigns.factories import CampaignPageFactory
from tests.cms.events.factories import EventFactory, SeriesFactory

pytestmark = pytest.mark.django_db
PERSON = {"name": "王小明", "phone": "13800000001", "agreed": "on"}


@pytest.fixture
def event():
    return EventFactory(takes_registrations=True, capacity=1)


def test_agenda_costs_the_same_whatever_its_length(client, django_assert_max_num_queries):
    for _ in range(20):
        EventFactory()
    with django_assert_max_num_queries(12):
        assert "近期 20 场" in client.get(reverse("public:events")).content.decode()


def test_agenda_says_what_would_stand_there(client):
    assert "近期没有安排" in client.get(reverse("public:events")).content.decode()


@pytest.mark.parametrize(
    ("state", "status"),
    [(EventState.DRAFT, 404), (EventState.PUBLISHED, 200), (EventState.CANCELLED, 200)],
)
def test_event_page_by_state(state, status, client):
    event = EventFactory(state=state)
    response = client.get(event.get_absolute_url())
    assert response.status_code == status
    if state == EventState.CANCELLED:
        assert "已取消" in response.content.decode()


def test_recalled_event_says_so_shows_none_of_its_words_and_keeps_the_places(client, event):
    place = register(event, name="王小明", phone="13800000001", agreed=True)
    recall_event(event, actor=UserFactory(roles=[Role.OFFICE]), reason="时间要改")
    page = client.get(event.get_absolute_url())
    assert page.status_code == 200
    assert "正在更正" in page.content.decode()
    assert event.title not in page.content.decode()
    assert client.post(reverse("public:event_register", args=[event.pk]), PERSON).status_code == 422
    cancelled = client.post(reverse("public:event_cancel", args=[event.pk]), {"code": place.cancel_code})
    assert "已取消报名" in cancelled.content.decode()
    event.refresh_from_db()
    assert event.places_taken == 0


def test_registration_shows_its_code_once_and_cancels_by_it(client, event):
    register = reverse("public:event_register", args=[event.pk])
    page = client.post(register, PERSON, follow=True).content.decode()
    code = event.registrations.get().cancel_code
    assert code in page
    assert code not in client.get(event.get_absolute_url()).content.decode()
    assert "名额已满" in client.post(register, {**PERSON, "phone": "13800000002"}).content.decode()
    cancel = reverse("public:event_cancel", args=[event.pk])
    assert client.post(cancel, {"code": "WRONGONE"}).status_code == 422
    assert "已取消报名" in client.post(cancel, {"code": code}).content.decode()
    event.refresh_from_db()
    assert event.places_taken == 0


@pytest.mark.parametrize(
    ("values", "message"),
    [({"phone": "1"}, "11 位手机号"), ({"name": ""}, "填写姓名"), ({"agreed": ""}, "需要您同意")],
)
def test_registration_says_what_to_mend(values, message, client, event):
    response = client.post(reverse("public:event_register", args=[event.pk]), {**PERSON, **values})
    assert response.status_code == 422
    assert message in response.content.decode()
    assert event.registrations.count() == 0


@pytest.mark.parametrize("name", ["event_register", "event_look_up", "event_cancel"])
def test_who_tries_numbers_or_codes_one_after_another_waits(name, client, event, monkeypatch):
    monkeypatch.setattr("sites.public.views.events.PLACES_A_MINUTE", 2)
    monkeypatch.setattr("sites.public.views.events.CODES_A_MINUTE", 2)
    monkeypatch.setattr("sites.rate.time", SimpleNamespace(time=lambda: 1_900_000_000.0))
    cache.clear()
    url = reverse(f"public:{name}", args=[event.pk])
    answers = [client.post(url, {**PERSON, "code": "WRONGONE", "agreed": ""}) for _each in range(3)]
    assert [each.status_code for each in answers] == [422, 422, 429]
    assert "提交得太快了，请 21 秒后再试" in answers[-1].content.decode()


def test_past_events_stand_on_their_own_page(client):
    past = EventFactory(starts_at=timezone.now() - datetime.timedelta(days=3))
    assert past.title not in client.get(reverse("public:events")).content.decode()
    assert past.title in client.get(reverse("public:events") + "?when=past").content.decode()


def test_own_questions_are_asked_and_told_of_where_they_are_not_answered(client):
    event = EventFactory(takes_registrations=True, questions="*哪一场（上午/下午）\n想问什么")
    url = reverse("public:event_register", args=[event.pk])
    refused = client.post(url, PERSON)
    assert (refused.status_code, "请回答。" in refused.content.decode()) == (422, True)
    client.post(url, {**PERSON, "question_0": "下午", "question_1": "租房"})
    assert event.registrations.get().answered == [("哪一场", "下午"), ("想问什么", "租房")]


def test_who_came_says_how_it_was_once(client, event):
    code = register(event, name="王小明", phone="13800000001", agreed=True).cancel_code
    url, said = reverse("public:event_feedback", args=[event.pk]), {"useful": "1_very", "clear": "1_all"}
    assert client.post(url, {**said, "code": code}).status_code == 422
    event.ends_at = timezone.now()
    event.starts_at = event.ends_at - datetime.timedelta(hours=2)
    event.save()
    assert "说说怎么样" in client.get(event.get_absolute_url()).content.decode()
    assert client.post(url, {**said, "code": "WRONGONE"}).status_code == 422
    assert client.post(url, {"code": code}).status_code == 422
    for _again in range(2):
        told = client.post(url, {**said, "code": code}, follow=True)
        assert "您的反馈已收到" in told.content.decode()
    assert event.feedback.count() == 1
    # The next one with the same telephone has a code of their own.
    other = EventFactory(takes_registrations=True, capacity=2)
    codes = [register(other, name="王小明", phone=f"1380000000{n}", agreed=True).cancel_code for n in (1, 2)]
    type(other).objects.filter(pk=other.pk).update(starts_at=event.starts_at, ends_at=event.ends_at)
    for each in codes:
        client.post(reverse("public:event_feedback", args=[other.pk]), {**said, "code": each})
    assert other.feedback.count() == 2


@pytest.mark.parametrize(("capacity", "offered"), [(1, 1), (2, 2), (6, 6), (7, 6), (None, 6)])
def test_no_more_places_are_offered_than_the_event_has(capacity, offered, client):
    event = EventFactory(takes_registrations=True, capacity=capacity)
    page = client.get(event.get_absolute_url()).content.decode()
    assert [f">{number} 人</option>" in page for number in range(1, 8)] == [n <= offered for n in range(1, 8)]


def test_seat_that_is_kept_for_who_waits_is_offered_on_no_list(client):
    campaign, series = CampaignPageFactory(), SeriesFactory()
    event = EventFactory(
        takes_registrations=True, capacity=3, places_taken=2, campaign=campaign, series=series
    )
    pages = [reverse("public:events"), series.get_absolute_url()]
    offered = ["还有 1 个名额" in client.get(page).content.decode() for page in pages]
    assert offered == [True, True]
    register(event, name="王小明", phone="13800000001", agreed=True, seats=2, waits=True)
    told = ["名额已满，可候补" in client.get(page).content.decode() for page in pages]
    ((_day, (line,)),) = schedule_of(campaign.pk, timezone.now())
    assert [*told, line.is_full] == [True, True, True]
