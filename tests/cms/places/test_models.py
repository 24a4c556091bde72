import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from cms.places.enums import PlaceKind, ServiceTier
from cms.places.models import Place
from tests.cms.places.factories import (
    CommunityFactory,
    DistrictFactory,
    ServicePointFactory,
    SubdistrictFactory,
)

pytestmark = pytest.mark.django_db


def test_subdistrict_of_a_community_is_its_parent():
    community = CommunityFactory()
    assert community.subdistrict == community.parent
    assert community.parent.subdistrict == community.parent
    assert community.parent.parent.subdistrict is None


def test_descendants_are_all_below_and_nothing_beside():
    community = CommunityFactory()
    CommunityFactory()
    district = community.parent.parent
    assert set(district.descendants()) == {community.parent, community}


def test_community_cannot_stand_right_under_the_district():
    place = CommunityFactory.build(parent=DistrictFactory())
    with pytest.raises(ValidationError, match="居民委员会不能设在区之下"):
        place.full_clean()


def test_district_with_a_parent_is_refused_by_the_database():
    parent = DistrictFactory()
    with pytest.raises(IntegrityError):
        DistrictFactory(parent=parent)


def test_area_may_hold_communities_of_several_subdistricts():
    district = DistrictFactory()
    members = [CommunityFactory(parent=SubdistrictFactory(parent=district)) for _ in range(2)]
    area = Place.objects.create(code="P1", name="北片区", kind=PlaceKind.AREA, parent=district)
    area.full_clean()
    area.members.set(members)
    assert set(area.members.all()) == set(members)


@pytest.mark.parametrize(
    ("tier", "parent_tier", "allowed"),
    [
        (tier, parent, parent < tier)
        for tier in (ServiceTier.STATION, ServiceTier.LOUNGE, ServiceTier.STUDIO)
        for parent in ServiceTier
    ],
)
def test_parent_of_a_service_point_is_of_a_higher_tier(tier, parent_tier, allowed):
    centre = ServicePointFactory()
    parent = (
        centre if parent_tier == ServiceTier.CENTRE else ServicePointFactory(tier=parent_tier, parent=centre)
    )
    point = ServicePointFactory.build(tier=tier, parent=parent, place=centre.place)
    if allowed:
        point.full_clean()
    else:
        with pytest.raises(ValidationError, match="上级站点的层级必须更高"):
            point.full_clean()
