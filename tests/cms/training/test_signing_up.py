"""Seats of a session: taken, waited for, given back; and who is told of what."""

import contextlib
import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import date, time, timedelta

import pytest
from django.db import connections
from django.utils import timezone

from cms.accounts.enums import Role
from cms.core.errors import NotAllowed, RuleBroken
from cms.core.writing import write
from cms.inbox.models import InboxSetting, Message
from cms.training.exports.calendars import calendar_entries
from cms.training.models import SignUp
from cms.training.queries.signing_up import persons_to_sign_up, sessions_of, sign_ups_of
from cms.training.services import SESSIONS
from cms.training.services.signing_up import call_off, sign_up, withdraw
from cms.training.tasks import follow_session, remind_trainees_of_tomorrow
from tests.cms.accounts.factories import UserFactory
from tests.cms.inbox.robot import Robot, listening
from tests.cms.people.factories import AppointmentFactory, MembershipFactory, PersonFactory
from tests.cms.people.services.test_nominations import coordinator_of
from tests.cms.training.factories import OpenSessionFactory, SignUpFactory
from tests.platforms import Platform, finish

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def office():
    return UserFactory(roles=[Role.OFFICE])


@pytest.fixture
def session():
    return OpenSessionFactory(capacity=2)


def come(session, actor, count=1) -> list[SignUp]:
    return [sign_up(session, PersonFactory(), actor=actor) for _ in range(count)]


def seats(session) -> tuple[int, list[int]]:
    """How many are taken, and who waits in which order."""
    session.refresh_from_db()
    return session.places_taken, list(session.sign_ups.waiting().values_list("person", flat=True))


def test_who_comes_when_all_is_taken_waits_in_order(session, office):
    made = come(session, office, 4)
    assert [each.waits for each in made] == [False, False, True, True]
    assert seats(session) == (2, [made[2].person_id, made[3].person_id])
    assert [each.turn for each in made[2:]] == [1, 2]


def test_seat_given_back_goes_to_the_first_who_waits_and_one_may_come_again(session, office):
    first, _second, third, fourth = come(session, office, 4)
    withdraw(first, actor=office)
    assert seats(session) == (2, [fourth.person_id])
    third.refresh_from_db()
    assert not third.waits
    withdraw(fourth, actor=office)
    assert seats(session) == (2, [])
    assert sign_up(session, first.person, actor=office).turn == 1
    with pytest.raises(RuleBroken, match="已经取消"):
        withdraw(first, actor=office)


def test_person_is_on_the_list_once(session, office):
    (held,) = come(session, office)
    with pytest.raises(RuleBroken, match="已经报名"):
        sign_up(session, held.person, actor=office)
    assert seats(session) == (1, [])


@pytest.mark.parametrize(
    ("days", "begins", "is_open"),
    [(1, time(9), True), (0, time(0), False), (0, None, True), (-1, None, False)],
    ids=["tomorrow", "begun", "today without an hour", "yesterday"],
)
def test_list_is_open_until_the_session_begins(days, begins, is_open, office):
    day = TODAY + timedelta(days=days)
    session = OpenSessionFactory(starts_on=day, begins=begins, finishes=None)
    if is_open:
        come(session, office)
    else:
        with pytest.raises(RuleBroken, match="不接受报名"):
            come(session, office)


def test_coordinator_signs_up_and_withdraws_the_own_people_alone(session):
    own, other = AppointmentFactory(), AppointmentFactory()
    actor = coordinator_of(own.community)
    with pytest.raises(NotAllowed, match="本居村"):
        sign_up(session, other.person, actor=actor)
    assert seats(session) == (0, [])
    held, foreign = sign_up(session, own.person, actor=actor), SignUpFactory(session=session)
    with pytest.raises(NotAllowed):
        withdraw(foreign, actor=actor)
    assert list(sign_ups_of(actor, session)) == [held]
    assert [each.own for each in sessions_of(actor, TODAY)] == [1]
    assert list(persons_to_sign_up(actor, session)) == []
    withdraw(held, actor=actor)
    assert list(persons_to_sign_up(actor, session)) == [own.person]
    assert list(persons_to_sign_up(actor, session, named="无此人")) == []


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REVIEWER, Role.AGENCY_LOGGER, Role.MEMBER])
def test_others_sign_nobody_up(role, session):
    with pytest.raises(NotAllowed):
        come(session, UserFactory(roles=[role]))


