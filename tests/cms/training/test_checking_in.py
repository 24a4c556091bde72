"""What devices at the door send: replayed, doubled, from two of them, out of order, with wrong clocks."""

import itertools
import random
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.db import connections
from django.utils import timezone

from cms.accounts.enums import Role
from cms.agencies.models import AgencyMember
from cms.core.errors import NotAllowed, RuleBroken
from cms.core.models import AuditEntry
from cms.people.models import Membership
from cms.training.models import Attendance, TrainingSession
from cms.training.queries.conflicts import conflicts
from cms.training.services.attending import correct_attendance
from cms.training.services.checking_in import Seen, check_in, take_scans
from cms.training.services.signing_up import withdraw
from tests.cms.accounts.factories import UserFactory
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.people.services.test_nominations import coordinator_of
from tests.cms.places.factories import CommunityFactory, VenueFactory
from tests.cms.training.factories import AttendanceFactory, OpenSessionFactory, SignUpFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 16)
NOW = timezone.make_aware(datetime.combine(DAY, time(13)))
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
tokens = (f"t{number}" for number in itertools.count())


@pytest.fixture
def office():
    return UserFactory(roles=[Role.OFFICE])


@pytest.fixture
def session():
    return OpenSessionFactory(starts_on=DAY, ends_on=DAY, hours=3)


def at(hour, minute=0):
    return timezone.make_aware(datetime.combine(DAY, time(hour, minute)))


def seen(code, when, way="in", token=None, **given) -> Seen:
    return Seen(token or next(tokens), code, way, when, **given)


def send(session, actor, scans, device="a", clock=NOW, now=NOW):
    return take_scans(session, scans, device=device, device_now=clock, actor=actor, now=now)


def came(session) -> dict[str, tuple]:
    """Who came by the list, by their code: when, until when, for how many hours."""
    codes = dict(session.sign_ups.values_list("person", "code"))
    found = session.attendances.attended().order_by("pk")
    return {codes[each.person_id]: (each.arrived_at, each.left_at, each.hours) for each in found}


def told(session) -> list[str]:
    return [each.words for each in conflicts(session)]


def test_who_is_scanned_has_come_when_they_were_and_for_the_hours_of_the_rule(session, office):
    one, late = SignUpFactory.create_batch(2, session=session)
    send(session, office, [seen(one.code, at(8, 50)), seen(late.code, at(10)), seen(one.code, at(11), "out")])
    assert came(session) == {
        one.code: (time(8, 50), time(11), Decimal("2.0")),
        late.code: (time(10), None, Decimal("2.0")),
    }
    assert told(session) == []
    assert AuditEntry.objects.filter(action="training.attendance.sign", actor=office).count() == 2


def test_two_hundred_twice_from_two_devices_and_all_again_are_two_hundred(session, office):
    people = SignUpFactory.create_batch(200, session=session)
    first = [seen(each.code, at(9) + timedelta(seconds=number)) for number, each in enumerate(people)]
    second = [seen(each.code, at(9, 1) + timedelta(seconds=number)) for number, each in enumerate(people)]
    shuffled = random.Random(7).sample(first, 200)
    send(session, office, second, device="b")
    send(session, office, shuffled)
    kept = came(session)
    assert len(kept) == 200
    assert [kept[each.code][0].second + 60 * kept[each.code][0].minute for each in people] == list(range(200))
    assert told(session) == [
        f"{timezone.localtime(each.at):%H:%M} 又扫到一次，以先到的时间为准" for each in second
    ]
    send(session, office, shuffled[50:] + first[:10])
    send(session, office, second, device="b")
    assert (came(session), session.scans.count(), len(told(session))) == (kept, 400, 200)


def test_order_in_which_scans_arrive_changes_nothing(office):
    outcomes = []
    for order in itertools.permutations(range(4)):
        session = OpenSessionFactory(starts_on=DAY, ends_on=DAY, hours=3)
        one = SignUpFactory(session=session)
        scans = [
            seen(one.code, at(9)), seen(one.code, at(10), "out"), seen(one.code, at(11)),
            seen(one.code, at(11, 10)),
        ]  # fmt: skip
        for number, which in enumerate(order):
            send(session, office, [scans[which]], device=str(number % 2))
        outcomes.append((*came(session).values(), *told(session)))
    assert set(outcomes) == {
        ((time(9), None, Decimal("2.0")), "11:10 又扫到一次，以先到的时间为准"),
    }


