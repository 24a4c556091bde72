"""The district drawn: every town once, its shade by its number, its name inside."""

import pytest
from django.urls import reverse
from shapely.geometry import MultiPolygon, box

from cms.accounts.enums import Role
from cms.places.queries.outlines import WIDTH, district_map, town_map
from cms.places.services import set_outlines
from tests.cms.accounts.factories import UserFactory
from tests.cms.duties.factories import ActivityFactory
from tests.cms.places.factories import CommunityFactory, SubdistrictFactory, VenueFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def towns():
    """Three side by side from west to east."""
    found = [SubdistrictFactory() for _ in range(3)]
    set_outlines(
        {
            town: MultiPolygon([box(121.0 + 0.1 * place, 31.0, 121.1 + 0.1 * place, 31.1)])
            for place, town in enumerate(found)
        },
        actor=UserFactory(roles=[Role.OFFICE]),
    )
    return found


def test_nothing_is_drawn_without_outlines():
    assert district_map({}) is None


def test_towns_stand_where_they_lie_within_the_width(towns):
    drawn = district_map({})
    xs = [area.x for area in drawn.areas]
    assert xs == sorted(xs)
    assert all(0 < x < WIDTH for x in xs)
    assert all(0 < area.y < drawn.height for area in drawn.areas)


def test_communities_are_lines_within_the_district_and_areas_of_their_town(towns):
    communities = [CommunityFactory(parent=towns[0]) for _ in range(2)]
    assert (district_map({}).borders, town_map(towns[0], {})) == ("", None)
    halves = [MultiPolygon([box(121.0, 31.0, 121.05, 31.1)]), MultiPolygon([box(121.05, 31.0, 121.1, 31.1)])]
    set_outlines(dict(zip(communities, halves, strict=True)), actor=UserFactory(roles=[Role.OFFICE]))
    drawn = district_map({})
    assert ([area.pk for area in drawn.areas], drawn.borders.count("M")) == ([town.pk for town in towns], 2)
    near = town_map(towns[0], {communities[1].pk: 3})
    assert [(area.pk, area.number) for area in near.areas] == [(communities[0].pk, 0), (communities[1].pk, 3)]


@pytest.mark.parametrize(
    ("numbers", "shades"),
    [((0, 0, 0), [0, 0, 0]), ((0, 1, 100), [0, 1, 4]), ((5, 5, 5), [4, 4, 4]), ((1, 50, 100), [1, 2, 4])],
)
def test_shade_follows_the_number(numbers, shades, towns):
    given = {town.pk: number for town, number in zip(towns, numbers, strict=True)}
    drawn = district_map(given)
    assert [area.shade for area in drawn.areas] == shades
    assert [area.number for area in drawn.areas] == list(numbers)


def test_dashboard_leads_from_a_town_to_its_activities(client, towns):
    venue = VenueFactory(place=CommunityFactory(parent=towns[0]))
    activity = ActivityFactory(venue=venue, state="approved")
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    year = activity.starts_at.year
    page = client.get(reverse("figures_year"), {"year": year}).content.decode()
    link = f"{reverse('figures_rows')}?by=subdistrict&amp;period=year&amp;year={year}&amp;key={towns[0].pk}"
    assert (page.count("district-map__area "), link in page) == (3, True)
    assert activity.name in client.get(link.replace("&amp;", "&")).content.decode()


def test_dashboard_without_outlines_says_where_to_get_them(client):
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    assert reverse("place:outlines") in client.get(reverse("figures_year")).content.decode()
