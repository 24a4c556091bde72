"""Reads of training: who came, and whom an account may see."""

from decimal import Decimal

import pytest

from cms.accounts.enums import Role
from cms.places.models import PlaceCoordinator
from cms.training.queries import Turnout, turnout, visible_attendances
from tests.cms.accounts.factories import UserFactory
from tests.cms.people.factories import AppointmentFactory
from tests.cms.training.factories import AttendanceFactory, TrainingSessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return UserFactory(roles=[Role.OFFICE])


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
