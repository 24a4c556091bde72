import pytest

from cms.accounts.enums import Role
from cms.places.models import PlaceCoordinator
from cms.places.permissions import can_coordinate
from cms.places.queries import coordinated_communities
from tests.cms.accounts.factories import UserFactory
from tests.cms.places.factories import CommunityFactory

pytestmark = pytest.mark.django_db


def coordinator_of(place):
    user = UserFactory(roles=[Role.COMMUNITY_COORDINATOR])
    PlaceCoordinator.objects.create(user=user, place=place)
    return user


def test_coordinator_of_a_community_reaches_that_community_only():
    own, sibling = CommunityFactory(), CommunityFactory()
    user = coordinator_of(own)
    assert [can_coordinate(user, place) for place in (own, sibling, own.parent)] == [True, False, False]
    assert list(coordinated_communities(user)) == [own]


def test_coordinator_of_a_subdistrict_reaches_its_communities():
    own, other = CommunityFactory(), CommunityFactory()
    user = coordinator_of(own.parent)
    assert [can_coordinate(user, place) for place in (own, own.parent, other)] == [True, True, False]
    assert list(coordinated_communities(user)) == [own]


def test_assignment_without_the_role_counts_for_nothing():
    place = CommunityFactory()
    user = UserFactory()
    PlaceCoordinator.objects.create(user=user, place=place)
    assert not can_coordinate(user, place)
    assert not coordinated_communities(user).exists()


def test_office_coordinates_all():
    place = CommunityFactory()
    office = UserFactory(roles=[Role.OFFICE])
    assert can_coordinate(office, place)
    assert list(coordinated_communities(office)) == [place]


def test_coordinator_of_a_district_reaches_nothing_below_it():
    community = CommunityFactory()
    subdistrict = community.parent
    district = subdistrict.parent
    user = coordinator_of(district)
    assert [can_coordinate(user, place) for place in (community, subdistrict, district)] == [False] * 3
    assert list(coordinated_communities(user)) == []
