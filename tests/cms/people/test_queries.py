"""Reads of the rosters: gaps, merit, and what an account may see."""

from datetime import date

import pytest

from cms.accounts.enums import Role
from cms.people.enums import AppointmentRole, AppointmentState
from cms.people.models import RosterSetting, StarLevel
from cms.people.queries import merit, visible_appointments, visible_service_records
from cms.people.queries.coverage import coverage
from cms.places.models import Place, PlaceCoordinator
from tests.cms.accounts.factories import UserFactory
from tests.cms.people.factories import (
    AppointmentFactory,
    PersonFactory,
    ServiceRecordFactory,
    VolunteerFactory,
)
from tests.cms.places.factories import CommunityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return UserFactory(roles=[Role.OFFICE])


def coordinator_of(place):
    user = UserFactory(roles=[Role.COMMUNITY_COORDINATOR])
    PlaceCoordinator.objects.create(user=user, place=place)
    return user


def test_coverage_counts_the_active_and_puts_the_largest_gap_first(django_assert_max_num_queries):
    full, empty = CommunityFactory(), CommunityFactory()
    AppointmentFactory.create_batch(3, community=full)
    AppointmentFactory(community=full, role=AppointmentRole.VOLUNTEER)
    AppointmentFactory(community=empty, state=AppointmentState.TRAINING)
    with django_assert_max_num_queries(4):
        found = coverage(Place.objects.all())
    assert [(item.community, item.active, item.training, item.missing) for item in found] == [
        (empty, 0, 1, 3),
        (full, 3, 0, 0),
    ]


def test_minimum_of_the_coverage_is_the_offices():
    setting = RosterSetting.load()
    setting.minimum_per_community = 2
    setting.save()
    CommunityFactory()
    assert [item.missing for item in coverage(Place.objects.all())] == [2]


def test_coordinator_sees_the_own_rows_only(office):
    own, other = AppointmentFactory(), AppointmentFactory()
    assert list(visible_appointments(coordinator_of(own.community))) == [own]
    assert list(visible_appointments(coordinator_of(own.community.parent))) == [own]
    assert set(visible_appointments(office)) == {own, other}
    assert not visible_appointments(UserFactory(roles=[Role.AGENCY_LOGGER])).exists()


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
