"""Where to go: narrowed, open now, the nearest first."""

from datetime import datetime

import pytest

from cms.places.enums import ServiceTier
from cms.places.queries.distances import kilometres
from cms.places.queries.finding import POINT, VENUE, Wanted, places_found, services_offered
from cms.places.queries.whereabouts import usual_system
from tests.cms.places.factories import (
    CommunityFactory,
    ServicePointFactory,
    SubdistrictFactory,
    VenueFactory,
)

pytestmark = pytest.mark.django_db
# A Wednesday.
MORNING = datetime(2026, 11, 25, 10)


def found(near=None, moment=MORNING, **wanted) -> list:
    return [each.place for each in places_found(Wanted(**wanted), moment, near)]


@pytest.fixture
def town():
    return SubdistrictFactory(name="柳岸街道", short_name="柳岸")


@pytest.fixture
def community(town):
    return CommunityFactory(name="枕河居委会", short_name="枕河", parent=town)


def test_closed_for_good_is_not_found():
    VenueFactory(is_open=False)
    ServicePointFactory(is_open=False)
    assert found() == []


def test_narrowed_by_kind_tier_town_and_service(town, community):
    park, gallery = VenueFactory(kind="公园", place=community), VenueFactory(kind="长廊")
    centre = ServicePointFactory(services="法律咨询、法律援助申请")
    station = ServicePointFactory(tier=ServiceTier.STATION, parent=centre, place=town, services="法律咨询")
    assert found() == [park, gallery, centre, station]
    assert found(what=VENUE) == [park, gallery]
    assert found(what=POINT) == [centre, station]
    assert found(what=VENUE, kind="长廊") == [gallery]
    assert found(what=POINT, kind="2") == [station]
    assert found(what=POINT, kind="公园") == []
    # What lies in the town's communities lies in the town.
    assert found(town=town.code) == [park, station]
    assert found(service="法律援助申请") == [centre]
    assert services_offered() == ["法律咨询", "法律援助申请"]


def test_open_now_is_what_is_open_for_certain():
    open_, _closed, _unread = (
        VenueFactory(opening_hours=words) for words in ("9:00-17:00", "14:00-16:00", "预约开放")
    )
    assert found(open_now=True) == [open_]


@pytest.mark.parametrize("words", ["", "无", "暂无", " 没有 "])
def test_place_without_access_says_so_in_many_words(words):
    accessible = VenueFactory(barrier_free="坡道")
    VenueFactory(barrier_free=words)
    assert found(barrier_free=True) == [accessible]


def test_nearest_first_and_last_what_has_no_coordinates():
    far = VenueFactory(longitude="121.5", latitude="31.2")
    unknown = VenueFactory()
    near = ServicePointFactory(longitude="121.41", latitude="31.2")
    rows = places_found(Wanted(), MORNING, (121.4, 31.2))
    assert [each.place for each in rows] == [near, far, unknown]
    assert rows[2].away is None


def test_degree_is_as_long_as_on_the_earth():
    assert kilometres((121.0, 31.0), (121.0, 32.0)) == pytest.approx(111.2, abs=0.1)
    assert kilometres((121.0, 31.0), (122.0, 31.0)) == pytest.approx(95.3, abs=0.1)
    assert kilometres((121.0, 31.0), (121.0, 31.0)) == 0


def test_cost_does_not_grow_with_the_places(django_assert_num_queries):
    for _each in range(5):
        VenueFactory(opening_hours="9:00-17:00")
        ServicePointFactory()
    # The setting is made when it is first asked for.
    usual_system()
    with django_assert_num_queries(3):
        assert len(places_found(Wanted(), MORNING, (121.4, 31.2))) == 10
