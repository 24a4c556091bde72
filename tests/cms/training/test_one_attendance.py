"""One attendance feeds credit, hours of service and the activity of the host; one step takes it back."""

from datetime import date, time
from decimal import Decimal

import pytest
from django.utils import timezone

from cms.accounts.enums import Role
from cms.core.errors import NotAllowed, RuleBroken
from cms.core.models import AuditEntry
from cms.core.writing import removing, write
from cms.people.models import Appointment, Membership, RosterSetting, ServiceRecord
from cms.people.queries.yearly import falling_short
from cms.people.services.service_records import record_service, verify_service
from cms.reports.models import HostedTraining
from cms.reports.services.trainings import record_training
from cms.training.queries.conflicts import conflicts
from cms.training.services import ATTENDANCES, SESSIONS
from cms.training.services.attending import correct_attendance
from cms.training.services.checking_in import take_scans
from tests.cms.accounts.factories import UserFactory
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.duties.factories import logger_of
from tests.cms.people.factories import AppointmentFactory, VolunteerFactory
from tests.cms.training.factories import OpenSessionFactory, SignUpFactory
from tests.cms.training.test_checking_in import DAY, NOW, at, seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return UserFactory(roles=[Role.OFFICE])


@pytest.fixture
def session():
    return OpenSessionFactory(
        title="调解实务", starts_on=DAY, ends_on=DAY, hours=3, host=AgencyFactory(), counts_as_service=True
    )


@pytest.fixture
def person():
    """Law-literate, and a volunteer too."""
    held = AppointmentFactory().person
    VolunteerFactory(person=held)
    return held


def scan(session, person, when, actor, way="in", device="a"):
    held = session.sign_ups.filter(person=person).first() or SignUpFactory(session=session, person=person)
    take_scans(session, [seen(held.code, when, way)], device=device, device_now=NOW, actor=actor, now=NOW)
    return session.attendances.get(person=person)


def fed(session, person) -> tuple[int, Decimal, list[int]]:
    """Trainings that count this year, hours noted, and the figure of each activity."""
    year = session.starts_on.year
    short = falling_short(Appointment.objects.filter(person=person).exclude(role="volunteer"), year)
    return (
        short[0].sessions if short else 99,
        ServiceRecord.objects.filter(appointment__person=person).hours(),
        list(HostedTraining.objects.values_list("activity__onsite", flat=True)),
    )


@pytest.fixture(autouse=True)
def _rule(db):
    held = RosterSetting.load()
    held.yearly_sessions = 2
    held.save()


def test_one_attendance_counts_once_in_each_and_is_taken_back_in_one_step(session, person, office):
    other = AppointmentFactory().person
    attendance = scan(session, person, at(9), office)
    scan(session, other, at(9), office)
    record_training(session, actor=logger_of(session.host))
    assert fed(session, person) == (1, Decimal(3), [2])
    scan(session, person, at(9, 5), office, device="b")
    assert fed(session, person) == (1, Decimal(3), [2])
    correct_attendance(attendance, signed=False, reason="代签", actor=office)
    assert fed(session, person) == (0, Decimal(0), [1])
    assert fed(session, other)[0] == 1
    attendance.refresh_from_db()
    correct_attendance(attendance, signed=True, hours=Decimal(3), reason="核对后确实到场", actor=office)
    assert fed(session, person) == (1, Decimal(3), [2])
    told = list(AuditEntry.objects.filter(action__endswith=".follow").values_list("action", flat=True))
    assert told == ["duties.activityrecord.follow"] * 2


def test_what_cannot_be_taken_back_everywhere_is_taken_back_nowhere(session, person, office, monkeypatch):
    attendance = scan(session, person, at(9), office)
    record_training(session, actor=logger_of(session.host))

    def refuse(*args, **kwargs):
        raise RuleBroken("不行")

    monkeypatch.setattr("cms.reports.signals.follow_turnout", refuse)
    with pytest.raises(RuleBroken, match="不行"):
        correct_attendance(attendance, signed=False, reason="代签", actor=office)
    assert fed(session, person) == (1, Decimal(3), [1])


def test_deleted_attendance_is_gone_everywhere(session, person, office):
    attendance = scan(session, person, at(9), office)
    record_training(session, actor=logger_of(session.host))
    removing(attendance, ATTENDANCES.removes, actor=office)
    assert fed(session, person) == (0, Decimal(0), [0])


def test_hours_are_those_in_the_room_to_be_verified_by_another(session, person, office):
    attendance = scan(session, person, at(9, 40), office)
    record = ServiceRecord.objects.get()
    assert (record.start, record.hours, record.verified_on) == (time(9, 40), 2, None)
    assert (record.activity, record.recorder, record.date) == ("调解实务", str(office), DAY)
    with pytest.raises(NotAllowed, match="不能核实自己"):
        verify_service(record, actor=office)
    verify_service(record, actor=UserFactory(roles=[Role.OFFICE]))
    # The same again changes nothing that was verified; what changes is verified again.
    scan(session, person, at(10), office, device="b")
    record.refresh_from_db()
    assert record.verified_on == timezone.localdate()
    scan(session, person, at(11), office, way="out")
    record.refresh_from_db()
    assert (record.hours, record.minutes, record.verified_on) == (1, 80, None)
    attendance.refresh_from_db()
    assert (attendance.service, ServiceRecord.objects.count()) == (record, 1)


