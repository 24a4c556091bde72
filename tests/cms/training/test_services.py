"""What the tables of training refuse, whoever writes them."""

from contextlib import nullcontext
from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from cms.accounts.enums import Role
from cms.core.errors import NotAllowed, RuleBroken
from cms.core.models import AuditEntry
from cms.core.writing import removing, write
from cms.people.models import Membership
from cms.training.models import Attendance, TrainingSession
from cms.training.services import ATTENDANCES, SESSIONS
from cms.training.services.attending import correct_attendance
from tests.cms.accounts.factories import UserFactory
from tests.cms.training.factories import AttendanceFactory, TrainingSessionFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 16)
OTHERS = [role for role in Role if role not in (Role.OFFICE, Role.ADMINISTRATOR)]


@pytest.fixture
def office():
    return UserFactory(roles=[Role.OFFICE])


@pytest.mark.parametrize(
    ("given", "ends_on"), [({}, DAY), ({"ends_on": date(2026, 5, 18)}, date(2026, 5, 18))]
)
def test_session_lasts_a_day_unless_told_otherwise(office, given, ends_on):
    session = SESSIONS.add(title="第一期", starts_on=DAY, hours=Decimal(4), actor=office, **given)
    session.refresh_from_db()
    assert session.ends_on == ends_on
    assert AuditEntry.objects.get().action == "training.trainingsession.create"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"title": "第一期"}, "已有同名"),
        ({"ends_on": date(2026, 5, 15)}, "不能早于开始日期"),
        ({"hours": Decimal(0)}, "大于零"),
        ({"starts_on": None}, "."),
    ],
)
def test_session_that_breaks_a_rule_is_refused(office, wrong, told):
    held = TrainingSessionFactory(title="第一期", starts_on=DAY, ends_on=DAY)
    with pytest.raises(RuleBroken, match=told):
        SESSIONS.add(actor=office, **{"title": "第二期", "starts_on": DAY, **wrong})
    assert TrainingSession.objects.get() == held


def test_session_with_who_came_is_not_deleted(office):
    attendance = AttendanceFactory()
    with pytest.raises(RuleBroken, match="1 条签到"):
        removing(attendance.session, SESSIONS.removes, actor=office)
    assert Attendance.objects.get() == attendance


def test_who_was_absent_may_still_be_signed_in_and_whose_sign_was_wrong_is_absent(office):
    absent = AttendanceFactory(signed=False, hours=0)
    correct_attendance(absent, signed=True, hours=Decimal(2), arrived_at=time(9), reason="漏签", actor=office)
    absent.refresh_from_db()
    assert (absent.signed, absent.hours, absent.arrived_at, absent.source) == (True, 2, time(9), "hand")
    correct_attendance(absent, signed=False, hours=Decimal(2), reason="代签", actor=office)
    absent.refresh_from_db()
    assert (absent.signed, absent.hours, absent.arrived_at) == (False, 0, None)


def test_attendance_is_corrected_for_a_reason_without_numbers_of_persons(office):
    attendance = AttendanceFactory()
    for reason, told in ((" ", "写明为什么更正"), ("本人 19900001234 来电", "不要在这里写")):
        with pytest.raises(RuleBroken, match=told):
            correct_attendance(attendance, signed=False, reason=reason, actor=office)


@pytest.mark.parametrize(
    ("days", "left_at", "is_refused"), [(0, 8, True), (0, 9, False), (1, 8, False)], ids=str
)
def test_nobody_leaves_before_they_came_unless_on_another_day(days, left_at, is_refused, office):
    began = timezone.localdate() - timedelta(days=3)
    attendance = AttendanceFactory(session__starts_on=began, session__ends_on=began + timedelta(days=days))
    told = pytest.raises(RuleBroken, match="离场时间早于到场时间") if is_refused else nullcontext()
    with told:
        correct_attendance(
            attendance,
            signed=True,
            arrived_at=time(9),
            left_at=time(left_at),
            reason="照签到表",
            actor=office,
        )


def test_nobody_corrects_their_own_attendance(office):
    attendance = AttendanceFactory(signed=False, hours=0)
    Membership.objects.create(user=office, person=attendance.person)
    with pytest.raises(NotAllowed, match="不能更正自己的签到"):
        correct_attendance(attendance, signed=True, hours=Decimal(2), reason="漏签", actor=office)
    colleague = UserFactory(roles=[Role.OFFICE])
    assert correct_attendance(
        attendance, signed=True, hours=Decimal(2), reason="漏签", actor=colleague
    ).signed


def test_hours_do_not_exceed_those_of_the_session(office):
    attendance = AttendanceFactory()
    with pytest.raises(RuleBroken, match="不能超过这次培训的 4"):
        correct_attendance(attendance, signed=True, hours=Decimal("4.5"), reason="核对", actor=office)
    correct_attendance(attendance, signed=True, hours=Decimal("3.5"), reason="核对", actor=office)


@pytest.mark.parametrize("role", OTHERS)
def test_only_the_office_writes(role):
    user, attendance = UserFactory(roles=[role]), AttendanceFactory()
    with pytest.raises(NotAllowed):
        SESSIONS.add(title="第一期", starts_on=DAY, actor=user)
    with pytest.raises(NotAllowed):
        write(attendance.session, SESSIONS.changes, {}, actor=user)
    with pytest.raises(NotAllowed):
        correct_attendance(attendance, signed=False, reason="核对", actor=user)
    for row, table in ((attendance, ATTENDANCES), (attendance.session, SESSIONS)):
        with pytest.raises(NotAllowed):
            removing(row, table.removes, actor=user)
