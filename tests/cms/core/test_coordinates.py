"""From one coordinate system to another and back: as others compute it, to the decimetre."""

import pytest

from cms.core.coordinates import CoordinateSystem, converted

WGS84, GCJ02, BD09 = CoordinateSystem

# As an independent implementation (geocoordinates-rs 0.14.2) has them.
KNOWN = [
    ((121.4173, 31.2411), (121.421946, 31.239265), (121.428408, 31.245482)),
    ((116.404, 39.915), (116.410244, 39.916404), (116.416627, 39.922700)),
    ((113.2644, 23.1291), (113.269730, 23.126423), (113.276151, 23.132711)),
    ((87.6168, 43.8256), (87.619650, 43.826805), (87.626100, 43.832950)),
]
DECIMETRE = 1e-6


@pytest.mark.parametrize("spots", KNOWN)
@pytest.mark.parametrize("given", [0, 1, 2])
@pytest.mark.parametrize("wanted", [0, 1, 2])
def test_spot_is_the_same_in_every_system(spots, given, wanted):
    systems = list(CoordinateSystem)
    found = converted(spots[given], systems[given], systems[wanted])
    assert found == pytest.approx(spots[wanted], abs=2 * DECIMETRE)


@pytest.mark.parametrize("spot", [(73.0, 3.0), (136.0, 54.0), (73.0, 54.0), (105.0, 35.0)])
@pytest.mark.parametrize("system", [GCJ02, BD09])
def test_way_there_and_back_ends_where_it_began(spot, system):
    there = converted(spot, WGS84, system)
    assert converted(there, system, WGS84) == pytest.approx(spot, abs=2 * DECIMETRE)


def test_same_system_leaves_a_spot_as_it_is():
    assert converted((121.1234567, 31.7654321), BD09, BD09) == (121.1234567, 31.7654321)
