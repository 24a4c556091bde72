"""The waiting list, parties of several, the code that looks up, and who is told of what."""

import contextlib
import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections
from django.urls import reverse
from django.utils import timezone

from cms.accounts.enums import Role
from cms.core.errors import RuleBroken
from cms.events import tasks
from cms.events.models import MOST_SEATS, Event, Registration
from cms.events.services import cancel_event, publish_event, recall_event
from cms.events.services.registering import (
    FORGOTTEN_AFTER,
    cancel_registration,
    forget_registrations,
    register,
    registration_by,
)
from cms.inbox.models import InboxSetting
from tests.cms.accounts.factories import UserFactory
from tests.cms.events.factories import EventFactory
from tests.cms.inbox.robot import Robot, listening
from tests.platforms import Platform, finish

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return EventFactory(takes_registrations=True, capacity=2, title="法治讲堂")


def phone(number: int) -> str:
    return f"138{number:08d}"


def come(event, number, *, seats=1, waits=True) -> Registration:
    return register(event, name="王小明", phone=phone(number), agreed=True, seats=seats, waits=waits)


def places(event) -> tuple[int, list[int]]:
    """How many are taken, and who waits in which order, by the last figure of the telephone."""
    event.refresh_from_db()
    return event.places_taken, [int(each.phone[-2:]) for each in event.registrations.waiting()]


def test_who_comes_when_all_is_taken_waits_in_order(event):
    for number in (1, 2, 3, 4):
        come(event, number)
    assert places(event) == (2, [3, 4])
    assert [each.turn for each in event.registrations.waiting()] == [1, 2]


def test_who_does_not_want_to_wait_is_told_so_and_not_kept(event):
    come(event, 1)
    with pytest.raises(RuleBroken, match="还剩 1 个") as refused:
        come(event, 2, seats=2, waits=False)
    assert list(refused.value.message_dict) == ["seats"]
    come(event, 3)
    with pytest.raises(RuleBroken, match="名额已满"):
        come(event, 4, waits=False)
    assert (places(event), event.registrations.count()) == ((2, []), 2)


def test_place_given_back_goes_to_the_first_who_waits(event):
    first = come(event, 1)
    for number in (2, 3, 4):
        come(event, number)
    cancel_registration(event, code=first.cancel_code)
    assert places(event) == (2, [4])


def test_nobody_newer_passes_a_pair_that_waits_for_a_second_seat(event):
    first, second = come(event, 1), come(event, 2)
    come(event, 3, seats=2)
    come(event, 4)
    cancel_registration(event, code=first.cancel_code)
    assert places(event) == (1, [3, 4])
    come(event, 5)
    with pytest.raises(RuleBroken, match="先给他们"):
        come(event, 6, waits=False)
    assert places(event) == (1, [3, 4, 5])
    cancel_registration(event, code=second.cancel_code)
    assert places(event) == (2, [4, 5])


def test_pair_that_gives_up_waiting_lets_the_next_in(event):
    first = come(event, 1)
    come(event, 2)
    pair = come(event, 3, seats=2)
    for number in (4, 5):
        come(event, number)
    cancel_registration(event, code=first.cancel_code)
    cancel_registration(event, code=pair.cancel_code)
    assert places(event) == (2, [5])


def test_page_keeps_the_free_seat_for_the_pair_and_tells_them_why_they_wait(client, event):
    first = come(event, 1)
    come(event, 2)
    pair = come(event, 3, seats=2)
    cancel_registration(event, code=first.cancel_code)
    page = client.get(event.get_absolute_url()).content.decode()
    assert ("空出的 1 个名额先给他们" in page, "登记候补</button>" in page) == (True, True)
    look_up = reverse("public:event_look_up", args=[event.pk])
    assert "空出 1 个名额，不够 2 人" in client.post(look_up, {"code": pair.cancel_code}).content.decode()


def test_who_gives_up_waiting_gives_no_place_back(event):
    come(event, 1, seats=2)
    waiting = come(event, 2)
    cancel_registration(event, code=waiting.cancel_code)
    assert places(event) == (2, [])