@pytest.mark.parametrize("wrong", [-3 * HOUR, 47 * MINUTE, timedelta(days=-400), timedelta(days=9000)])
def test_wrong_clock_is_put_right_by_what_it_says_when_it_sends(wrong, session, office):
    one, two = SignUpFactory.create_batch(2, session=session)
    send(session, office, [seen(one.code, at(9, 5) + wrong, offset=-wrong)], clock=NOW + wrong)
    send(session, office, [seen(two.code, at(9, 1))], device="b")
    assert [each[0] for each in came(session).values()] == [time(9, 5), time(9, 1)]
    assert told(session) == []


@pytest.mark.parametrize(
    ("when", "clock", "offset"),
    [
        (at(9), NOW, HOUR),
        (at(9), NOW, -3 * MINUTE),
        (at(9) - timedelta(days=1), NOW, None),
        (at(15), NOW, None),
        (datetime(2099, 1, 1, tzinfo=NOW.tzinfo), NOW, None),
    ],
    ids=["moved back", "moved on", "yesterday", "to come", "far"],
)
def test_time_that_cannot_be_is_not_kept_and_the_person_has_come_all_the_same(
    when, clock, offset, session, office
):
    one = SignUpFactory(session=session)
    send(session, office, [seen(one.code, when, offset=offset)], clock=clock)
    assert came(session) == {one.code: (None, None, Decimal("3.0"))}
    assert told(session) == ["时间不可信，人算到场，不记时间"]
    # Another device knows.
    send(session, office, [seen(one.code, at(9, 20))], device="b")
    assert came(session) == {one.code: (time(9, 20), None, Decimal("2.5"))}


def test_clock_that_is_corrected_by_less_than_two_minutes_is_right(session, office):
    one = SignUpFactory(session=session)
    send(session, office, [seen(one.code, at(9), offset=2 * MINUTE)])
    assert came(session)[one.code][0] == time(9)


def test_same_scan_told_otherwise_is_a_conflict_and_the_first_counts(session, office):
    one, two = SignUpFactory.create_batch(2, session=session)
    send(session, office, [seen(one.code, at(9), token="same")])
    send(session, office, [seen(two.code, at(9), token="same"), seen(one.code, at(8), token="same")])
    assert came(session) == {one.code: (time(9), None, Decimal("3.0"))}
    assert told(session) == ["同一次扫描，设备前后送来的内容不同，以先到的为准"] * 2
    # Another device has names of its own.
    send(session, office, [seen(two.code, at(9), token="same")], device="b")
    assert list(came(session)) == [one.code, two.code]


def test_code_of_nobody_or_of_another_session_is_kept_and_told(session, office):
    other = SignUpFactory()
    scans = send(session, office, [seen("NOBODY", at(9)), seen(other.code, at(9)), seen("///", at(9))])
    assert [each.problem for each in scans] == ["unknown"] * 3
    assert (came(session), Attendance.objects.count()) == ({}, 0)
    assert [each.person for each in conflicts(session)] == ["", "", ""]


def test_code_is_read_however_it_is_typed(session, office):
    one = SignUpFactory(session=session, code="K7M2PQ9X")
    check_in(session, " ｋ7m2-pq9x ", "in", actor=office)
    assert list(came(session)) == [one.code]
    with pytest.raises(RuleBroken, match="不是这次培训的签到码"):
        check_in(session, "K7M2PQ9Y", "in", actor=office)
    assert session.scans.count() == 1


def test_nobody_types_in_their_own_code(session, office):
    one = SignUpFactory(session=session)
    Membership.objects.create(user=office, person=one.person)
    with pytest.raises(RuleBroken, match="不能给自己签到，请另一位同事签"):
        check_in(session, one.code.lower(), "in", actor=office)
    assert (session.scans.count(), came(session)) == (0, {})
    check_in(session, one.code, "in", actor=UserFactory(roles=[Role.OFFICE]))
    assert list(came(session)) == [one.code]


def test_who_withdrew_or_waits_and_comes_has_come_and_is_told_of(session, office):
    future = OpenSessionFactory(capacity=1, places_taken=1)
    gone, waits = SignUpFactory(session=future), SignUpFactory(session=future, waits=True)
    withdraw(gone, actor=office)
    TrainingSession.objects.filter(pk=future.pk).update(starts_on=DAY, ends_on=DAY)
    future.sign_ups.filter(pk=waits.pk).update(waits=True)
    future.refresh_from_db()
    send(future, office, [seen(gone.code, at(9)), seen(waits.code, at(9))])
    assert (len(came(future)), told(future)) == (2, ["报名已经取消，人到场了", "还在候补，人到场了"])


