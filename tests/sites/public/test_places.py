"""Where to go, as anybody sees it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.places.models import Outline
from sites.public.views.places import PAGE_SIZE
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.duties.factories import ActivityFactory
from tests.cms.events.factories import EventFactory, SeriesFactory
from tests.cms.places.factories import CommunityFactory, ServicePointFactory, SubdistrictFactory, VenueFactory

pytestmark = pytest.mark.django_db
RING = [[121.4, 31.2], [121.5, 31.2], [121.5, 31.3], [121.4, 31.3], [121.4, 31.2]]
SQUARE = {"type": "MultiPolygon", "coordinates": [[RING]]}


def page_of(client, **query) -> str:
    return client.get(reverse("public:places"), query).content.decode()


def test_list_leads_to_each_place_and_to_the_hotline(client):
    places = VenueFactory(), ServicePointFactory()
    page = page_of(client)
    assert all(place.get_absolute_url() in page for place in places)
    assert 'href="tel:12348"' in page


def test_hours_that_say_what_the_moment_says_stand_once(client):
    venue = VenueFactory(opening_hours="全天开放")
    pages = page_of(client), client.get(venue.get_absolute_url()).content.decode().partition("<main")[2]
    assert [page.count("全天开放") for page in pages] == [1, 1]


def test_nearest_to_a_typed_community(client):
    community = CommunityFactory(name="枕河居委会", short_name="枕河")
    near = ServicePointFactory(place=community, longitude="121.4", latitude="31.2")
    far = ServicePointFactory(longitude="121.41", latitude="31.2")
    page = page_of(client, near="枕河")
    assert page.index(near.get_absolute_url()) < page.index(far.get_absolute_url())
    assert "从枕河居委会算的直线距离" in page
    assert "约 1.0 公里" in page


def test_place_that_is_not_known_is_told_and_the_list_stands(client):
    point = ServicePointFactory()
    page = page_of(client, near="火星")
    assert "没有认出“火星”" in page
    assert point.get_absolute_url() in page


@pytest.mark.parametrize(
    ("lon", "lat"),
    [("x", "31"), ("", ""), ("nan", "31"), ("inf", "31"), ("0", "0"), ("1e400", "31"), ("31", "121")],
)
def test_position_that_is_none_is_passed_over(lon, lat, client):
    ServicePointFactory(longitude="121.4", latitude="31.2")
    assert "直线距离" not in page_of(client, lon=lon, lat=lat)


def test_nearest_to_where_one_is(client):
    ServicePointFactory(longitude="121.4", latitude="31.2")
    assert "从您现在的位置算的直线距离" in page_of(client, lon="121.401", lat="31.2")


def test_list_costs_the_same_whatever_its_length(client, django_assert_max_num_queries):
    for _each in range(20):
        VenueFactory(place=CommunityFactory())
        ServicePointFactory(place=CommunityFactory())
    with django_assert_max_num_queries(17):
        assert "40 处" in page_of(client)


def test_each_mark_leads_to_its_line_on_this_page_or_another(client):
    town = SubdistrictFactory()
    Outline.objects.create(place=town, shape=SQUARE)
    for _each in range(PAGE_SIZE + 1):
        VenueFactory(longitude="121.45", latitude="31.25", coordinate_system="wgs84", barrier_free="坡道")
    asked = {"what": "venue", "barrier_free": "1"}
    first, second = (page_of(client, **asked, page=number) for number in (1, 2))
    assert (first.count("<li id="), second.count("<li id=")) == (PAGE_SIZE, 1)
    last = PAGE_SIZE + 1
    to_last = f'href="?what=venue&amp;barrier_free=1&amp;page=2#place-{last}"'
    assert ('href="#place-1"' in first, to_last in first) == (True, True)
    to_first = 'href="?what=venue&amp;barrier_free=1&amp;page=1#place-1"'
    assert (f'id="place-{last}"' in second, f'href="#place-{last}"' in second, to_first in second) == (
        True,
        True,
        True,
    )


def test_venue_says_what_is_on_there(client):
    venue = VenueFactory(opening_hours="全天开放")
    here, _elsewhere = EventFactory(venue=venue), EventFactory()
    page = client.get(venue.get_absolute_url()).content.decode()
    assert page.count('href="/events/') == 2
    assert here.get_absolute_url() in page
    assert "全天开放</span>" in page


def test_venue_says_what_comes_again_what_was_done_and_whose_it_is(client):
    unit = AgencyFactory(name="青桥区司法局", short_name="区司法局")
    venue = VenueFactory(responsible_unit="区司法局")
    here, elsewhere = SeriesFactory(name="广场晨读"), SeriesFactory(name="别处的")
    EventFactory(venue=venue, series=here)
    EventFactory(series=elsewhere)
    EventFactory(venue=venue, series=elsewhere, state="draft")
    done = ActivityFactory(venue=venue, state="published", name="广场普法")
    ActivityFactory(venue=venue, state="approved", name="没公布的")
    page = client.get(venue.get_absolute_url()).content.decode()
    links = (here.get_absolute_url(), done.get_absolute_url(), f"/activities/?host={unit.code}")
    assert [f'href="{link}"' in page for link in links] == [True] * 3
    assert [word in page for word in ("别处的", "没公布的")] == [False] * 2


@pytest.mark.parametrize("unit", ["", "没有这个单位"])
def test_unit_that_is_no_agency_is_named_without_a_link(unit, client):
    page = client.get(VenueFactory(responsible_unit=unit).get_absolute_url()).content.decode()
    assert "/activities/?host=" not in page


def test_point_leads_up_and_down_the_network(client):
    centre = ServicePointFactory()
    station = ServicePointFactory(tier=2, parent=centre)
    gone = ServicePointFactory(tier=2, parent=centre, is_open=False)
    page = client.get(centre.get_absolute_url()).content.decode()
    assert (station.get_absolute_url() in page, gone.get_absolute_url() in page) == (True, False)
    assert centre.get_absolute_url() in client.get(station.get_absolute_url()).content.decode()


def test_place_that_is_closed_for_good_keeps_its_address_and_says_so(client):
    venue = VenueFactory(is_open=False, opening_hours="全天开放")
    page = client.get(venue.get_absolute_url()).content.decode()
    assert "现在停用" in page
    assert "全天开放</span>" not in page


def months_ago(count: int) -> date:
    today = timezone.localdate()
    year, month = divmod(today.year * 12 + today.month - 1 - count, 12)
    return date(year, month + 1, 1)


@pytest.mark.parametrize(
    ("months", "told"), [(11, "核验于"), (12, "核验于 12 个月前"), (14, "核验于 14 个月前")]
)
def test_old_fact_says_how_old_it_is(months, told, client):
    page = client.get(VenueFactory(checked_on=months_ago(months)).get_absolute_url()).content.decode()
    assert told in page
    assert ("可能有变" in page) == (months >= 12)


def test_way_there_is_a_link_and_nothing_is_asked_of_anybody_before(client):
    venue = VenueFactory(longitude="121.4", latitude="31.2")
    page = client.get(venue.get_absolute_url()).content.decode()
    assert 'href="https://uri.amap.com/navigation?to=121.400000%2C31.200000' in page
    assert 'src="https' not in page


def test_special_day_stands_on_the_page(client):
    tomorrow = timezone.localdate() + timedelta(days=1)
    venue = VenueFactory(special_days=f"{tomorrow:%Y-%m-%d} 不开放")
    assert f"{tomorrow:%Y-%m-%d} 不开放" in client.get(venue.get_absolute_url()).content.decode()


def test_only_the_list_may_ask_where_one_is(client):
    venue = VenueFactory()
    asked = client.get(reverse("public:places")).headers["Permissions-Policy"]
    assert ("geolocation=(self)" in asked, "camera=()" in asked) == (True, True)
    assert "geolocation=()" in client.get(venue.get_absolute_url()).headers["Permissions-Policy"]