@pytest.mark.parametrize(
    ("seats", "is_taken"), [(0, False), (1, True), (MOST_SEATS, True), (MOST_SEATS + 1, False)]
)
def test_party_is_of_one_to_six(seats, is_taken):
    event = EventFactory(takes_registrations=True, capacity=None)
    if is_taken:
        assert come(event, 1, seats=seats).seats == seats
    else:
        with pytest.raises(RuleBroken, match="一至 6 人"):
            come(event, 1, seats=seats)


def test_party_larger_than_the_event_never_waits_in_vain(event):
    with pytest.raises(RuleBroken, match="一共只有 2 个"):
        come(event, 1, seats=3)


def test_number_that_waits_is_registered(event):
    come(event, 1, seats=2)
    come(event, 2)
    with pytest.raises(RuleBroken, match="已经报过名"):
        come(event, 2)


def test_more_places_after_a_correction_go_to_those_who_wait(event):
    for number in (1, 2, 3, 4):
        come(event, number)
    recall_event(event, actor=UserFactory(roles=[Role.OFFICE]), reason="换了大教室")
    Event.objects.filter(pk=event.pk).update(capacity=3)
    event.refresh_from_db()
    publish_event(event, actor=UserFactory(roles=[Role.OFFICE]))
    assert places(event) == (3, [4])


def test_nobody_is_seated_while_the_event_is_taken_back_or_has_begun(event):
    first = come(event, 1, seats=2)
    come(event, 2)
    recall_event(event, actor=UserFactory(roles=[Role.OFFICE]), reason="时间要改")
    cancel_registration(event, code=first.cancel_code)
    assert places(event) == (0, [2])


@pytest.mark.django_db(transaction=True)
def test_a_hundred_at_once_for_thirty_places_leave_seventy_waiting(postgres):
    event = EventFactory(takes_registrations=True, capacity=30)

    def one(number):
        try:
            return come(Event.objects.get(pk=event.pk), number).waits
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(one, range(100)))
    taken, waiting = places(event)
    turns = [each.turn for each in event.registrations.waiting()]
    assert (taken, sum(waits), len(waiting), turns) == (30, 70, 70, list(range(1, 71)))


MAKE = """
from tests.cms.events.factories import EventFactory
print(EventFactory(takes_registrations=True, capacity=30).pk)
"""
COME = """
from cms.events.models import Event
from cms.events.services.registering import register
for number in range({first}, {first} + 50):
    event = Event.objects.get()
    register(event, name="王小明", phone=f"138{{number:08d}}", agreed=True, waits=True)
"""
COUNT = """
from cms.events.models import Event
event = Event.objects.get()
waiting = list(event.registrations.waiting())
print(event.places_taken, event.registrations.seated().count(), [each.turn for each in waiting])
"""


def test_two_processes_at_once_on_sqlite_leave_seventy_waiting(migrated, tmp_path):
    shutil.copytree(migrated, tmp_path / "var")
    with contextlib.closing(Platform(tmp_path / "var")) as platform:
        platform.python(MAKE)
        both = [platform.fork("shell", "-v0", "-c", COME.format(first=first)) for first in (0, 50)]
        for each in both:
            finish(each)
        assert platform.python(COUNT).split("\n")[-2] == f"30 30 {list(range(1, 71))}"


@pytest.mark.parametrize(("after", "is_kept"), [(timedelta(0), True), (timedelta(seconds=1), False)])
def test_names_and_numbers_go_when_nobody_asks_any_more_and_the_counts_stay(after, is_kept, event):
    registrations = [come(event, 1), come(event, 2)]
    forget_registrations(event.ends_at + FORGOTTEN_AFTER + after)
    for each in registrations:
        each.refresh_from_db()
        assert (bool(each.name), bool(each.phone), bool(each.phone_fingerprint)) == (is_kept,) * 3
    assert places(event)[0] == 2
    assert forget_registrations(event.ends_at + FORGOTTEN_AFTER + after) == 0


@pytest.fixture
def gateway(monkeypatch):
    with listening() as address:
        InboxSetting.objects.create(gateway=address)
        monkeypatch.setattr("cms.inbox.tasks.refuse_unsafe", lambda *told: None)
        yield Robot


