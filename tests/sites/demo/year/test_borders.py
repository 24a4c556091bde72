"""What a town is shared out into: all of it, nothing twice, no holes, the same for a seed."""

from itertools import combinations
from random import Random

import pytest
from shapely.geometry import MultiPolygon, Point, Polygon
from shapely.ops import unary_union

from sites.demo.office import OUTLINES
from sites.demo.year.borders import shared_out
from sites.demo.year.places import outlines

WHOLES = [*outlines(), *(MultiPolygon([Polygon(points)]) for points in OUTLINES.values())]


@pytest.mark.parametrize("wanted", [1, 4, 17])
@pytest.mark.parametrize("whole", WHOLES, ids=range(len(WHOLES)))
def test_town_is_shared_out_wholly_and_nothing_twice(whole, wanted):
    parts = shared_out(whole, [None] * wanted, Random(3))
    assert len(parts) == wanted
    assert all(part.is_valid and part.area > whole.area / wanted / 20 for part in parts)
    assert all(one.intersection(other).area < 1e-12 for one, other in combinations(parts, 2))
    assert unary_union(parts).symmetric_difference(whole).area < 1e-9
    assert not any(each.interiors for part in parts for each in part.geoms)


def test_known_middle_lies_in_its_own_part_and_the_same_seed_draws_the_same():
    whole = WHOLES[-1]
    known = whole.representative_point()
    middles = [None, Point(known.x, known.y), None, None]
    parts = shared_out(whole, middles, Random(5))
    assert parts[1].contains(known)
    assert parts == shared_out(whole, middles, Random(5)) != shared_out(whole, middles, Random(6))
