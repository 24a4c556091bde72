"""Hours of service: noted down by others, verified by the office, counted once."""

from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cms.accounts.enums import Role
from cms.core.enums import ServiceDuty
from cms.core.errors import NotAllowed, RuleBroken
from cms.core.models import AuditEntry
from cms.people.enums import AppointmentRole
from cms.people.models import ServiceRecord
from cms.people.queries import merit
from cms.people.services import record_service, verify_service
from cms.people.services.service_records import correct_service
from cms.places.models import PlaceCoordinator
from tests.cms.accounts.factories import UserFactory
from tests.cms.people.factories import (
    AppointmentFactory,
    MembershipFactory,
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
        "date": date(2026, 11, 1),
        "start": time(9),
        "end": time(11),
        "hours": Decimal("2"),
        "recorder": "记录员",
        "recorded_on": TODAY,
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
    with pytest.raises(RuleBroken, match="已经核实"):
        verify_service(record, on=date(2026, 12, 1), actor=office)
    record.refresh_from_db()
    assert (record.verified_on, record.verified_by) == (TODAY, office)
    assert merit(volunteer.person).hours == Decimal("1.5")
    trail = list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))
    assert trail == ["people.servicerecord.create", "people.servicerecord.verify"]


def test_who_noted_hours_down_does_not_verify_them(office):
    record = note(VolunteerFactory(), office)
    with pytest.raises(NotAllowed, match="不能核实自己登记的"):
        verify_service(record, actor=office)
    record.refresh_from_db()
    assert record.verified_on is None
    other = UserFactory(roles=[Role.OFFICE])
    verify_service(record, actor=other)
    record.refresh_from_db()
    assert (record.verified_on, record.verified_by) == (timezone.localdate(), other)


def test_what_was_imported_before_the_trail_began_is_verified_by_anybody_of_the_office(office):
    record = verify_service(ServiceRecordFactory(), actor=office)
    assert record.verified_by == office


@pytest.mark.parametrize(("days", "accepted"), [(-1, True), (0, True), (1, False)])
def test_hours_are_noted_on_the_day_of_service_or_later(office, days, accepted):
    day = timezone.localdate() + timedelta(days=days)
    if accepted:
        record = note(VolunteerFactory(), office, date=day, recorded_on=None)
        assert (record.date, record.recorded_on) == (day, timezone.localdate())
    else:
        with pytest.raises(RuleBroken, match="将来"):
            note(VolunteerFactory(), office, date=day, recorded_on=None)


@pytest.mark.parametrize("hours", ["0.5", "1", "1.5", "2.0"])
def test_hours_go_by_the_half_hour(office, hours):
    assert note(VolunteerFactory(), office, hours=Decimal(hours)).hours == Decimal(hours)


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
        ({"hours": Decimal("0.4")}, "半小时"),
        ({"hours": Decimal("1.6")}, "半小时"),
        ({"hours": Decimal("2.5")}, "不能超过"),
        ({"end": time(9)}, "晚于开始"),
        ({"end": time(8)}, "晚于开始"),
        ({"date": date(2026, 11, 24)}, "将来"),
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


@pytest.mark.parametrize(
    ("day", "on", "taken"),
    [
        ((2026, 11, 22), (2026, 11, 23), True),
        ((2026, 11, 23), (2026, 11, 23), True),
        ((2026, 11, 24), (2026, 11, 23), False),
        ((2024, 2, 29), (2024, 2, 28), False),
        ((2024, 2, 29), (2024, 2, 29), True),
        ((2024, 2, 29), (2024, 3, 1), True),
    ],
)
def test_service_is_noted_from_its_day_on(office, day, on, taken):
    if taken:
        record = note(VolunteerFactory(), office, date=date(*day), recorded_on=date(*on))
        assert (record.date, record.recorded_on) == (date(*day), date(*on))
        return
    with pytest.raises(RuleBroken, match="将来"):
        note(VolunteerFactory(), office, date=date(*day), recorded_on=date(*on))


NUMBER = "13800138000"


