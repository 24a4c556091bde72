from datetime import date, time
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from cms.accounts.enums import Role
from cms.core.errors import NotAllowed
from cms.core.models import AuditEntry
from cms.places.models import PlaceCoordinator
from cms.training.queries import Turnout, turnout, visible_attendances
from cms.training.services import hold_session, sign_in
from tests.cms.accounts.factories import UserFactory
from tests.cms.people.factories import AppointmentFactory, PersonFactory
from tests.cms.training.factories import AttendanceFactory, TrainingSessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return UserFactory(roles=[Role.OFFICE])


def test_session_is_held_and_a_person_signs_in_once(office):
    session = hold_session(title="第一期", starts_on=date(2026, 5, 16), hours=Decimal(4), actor=office)
    person = PersonFactory()
    for arrived in (time(8, 50), time(8, 55)):
        attendance = sign_in(session, person, hours=Decimal(4), arrived_at=arrived, actor=office)
    assert (attendance.arrived_at, session.ends_on) == (time(8, 55), date(2026, 5, 16))
    assert turnout(session) == Turnout(attended=1, absent=0, hours=Decimal(4))
    trail = list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))
    assert trail == ["training.session.hold", "training.attendance.sign", "training.attendance.sign"]


def test_who_was_absent_may_still_be_signed_in(office):
    absent = AttendanceFactory(signed=False, hours=0)
    sign_in(absent.session, absent.person, hours=Decimal(2), actor=office)
    absent.refresh_from_db()
    assert (absent.signed, absent.hours) == (True, 2)


def test_same_session_is_not_entered_twice(office):
    held = TrainingSessionFactory()
    with pytest.raises(ValidationError, match="已有同名"):
        hold_session(title=held.title, starts_on=date(2026, 5, 16), actor=office)


def test_hours_do_not_exceed_those_of_the_session(office):
    with pytest.raises(ValidationError, match="不能超过这次培训的 4 学时"):
        sign_in(TrainingSessionFactory(hours=4), PersonFactory(), hours=Decimal("4.5"), actor=office)


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.OFFICE, Role.ADMINISTRATOR)])
def test_only_the_office_writes(role):
    user = UserFactory(roles=[role])
    with pytest.raises(NotAllowed):
        hold_session(title="第一期", starts_on=date(2026, 5, 16), actor=user)
    with pytest.raises(NotAllowed):
        sign_in(TrainingSessionFactory(), PersonFactory(), hours=Decimal(1), actor=user)


def test_turnout_counts_who_came_and_who_did_not():
    session = TrainingSessionFactory()
    AttendanceFactory.create_batch(2, session=session)
    AttendanceFactory(session=session, signed=False, hours=0)
    AttendanceFactory()
    assert turnout(session) == Turnout(attended=2, absent=1, hours=Decimal(8))
    assert turnout(TrainingSessionFactory()) == Turnout(attended=0, absent=0, hours=Decimal(0))


def test_coordinator_sees_who_of_the_own_people_came(office):
    own, other = AppointmentFactory(), AppointmentFactory()
    seen, unseen = AttendanceFactory(person=own.person), AttendanceFactory(person=other.person)
    coordinator = UserFactory(roles=[Role.COMMUNITY_COORDINATOR])
    PlaceCoordinator.objects.create(user=coordinator, place=own.community)
    assert list(visible_attendances(coordinator)) == [seen]
    assert set(visible_attendances(office)) == {seen, unseen}
    assert not visible_attendances(UserFactory(roles=[Role.MEMBER])).exists()