@pytest.mark.django_db(transaction=True)
def test_a_hundred_at_once_for_thirty_seats_leave_seventy_waiting_in_order(postgres):
    session, actor = OpenSessionFactory(capacity=30), UserFactory(roles=[Role.OFFICE])
    persons = PersonFactory.create_batch(100)

    def one(person):
        try:
            return sign_up(session, person, actor=actor).waits
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(one, persons))
    taken, waiting = seats(session)
    turns = [each.turn for each in session.sign_ups.waiting()]
    assert (taken, sum(waits), len(waiting), turns) == (30, 70, 70, list(range(1, 71)))
    # A lower turn is an earlier row: nobody was passed over.
    assert list(session.sign_ups.waiting().values_list("pk", flat=True)) == sorted(
        session.sign_ups.filter(waits=True).values_list("pk", flat=True)
    )
    assert max(session.sign_ups.seated().values_list("pk", flat=True)) < min(
        session.sign_ups.waiting().values_list("pk", flat=True)
    )


MAKE = """
from cms.accounts.enums import Role
from tests.cms.accounts.factories import UserFactory
from tests.cms.people.factories import PersonFactory
from tests.cms.training.factories import OpenSessionFactory
UserFactory(roles=[Role.OFFICE])
PersonFactory.create_batch(100)
OpenSessionFactory(capacity=30)
"""
COME = """
from cms.accounts.models import User
from cms.training.models import TrainingSession
from cms.training.services.signing_up import sign_up
session, actor = TrainingSession.objects.get(), User.objects.get()
for person in Person.objects.order_by("pk")[{first}:{first} + 50]:
    sign_up(session, person, actor=actor)
"""
COUNT = """
from cms.training.models import TrainingSession
session = TrainingSession.objects.get()
waiting = list(session.sign_ups.waiting())
print(session.places_taken, session.sign_ups.seated().count(), [each.turn for each in waiting])
"""


def test_two_processes_at_once_on_sqlite_leave_seventy_waiting(migrated, tmp_path):
    shutil.copytree(migrated, tmp_path / "var")
    with contextlib.closing(Platform(tmp_path / "var")) as platform:
        platform.python(MAKE)
        both = [platform.fork("shell", "-v0", "-c", COME.format(first=first)) for first in (0, 50)]
        for each in both:
            finish(each)
        assert platform.python(COUNT).split("\n")[-2] == f"30 30 {list(range(1, 71))}"


@pytest.fixture
def gateway(monkeypatch):
    with listening() as address:
        InboxSetting.objects.create(gateway=address)
        monkeypatch.setattr("cms.inbox.tasks.refuse_unsafe", lambda *told: None)
        yield Robot


def told(gateway) -> list[tuple[str, str]]:
    return [(each["phone"], each["text"][:4]) for each in gateway.heard]


def test_turn_change_and_cancellation_reach_who_signed_up_and_who_was_signed_up(office, gateway):
    session = OpenSessionFactory(title="调解实务", capacity=1, place="老教室", starts_on=date(2030, 5, 6))
    own = [AppointmentFactory(), AppointmentFactory()]
    actor = coordinator_of(own[0].community)
    first, second = own[0].person, own[1].person
    account = MembershipFactory(person=second).user
    held = sign_up(session, first, actor=actor)
    sign_up(session, second, actor=office)
    assert [each["text"] for each in gateway.heard] == [
        f"已为您报名培训“调解实务”：2030年5月6日 09:00–12:00，老教室。签到码 {held.code}。",
        "培训“调解实务”已报满，已为您登记候补，有名额时再通知您。",
    ]
    gateway.heard.clear()
    session.refresh_from_db()
    # Words that change neither when nor where are no news.
    write(session, SESSIONS.changes, {"teacher": "王老师"}, actor=office)
    assert gateway.heard == []
    write(session, SESSIONS.changes, {"place": "新教室"}, actor=office)
    assert told(gateway) == [(first.phone, "您报名的"), (second.phone, "您报名的")]
    assert gateway.heard[0]["text"] == (
        f"您报名的培训“调解实务”有变动，现为：2030年5月6日 09:00–12:00，新教室。签到码 {held.code}。"
    )
    withdraw(held, actor=actor)
    assert told(gateway)[2:] == [(second.phone, "您候补的")]
    call_off(session, reason="老师生病", actor=office)
    assert told(gateway)[3:] == [(second.phone, "您报名的")]
    assert gateway.heard[3]["text"] == "您报名的培训“调解实务”（2030年5月6日 09:00–12:00）已取消：老师生病"
    assert [(each.user, each.text[-4:]) for each in Message.objects.order_by("pk")] == [
        (actor, "，新教室"),
        (office, "，新教室"),
        (account, "，新教室"),
        (office, "递补上了"),
        (account, "，新教室"),
        (office, "老师生病"),
        (account, "老师生病"),
    ]


