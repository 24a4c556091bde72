"""What a typed address is taken for: only what the office has registered itself."""

import pytest

from cms.places.queries.naming import spot_named
from tests.cms.places.factories import (
    CommunityFactory,
    ServicePointFactory,
    SubdistrictFactory,
    VenueFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def community():
    town = SubdistrictFactory(name="柳岸街道", short_name="柳岸")
    return CommunityFactory(name="枕河居委会", short_name="", parent=town)


@pytest.fixture
def roads(community):
    """Registered addresses, west to east."""
    for east, name, address in (
        ("121.41", "书院站", "普陀区书院路 9 号二楼"),
        ("121.42", "书院东站", "书院路 89 号"),
        ("121.43", "南书院站", "柳岸街道南书院路100弄5号"),
        ("121.44", "街道站", "柳岸街道便民服务中心一楼"),
        ("121.45", "长廊", "枕河步道西段"),
    ):
        ServicePointFactory(
            name=name, address=address, place=community, longitude=east, latitude="31.2",
            coordinate_system="wgs84",
        )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "told", "east"),
    [
        # By the number nearest to the one typed; the lane's number is the road's.
        ("书院路 12 号", "书院路9号（书院站）", 121.41),
        ("普陀区书院路８８号301室", "书院路89号（书院东站）", 121.42),
        ("书院路49号", "书院路9号（书院站）", 121.41),
        ("书院路189号", "书院路89号（书院东站）", 121.42),
        ("南书院路 120 弄 3 号", "南书院路100号（南书院站）", 121.43),
        # Too far along the road: the community, where one is named, else the road.
        ("书院路190号", "书院路", 121.415),
        ("枕河居委会书院路190号", "枕河居委会", 121.43),
        ("书院路", "书院路", 121.415),
        # By the whole name of a place.
        ("去书院东站怎么走", "书院东站", 121.42),
        # By the community, as people call it; by the town. Its 街道 is no road.
        ("枕河社区3号楼", "枕河居委会", 121.43),
        ("枕河", "枕河居委会", 121.43),
        ("我住枕河居委会 3 号楼", "枕河居委会", 121.43),
        ("柳岸街道12号", "柳岸街道", 121.43),
        ("柳岸", "柳岸街道", 121.43),
    ],
)
def test_address_is_found_by_what_is_registered(roads, text, told, east):
    found = spot_named(text)
    assert (found.told, found.spot) == (told, pytest.approx((east, 31.2)))


@pytest.mark.parametrize("text", ["火星", "1", "　", "路", "枕", "学府路9号", "9号"])
def test_words_that_name_nothing_known_find_none(roads, text):
    assert spot_named(text) is None


def test_closed_place_says_of_no_road_where_it_is(community):
    VenueFactory(address="书院路9号", longitude="121.4", latitude="31.2", is_open=False)
    VenueFactory(address="书院路9号")
    assert spot_named("书院路9号") is None


def test_community_whose_places_have_no_coordinates_is_known_without_a_spot():
    assert spot_named("枕河") == ("枕河居委会", None)


def test_longest_name_counts_and_one_borne_by_two_is_none():
    CommunityFactory(name="枕河南居委会", short_name="枕河南")
    assert spot_named("枕河南居委会门口").told == "枕河南居委会"
    CommunityFactory(name="枕河居委会", short_name="枕河", parent=SubdistrictFactory())
    assert spot_named("枕河居委会") is None


def test_cost_does_not_grow_with_the_places(roads, django_assert_num_queries):
    with django_assert_num_queries(5):
        spot_named("书院路190号")