def test_who_is_only_seen_to_leave_has_come_without_hours_until_somebody_looks(session, office):
    one = SignUpFactory(session=session)
    send(session, office, [seen(one.code, at(12), "out")])
    assert came(session) == {one.code: (None, None, Decimal("0.0"))}
    assert told(session) == ["12:00 离场，没有扫到到场，学时记 0，请核对"]
    send(session, office, [seen(one.code, at(9))], device="b")
    assert (came(session), told(session)) == ({one.code: (time(9), time(12), Decimal("3.0"))}, [])


def test_what_was_corrected_by_hand_stands_whatever_is_still_sent(session, office):
    one = SignUpFactory(session=session)
    send(session, office, [seen(one.code, at(9))])
    correct_attendance(Attendance.objects.get(), signed=False, reason="别人拿了他的码", actor=office)
    send(session, office, [seen(one.code, at(9, 30)), seen(one.code, at(12), "out")], device="b")
    assert came(session) == {}
    assert "人工更正为没有到场，但扫到过" in told(session)


def test_signed_list_keeps_its_hours_and_learns_the_time_and_an_unsigned_one_gives_way(session, office):
    signed, unsigned = SignUpFactory.create_batch(2, session=session)
    AttendanceFactory(session=session, person=signed.person, hours=2)
    AttendanceFactory(session=session, person=unsigned.person, signed=False, hours=0)
    send(session, office, [seen(signed.code, at(9)), seen(unsigned.code, at(9))])
    assert came(session) == {
        signed.code: (time(9), None, Decimal("2.0")),
        unsigned.code: (time(9), None, Decimal("3.0")),
    }


def test_door_is_kept_by_the_office_the_place_and_the_host(office):
    place, agency = CommunityFactory(), AgencyFactory()
    session = OpenSessionFactory(starts_on=DAY, ends_on=DAY, venue=VenueFactory(place=place), host=agency)
    logger = UserFactory(roles=[Role.AGENCY_LOGGER])
    AgencyMember.objects.create(user=logger, agency=agency)
    for actor in (office, logger, coordinator_of(place), coordinator_of(place.parent)):
        send(session, actor, [seen(SignUpFactory(session=session).code, at(9))])
    strangers = [UserFactory(roles=[role]) for role in Role if role not in (Role.OFFICE, Role.ADMINISTRATOR)]
    for actor in (*strangers, coordinator_of(CommunityFactory())):
        with pytest.raises(NotAllowed):
            send(session, actor, [seen(SignUpFactory(session=session).code, at(9))])
    assert len(came(session)) == 4


@pytest.mark.django_db(transaction=True)
def test_two_devices_at_once_make_one_attendance_of_each(postgres):
    session, actor = OpenSessionFactory(starts_on=DAY, ends_on=DAY, hours=3), UserFactory(roles=[Role.OFFICE])
    people = SignUpFactory.create_batch(20, session=session)

    def one(device):
        try:
            scans = [Seen(f"{device}{each.pk}", each.code, "in", at(9)) for each in people]
            return len(send(TrainingSession.objects.get(pk=session.pk), actor, scans, device=device))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(one, "abab")) == [20] * 4
    assert (session.attendances.attended().count(), session.scans.count()) == (20, 40)


@pytest.mark.parametrize(
    ("days", "counts"), [(-1, False), (0, True), (1, True)], ids=["before", "on", "after"]
)
def test_nobody_has_come_before_the_first_day_whatever_the_device_says(days, counts, session, office):
    one, now = SignUpFactory(session=session), NOW + timedelta(days=days)
    # A device set ahead to the day of the training.
    send(session, office, [seen(one.code, at(9))], clock=NOW, now=now)
    assert (len(came(session)), told(session) == ["培训还没有开始，不计到场"]) == (counts, not counts)


def test_code_typed_before_the_first_day_is_refused_in_words(office):
    session = OpenSessionFactory()
    one = SignUpFactory(session=session)
    with pytest.raises(RuleBroken, match="当天才能签到"):
        check_in(session, one.code, "in", actor=office)
    assert (session.scans.count(), came(session)) == (0, {})