@pytest.mark.parametrize(
    ("days", "reminded"), [(2, 0), (1, 1), (0, 0), (-1, 0)], ids=["two days", "tomorrow", "today", "over"]
)
def test_who_has_a_seat_is_reminded_the_day_before_once(days, reminded, office, gateway):
    session = OpenSessionFactory(capacity=1, title="调解实务", place="老教室")
    held, _waits = come(session, office, 2)
    account = MembershipFactory(person=held.person).user
    day = TODAY + timedelta(days=days)
    type(session).objects.update(starts_on=day, ends_on=day)
    gateway.heard.clear()
    for _time in range(2):
        remind_trainees_of_tomorrow.call()
    assert told(gateway) == [(held.person.phone, "提醒：明")] * reminded
    assert all(each["text"].endswith(f"老教室。签到码 {held.code}。") for each in gateway.heard)
    assert [each.user for each in Message.objects.order_by("pk")] == [office, account] * reminded


def test_session_that_moved_is_reminded_of_again_and_one_called_off_not_at_all(office, gateway):
    session = OpenSessionFactory(starts_on=TODAY + timedelta(days=1))
    (held,) = come(session, office)
    gateway.heard.clear()
    remind_trainees_of_tomorrow.call()
    # It was put off by a week, and now it is again the day before.
    SignUp.objects.update(reminded_of=TODAY - timedelta(days=6))
    remind_trainees_of_tomorrow.call()
    assert told(gateway) == [(held.person.phone, "提醒：明")] * 2
    call_off(session, reason="停电", actor=office)
    SignUp.objects.update(reminded_of=None)
    gateway.heard.clear()
    remind_trainees_of_tomorrow.call()
    assert gateway.heard == []


def test_worker_killed_before_it_told_tells_when_it_tries_again(session, office, monkeypatch):
    come(session, office)
    type(session).objects.update(place="新教室")
    with monkeypatch.context() as patch:

        def killed(*args):
            raise OSError("killed")

        patch.setattr("cms.training.tasks.tell_everybody", killed)
        with pytest.raises(OSError, match="killed"):
            follow_session.call(session.pk)
    follow_session.call(session.pk)
    follow_session.call(session.pk)
    assert [each.text[-4:] for each in Message.objects.all()] == ["，新教室"]


def test_session_stands_where_nobody_can_be_told_that_it_is_called_off(session, office, monkeypatch):
    def broken(*args):
        raise OSError("broken")

    monkeypatch.setattr("cms.training.signals.tell_everybody", broken)
    with pytest.raises(OSError, match="broken"):
        call_off(session, reason="停电", actor=office)
    session.refresh_from_db()
    assert session.cancelled_at is None


def test_more_seats_go_to_who_waits(session, office):
    made = come(session, office, 4)
    write(session, SESSIONS.changes, {"capacity": 3}, actor=office)
    assert seats(session) == (3, [made[3].person_id])


def test_capacity_never_falls_below_who_has_a_seat(session, office):
    come(session, office, 2)
    session.refresh_from_db()
    with pytest.raises(RuleBroken, match="不能少于已报名"):
        write(session, SESSIONS.changes, {"capacity": 1}, actor=office)


def test_session_is_called_off_once_with_a_reason_and_takes_nobody_any_more(session, office):
    with pytest.raises(RuleBroken, match="写明取消的原因"):
        call_off(session, reason=" ", actor=office)
    call_off(session, reason="停电", actor=office)
    for refused in (lambda: come(session, office), lambda: call_off(session, reason="停电", actor=office)):
        with pytest.raises(RuleBroken):
            refused()


def test_calendar_knows_a_session_by_its_hours_or_by_its_days(session):
    whole = OpenSessionFactory(begins=None, finishes=None, ends_on=session.starts_on + timedelta(days=1))
    call_off(whole, reason="停电", actor=UserFactory(roles=[Role.OFFICE]))
    whole.refresh_from_db()
    first, second = calendar_entries([session, whole], lambda each: f"/{each.pk}", "zhifa.test")
    assert first.ends_at - first.starts_at == timedelta(hours=3)
    assert second.ends_at - second.starts_at == timedelta(days=2)
    assert (first.uid, first.is_cancelled, second.is_cancelled) == (
        f"training-{session.pk}@zhifa.test", False, True,
    )  # fmt: skip