@pytest.mark.parametrize("field", ["activity", "post", "place", "recorder", "remark"])
def test_service_is_not_noted_with_a_number(office, field):
    with pytest.raises(RuleBroken) as refused:
        note(VolunteerFactory(), office, **{field: f"讲座{NUMBER}"})
    assert list(refused.value.message_dict) == [field]
    assert NUMBER not in str(refused.value.message_dict)


def test_service_that_clashes_is_told_without_the_number_in_its_name(office):
    held = ServiceRecordFactory(activity=f"讲座{NUMBER}", date="2026-11-01", start=time(9))
    with pytest.raises(RuleBroken, match="与“讲座＊”") as refused:
        note(held.appointment, office)
    assert NUMBER not in str(refused.value)


def corrected(record, actor, **changed):
    given = {
        "date": record.date, "start": time(9), "end": time(10), "hours": Decimal(1), "reason": "签退记错",
    } | changed  # fmt: skip
    return correct_service(record, actor=actor, **given)


def test_corrected_hours_count_again_once_somebody_else_has_verified_them(office):
    volunteer = VolunteerFactory()
    record = verify_service(note(volunteer, coordinator_of(volunteer.community)), on=TODAY, actor=office)
    held = corrected(record, office)
    assert (held.hours, held.end, held.verified_on, merit(volunteer.person).hours) == (1, time(10), None, 0)
    with pytest.raises(NotAllowed):
        verify_service(held, on=TODAY, actor=office)
    verify_service(held, on=TODAY, actor=UserFactory(roles=[Role.OFFICE]))
    assert merit(volunteer.person).hours == 1
    told = AuditEntry.objects.get(action="people.servicerecord.correct").detail
    assert (told["reason"], told["old"]["half_hours"], told["new"]["half_hours"]) == ("签退记错", 4, 2)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"reason": " "}, "为什么更正"),
        ({"hours": Decimal("1.2")}, "半小时"),
        ({"hours": Decimal("1.5")}, "不能超过活动"),
        ({"end": time(8)}, "晚于开始"),
        ({"start": time(13), "end": time(15)}, "重叠"),
    ],
)
def test_correction_keeps_the_rules_of_a_record(changed, told, office):
    volunteer = VolunteerFactory()
    record = note(volunteer, office)
    note(volunteer, office, start=time(14), end=time(16))
    with pytest.raises(RuleBroken, match=told):
        corrected(record, office, **changed)


def test_nobody_notes_down_corrects_or_verifies_what_they_gave_themselves(office):
    volunteer = VolunteerFactory()
    record = note(volunteer, coordinator_of(volunteer.community))
    MembershipFactory(user=office, person=volunteer.person)
    record = ServiceRecord.objects.get(pk=record.pk)
    for act in (corrected, lambda held, actor: verify_service(held, actor=actor)):
        with pytest.raises(NotAllowed):
            act(record, office)
    with pytest.raises(NotAllowed):
        note(record.appointment, office, start=time(14), end=time(16))


def test_service_past_midnight_is_noted_corrected_and_meets_the_next_day(office):
    volunteer, night = VolunteerFactory(), {"start": time(22), "end": time(1), "hours": Decimal(3)}
    record = note(volunteer, office, **night)
    assert (record.minutes, record.until) == (180, "次日01:00")
    with pytest.raises(RuleBroken, match="22:00–次日01:00"):
        note(volunteer, office, date=date(2026, 11, 2), start=time(0, 30), end=time(2), hours=Decimal(1))
    longer = correct_service(
        record, date=record.date, **{**night, "end": time(2)}, reason="签退时间记错", actor=office
    )
    assert longer.minutes == 240


def test_times_that_were_not_touched_are_saved_again(office):
    """What an imported table said ends on the day after, the form only shows as a time."""
    record = ServiceRecordFactory(date=date(2026, 11, 1), start=time(9), minutes=21 * 60, half_hours=8)
    times = {"date": record.date, "start": time(9), "end": record.end}
    saved = correct_service(record, **times, hours=Decimal(3), reason="时长记错", actor=office)
    assert (saved.minutes, saved.half_hours) == (21 * 60, 6)
