"""The larger district: as many as it says, side by side on the map, the same for a seed."""

from datetime import date
from itertools import combinations

import pytest
from django.db import transaction
from shapely.geometry import Polygon

from cms.agencies.models import Agency, AgencyName
from cms.places.models import Outline, Place, ServicePoint, Venue
from sites.demo.office import OUTLINES, build_office
from sites.demo.year.bodies import build_bodies
from sites.demo.year.borders import build_borders
from sites.demo.year.network import build_network
from sites.demo.year.places import build_places, outlines
from sites.demo.year.scale import SCALES, Scale

TODAY = date(2026, 11, 27)
REDUCED = Scale(communities=37, venues=10, reported=0, written=0, people=0, volunteers=0, events=0)


class _Undone(Exception):
    pass


def _district():
    """What a load says of its places; nothing of it stays."""
    try:
        with transaction.atomic():
            office = build_office()
            communities = build_places(office, REDUCED)
            build_borders(REDUCED.seed)
            build_bodies(office)
            build_network(office, communities, REDUCED, TODAY)
            told = {
                "towns": Place.objects.subdistricts().count(),
                "communities": Place.objects.communities().count(),
                "outlines": Outline.objects.count(),
                "agencies": Agency.objects.count(),
                "venues": Venue.objects.count(),
                "tiers": sorted({*ServicePoint.objects.values_list("tier", flat=True)}),
                "unserved": Place.objects.communities().filter(servicepoints=None).count(),
                "nameless": Agency.objects.filter(names=None).count(),
            }
            rows = [
                [*Place.objects.values_list("code", "name", "kind")],
                [*AgencyName.objects.values_list("agency__code", "name")],
                [*Venue.objects.values_list("code", "name", "longitude", "latitude", "opening_hours")],
                [*ServicePoint.objects.values_list("code", "parent__code", "longitude", "office_phone")],
            ]
            raise _Undone
    except _Undone:
        return told, rows


@pytest.mark.django_db
def test_the_same_seed_makes_the_same_district_in_the_numbers_it_says():
    told, rows = _district()
    # Four communities of the small demo have no studio: gaps for the office to see.
    assert told == {
        "towns": 12, "communities": 37, "outlines": 49, "agencies": 40, "venues": 10,
        "tiers": [1, 2, 3, 4], "unserved": 4, "nameless": 0,
    }  # fmt: skip
    assert _district()[1] == rows


def test_outlines_lie_side_by_side():
    shapes = [*outlines(), *(Polygon(points) for points in OUTLINES.values())]
    assert len(shapes) == 12
    assert all(one.intersection(other).area < 1e-9 for one, other in combinations(shapes, 2))
    # A place is drawn well inside the border of its town.
    assert all(shape.buffer(-0.003).area > 0 for shape in shapes)


@pytest.mark.parametrize("size", SCALES)
def test_every_town_has_as_many_names_as_communities(size):
    assert (SCALES[size].communities - 10) / 9 <= 144
