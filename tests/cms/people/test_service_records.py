"""Hours of service: noted down by others, verified by the office, counted once."""

from datetime import date, time
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from cms.accounts.enums import Role
from cms.core.errors import NotAllowed, RuleBroken
from cms.core.models import AuditEntry
from cms.people.enums import AppointmentRole, ServiceDuty
from cms.people.models import ServiceRecord, StarLevel, is_minor
from cms.people.queries import merit, visible_service_records
from cms.people.services import record_service, verify_service
from cms.places.models import PlaceCoordinator
from tests.cms.accounts.factories import UserFactory
from tests.cms.people.factories import (
    AppointmentFactory,
    PersonFactory,
    ServiceRecordFactory,
    VolunteerFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.fixture
def office():
    return UserFactory(roles=[Role.OFFICE])


def coordinator_of(place):
    user = UserFactory(roles=[Role.COMMUNITY_COORDINATOR])
    PlaceCoordinator.objects.create(user=user, place=place)
    return user


def note(appointment, actor, **changed):
    given = {
        "activity": "宪法宣传",
        "day": date(2026, 11, 1),
        "start": time(9),
        "end": time(11),
        "hours": Decimal("2"),
        "recorder": "记录员",
        "on": TODAY,
    }
    return record_service(appointment, actor=actor, **{**given, **changed})


def test_hours_are_noted_by_the_coordinator_and_count_once_verified(office):
    volunteer = VolunteerFactory()
    clerk = coordinator_of(volunteer.community)
    record = note(volunteer, clerk, hours=Decimal("1.5"), post="宣讲")
    assert (record.hours, record.end, record.verified_on) == (Decimal("1.5"), time(11), None)
    assert merit(volunteer.person).hours == 0
    with pytest.raises(NotAllowed):
        verify_service(record, on=TODAY, actor=clerk)
    verify_service(record, on=TODAY, actor=office)
    verify_service(record, on=date(2026, 12, 1), actor=office)
    assert (record.verified_on, record.verified_by) == (TODAY, office)
    assert merit(volunteer.person).hours == Decimal("1.5")
    trail = list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))
    assert trail == ["people.service.record", "people.service.verify"]


def test_service_is_noted_in_the_own_community_only():
    volunteer, other = VolunteerFactory(), VolunteerFactory()
    with pytest.raises(NotAllowed):
        note(volunteer, coordinator_of(other.community))


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"hours": Decimal("0")}, "大于零"),
        ({"hours": Decimal("-1")}, "大于零"),
        ({"hours": Decimal("0.8")}, "半小时"),
        ({"hours": Decimal("2.5")}, "不能超过"),
        ({"end": time(9)}, "晚于开始"),
        ({"end": time(8)}, "晚于开始"),
        ({"day": date(2026, 11, 24)}, "将来"),
        ({"recorder": ""}, "."),
    ],
)
def test_hours_that_break_a_rule_are_refused(office, changed, told):
    with pytest.raises(ValidationError, match=told):
        note(VolunteerFactory(), office, **changed)
    assert not ServiceRecord.objects.exists()


def test_nobody_notes_down_the_own_hours(office):
    volunteer = VolunteerFactory(person__name="王小明")
    with pytest.raises(ValidationError, match="记录人不能是本人"):
        note(volunteer, office, recorder="王小明")


@pytest.mark.parametrize(
    ("start", "end", "clashes"),
    [
        (time(10, 59), time(13), True),
        (time(8), time(9, 1), True),
        (time(9, 30), time(10, 30), True),
        (time(8), time(12), True),
        (time(11), time(13), False),
        (time(7), time(9), False),
    ],
)
def test_nobody_serves_at_two_places_at_a_time_in_whatever_role(office, start, end, clashes):
    volunteer = VolunteerFactory()
    literate = AppointmentFactory(person=volunteer.person, role=AppointmentRole.LITERATE)
    note(volunteer, office)
    given = {"activity": "调解", "start": start, "end": end, "hours": Decimal("0.5")}
    if clashes:
        with pytest.raises(RuleBroken, match="宪法宣传”（09:00–11:00）"):
            note(literate, office, **given)
    else:
        assert note(literate, office, duty=ServiceDuty.MEDIATION, **given).duty == ServiceDuty.MEDIATION