def told(gateway) -> list[tuple[str, str]]:
    """Whom, by the last figure of the telephone, and of what, by the text's first words."""
    return [(each["phone"][-1], each["text"][:4]) for each in gateway.heard]


def test_without_a_gateway_nobody_is_told_by_text(event, gateway):
    InboxSetting.objects.update(gateway="")
    come(event, 1)
    cancel_event(event, actor=UserFactory(roles=[Role.OFFICE]))
    assert gateway.heard == []


def test_turn_change_and_cancellation_reach_who_registered(event, gateway):
    office, second = UserFactory(roles=[Role.OFFICE]), UserFactory(roles=[Role.OFFICE])
    gone, *_others = [come(event, number) for number in (1, 2, 3, 4)]
    cancel_registration(event, code=gone.cancel_code)
    assert told(gateway) == [("3", "您候补的")]
    recall_event(event, actor=office, reason="时间要改")
    event.refresh_from_db()
    publish_event(event, actor=second)
    cancel_event(event, actor=office)
    assert told(gateway)[1:] == [(each, "您报名的") for each in "234"] * 2
    assert ["更正" in each["text"] for each in gateway.heard[1:]] == [True] * 3 + [False] * 3


def test_each_is_reminded_once_of_tomorrow(gateway):
    begins = timezone.localtime() + timedelta(days=1)
    begins = begins.replace(hour=9, minute=0, second=0, microsecond=0)
    for starts_at in (begins, begins + timedelta(days=1), begins - timedelta(days=1)):
        other = EventFactory(takes_registrations=True, capacity=1, starts_at=starts_at)
        if other.takes_registrations_at(timezone.now()):
            come(other, 1)
            come(other, 2)
    for _again in range(2):
        tasks.remind_of_tomorrow.func()
        assert told(gateway) == [("1", "提醒：明")]


def test_text_says_what_when_and_where_and_nothing_is_sent_to_who_withdrew(event, gateway):
    stays, gone = come(event, 1), come(event, 2)
    cancel_registration(event, code=gone.cancel_code)
    for each in (stays, gone):
        tasks.text_registered.func(each.pk, "cancelled")
    (heard,) = gateway.heard
    assert heard["phone"] == phone(1)
    assert heard["text"].startswith("您报名的“法治讲堂”（")
    assert heard["text"].endswith(f"详情见 http://testserver/events/{event.pk}/")


def test_page_takes_a_party_onto_the_waiting_list_and_the_code_tells_its_turn(client, event):
    come(event, 1, seats=2)
    come(event, 2)
    page = client.get(event.get_absolute_url()).content.decode()
    assert "登记候补" in page
    url = reverse("public:event_register", args=[event.pk])
    values = {"name": "李四", "phone": phone(3), "seats": "2", "waits": "on", "agreed": "on"}
    assert "排第 2 位，共 2 人" in client.post(url, values, follow=True).content.decode()
    held = event.registrations.get(seats=2, waits=True)
    look_up = reverse("public:event_look_up", args=[event.pk])
    assert "排第 2 位" in client.post(look_up, {"code": held.cancel_code.lower()}).content.decode()
    wrong = client.post(look_up, {"code": "WRONGONE"})
    assert (wrong.status_code, "没有找到这个报名码" in wrong.content.decode()) == (422, True)


def test_code_is_of_one_event_and_of_no_withdrawn_registration(event):
    held = come(event, 1)
    assert registration_by(event, f" {held.cancel_code} ") == held
    with pytest.raises(RuleBroken):
        registration_by(EventFactory(), held.cancel_code)
    cancel_registration(event, code=held.cancel_code)
    with pytest.raises(RuleBroken):
        registration_by(event, held.cancel_code)


@pytest.mark.parametrize("seats", ["0", "7", "x", "-1", "1e3"])
def test_number_of_people_that_is_none_is_told(seats, client, event):
    values = {"name": "李四", "phone": phone(3), "seats": seats, "agreed": "on"}
    response = client.post(reverse("public:event_register", args=[event.pk]), values)
    assert (response.status_code, event.registrations.count()) == (422, 0)