def test_who_scans_themselves_has_come_only_once_a_colleague_scans_them(session, person, office):
    Membership.objects.create(user=office, person=person)
    held = SignUpFactory(session=session, person=person)
    scans = [seen(held.code, at(9)), seen(held.code, at(12), "out")]
    kept = take_scans(session, scans, device="a", device_now=NOW, actor=office, now=NOW)
    told = ["给自己签到，请核对"] * 2
    assert ([each.problem for each in kept], [each.words for each in conflicts(session)]) == (
        ["own"] * 2,
        told,
    )
    assert (session.attendances.count(), ServiceRecord.objects.count()) == (0, 0)
    attendance = scan(session, person, at(9, 40), UserFactory(roles=[Role.OFFICE]))
    assert (attendance.arrived_at, attendance.left_at, attendance.service.start) == (
        time(9, 40),
        None,
        time(9, 40),
    )
    assert [each.words for each in conflicts(session)] == told


@pytest.mark.parametrize("hours", [3, None])
def test_who_was_out_in_between_has_only_the_time_in_the_room(hours, session, person, office):
    type(session).objects.update(hours=hours)
    session.refresh_from_db()
    for when, way in ((at(9), "in"), (at(9, 30), "out"), (at(11, 30), "in")):
        attendance = scan(session, person, when, office, way=way)
    record = ServiceRecord.objects.get()
    assert (record.start, record.minutes, record.half_hours) == (time(9), 180, 2)
    # Whoever knows better says so.
    correct_attendance(attendance, signed=True, hours=Decimal(hours or 0), reason="只是去接人", actor=office)
    record.refresh_from_db()
    assert (record.minutes, record.half_hours) == (180, 6)


@pytest.mark.parametrize(
    ("hours", "scans", "half_hours"),
    [
        (None, [(at(9, 40), "in")], [4]),
        (None, [(at(11, 31), "in")], []),
        (None, [(at(11), "out")], []),
        (3, [(at(11), "out")], []),
        # Two stays of twenty minutes are one half hour.
        (None, [(at(9), "in"), (at(9, 20), "out"), (at(11, 40), "in")], [1]),
    ],
)
def test_service_follows_the_time_in_the_room_whether_or_not_the_training_has_hours(
    hours, scans, half_hours, session, person, office
):
    type(session).objects.update(hours=hours)
    session.refresh_from_db()
    for when, way in scans:
        scan(session, person, when, office, way=way)
    assert list(ServiceRecord.objects.values_list("half_hours", flat=True)) == half_hours


def test_only_volunteers_at_work_and_only_sessions_that_count_as_service(person, office):
    plain = OpenSessionFactory(starts_on=DAY, ends_on=DAY, hours=3)
    scan(plain, person, at(9), office)
    literate = AppointmentFactory().person
    left = VolunteerFactory(state="left").person
    counted = OpenSessionFactory(starts_on=DAY, ends_on=DAY, hours=3, counts_as_service=True)
    for each in (literate, left):
        scan(counted, each, at(9), office)
    assert ServiceRecord.objects.count() == 0


def test_who_served_elsewhere_at_that_time_has_come_without_hours_and_is_told_of(session, person, office):
    record_service(
        person.appointments.get(role="volunteer"), activity="法律咨询", date=DAY, start=time(8), end=time(10),
        hours=Decimal(2), recorder="王社工", actor=office,
    )  # fmt: skip
    scan(session, person, at(9), office)
    assert (session.attendances.attended().count(), ServiceRecord.objects.count()) == (1, 1)
    assert ["另有服务记录" in each.words for each in conflicts(session)] == [True]


@pytest.mark.parametrize(("start", "end"), [(time(9), time(9, 30)), (time(9, 30), time(10))])
def test_hours_that_come_to_meet_another_service_are_taken_back_and_the_rest_is_taken_in(
    start, end, session, person, office
):
    scan(session, person, at(10), office)
    record_service(
        person.appointments.get(role="volunteer"), activity="法律咨询", date=DAY, start=start, end=end,
        hours=Decimal("0.5"), recorder="王社工", actor=office,
    )  # fmt: skip
    own, other = session.sign_ups.get(person=person), SignUpFactory(session=session)
    late = [seen(own.code, at(9), "in"), seen(other.code, at(9), "in")]
    take_scans(session, late, device="late", device_now=NOW, actor=office, now=NOW)
    assert session.attendances.get(person=person).arrived_at == time(9)
    assert session.attendances.attended().count() == 2
    assert list(ServiceRecord.objects.values_list("activity", flat=True)) == ["法律咨询"]
    assert ["另有服务记录" in each.words for each in conflicts(session)] == [False, True]


@pytest.mark.parametrize(
    "wrong", [{"ends_on": date(2026, 5, 17)}, {"begins": None}, {"finishes": None}], ids=str
)
def test_service_is_of_one_day_with_known_hours(wrong, session, office):
    with pytest.raises(RuleBroken, match="须是一天的班次"):
        write(session, SESSIONS.changes, wrong, actor=office)


def test_what_the_host_added_by_hand_stays_on_top(session, person, office):
    attendance = scan(session, person, at(9), office)
    activity = record_training(session, actor=logger_of(session.host))
    type(activity).objects.filter(pk=activity.pk).update(
        onsite=21, state="approved", summary="小结", address="三楼"
    )
    correct_attendance(attendance, signed=False, reason="代签", actor=office)
    activity.refresh_from_db()
    assert (activity.onsite, activity.lock_version) == (20, 3)


def test_other_agency_makes_no_activity_of_it_and_none_is_made_of_an_empty_room(session, person, office):
    with pytest.raises(RuleBroken, match="有人签到"):
        record_training(session, actor=logger_of(session.host))
    scan(session, person, at(9), office)
    with pytest.raises(NotAllowed):
        record_training(session, actor=logger_of(AgencyFactory()))
    assert HostedTraining.objects.count() == 0
