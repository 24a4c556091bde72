"""What the tables of training refuse, whoever writes them."""

from datetime import date
from decimal import Decimal

import pytest

from cms.accounts.enums import Role
from cms.core.errors import NotAllowed, RuleBroken
from cms.core.models import AuditEntry
from cms.core.writing import removing, write
from cms.training.models import Attendance, TrainingSession
from cms.training.services import ATTENDANCES, SESSIONS
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


def test_who_was_absent_may_still_be_signed_in(office):
    absent = AttendanceFactory(signed=False, hours=0)
    write(absent, ATTENDANCES.changes, {"signed": True, "hours": Decimal(2)}, actor=office)
    absent.refresh_from_db()
    assert (absent.signed, absent.hours) == (True, 2)


def test_hours_do_not_exceed_those_of_the_session(office):
    attendance = AttendanceFactory()
    with pytest.raises(RuleBroken, match="不能超过这次培训的 4"):
        write(attendance, ATTENDANCES.changes, {"hours": Decimal("4.5")}, actor=office)
    write(attendance, ATTENDANCES.changes, {"hours": Decimal("3.5")}, actor=office)


@pytest.mark.parametrize("role", OTHERS)
def test_only_the_office_writes(role):
    user, attendance = UserFactory(roles=[role]), AttendanceFactory()
    with pytest.raises(NotAllowed):
        SESSIONS.add(title="第一期", starts_on=DAY, actor=user)
    for row, table in ((attendance, ATTENDANCES), (attendance.session, SESSIONS)):
        with pytest.raises(NotAllowed):
            write(row, table.changes, {}, actor=user)
        with pytest.raises(NotAllowed):
            removing(row, table.removes, actor=user)