def test_others_serve_at_the_same_time(office):
    note(VolunteerFactory(), office)
    note(VolunteerFactory(), office)
    assert ServiceRecord.objects.count() == 2


# Half-hours from the morning into the night.
LONGEST_DAY = 28


@pytest.mark.parametrize(("half_hours", "stars"), [(199, 0), (200, 1), (599, 1), (600, 2), (3000, 5)])
def test_stars_follow_from_verified_hours(half_hours, stars):
    person = PersonFactory()
    volunteer = VolunteerFactory(person=person)
    days, rest = divmod(half_hours, LONGEST_DAY)
    for length in [LONGEST_DAY] * days + [rest] * bool(rest):
        ServiceRecordFactory(
            appointment=volunteer, half_hours=length, minutes=length * 30, verified_on=date(2026, 10, 1)
        )
    ServiceRecordFactory(appointment=volunteer, half_hours=40, minutes=1200)
    assert merit(person).stars == stars


def test_star_table_is_the_offices():
    volunteer = VolunteerFactory()
    ServiceRecordFactory(appointment=volunteer, verified_on=date(2026, 10, 1))
    StarLevel.objects.filter(stars=1).update(hours=2)
    assert merit(volunteer.person).stars == 1


def test_hours_of_all_roles_count_together():
    volunteer = VolunteerFactory()
    literate = AppointmentFactory(person=volunteer.person)
    for appointment in (volunteer, literate):
        ServiceRecordFactory(appointment=appointment, verified_on=date(2026, 10, 1))
    assert merit(volunteer.person).hours == 4


def test_coordinator_sees_the_own_records_only(office):
    own, other = ServiceRecordFactory(), ServiceRecordFactory()
    town = VolunteerFactory(community=own.appointment.community.parent)
    there = ServiceRecordFactory(appointment=town)
    assert list(visible_service_records(coordinator_of(own.appointment.community))) == [own]
    assert set(visible_service_records(coordinator_of(town.community))) == {own, there}
    assert set(visible_service_records(office)) == {own, other, there}
    assert not visible_service_records(UserFactory(roles=[Role.MEMBER])).exists()


@pytest.mark.parametrize(
    ("day", "on", "taken"),
    [
        ((2026, 11, 22), (2026, 11, 23), True),
        ((2026, 11, 23), (2026, 11, 23), True),
        ((2026, 11, 24), (2026, 11, 23), False),
        ((2028, 2, 29), (2028, 2, 28), False),
        ((2028, 2, 29), (2028, 2, 29), True),
        ((2028, 2, 29), (2028, 3, 1), True),
    ],
)
def test_service_is_noted_from_its_day_on(office, day, on, taken):
    if taken:
        record = note(VolunteerFactory(), office, day=date(*day), on=date(*on))
        assert (record.date, record.recorded_on) == (date(*day), date(*on))
        return
    with pytest.raises(RuleBroken, match="将来"):
        note(VolunteerFactory(), office, day=date(*day), on=date(*on))


@pytest.mark.parametrize(
    ("birth", "on", "minor"),
    [
        ("2008-03-01", (2026, 2, 28), True),
        ("2008-03-01", (2026, 3, 1), False),
        ("2008-03-01", (2026, 3, 2), False),
        # Who was born on 29 February is of age on 1 March, where the year has no 29th.
        ("2008-02-29", (2026, 2, 28), True),
        ("2008-02-29", (2026, 3, 1), False),
        ("2010-02-28", (2028, 2, 28), False),
        ("2010-03-01", (2028, 2, 29), True),
        # Of the month alone its last day is taken.
        ("2008-02", (2026, 2, 28), True),
        ("2008-02", (2026, 3, 1), False),
        ("2008-12", (2026, 12, 30), True),
        ("2008-12", (2026, 12, 31), False),
        ("", (2026, 1, 1), False),
        (None, (2026, 1, 1), False),
    ],
)
def test_somebody_is_of_age_on_the_eighteenth_birthday(birth, on, minor):
    assert is_minor(birth, date(*on)) is minor
