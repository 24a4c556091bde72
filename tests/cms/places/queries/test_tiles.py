"""A picture behind the drawing only where the office names its source; it lies where the drawing lies."""

import re

import pytest
from django.core.exceptions import ValidationError
from shapely.geometry import MultiPolygon, box

from cms.accounts.enums import Role
from cms.core.coordinates import CoordinateSystem, converted
from cms.places.models import PlaceSetting
from cms.places.queries.outlines import WIDTH, Projection, district_map
from cms.places.queries.tiles import MOST_TILES, backdrop
from cms.places.services import set_outlines
from tests.cms.accounts.factories import UserFactory
from tests.cms.places.factories import SubdistrictFactory, VenueFactory

pytestmark = pytest.mark.django_db
SOURCE = "https://t0.tiles.example/wmts?T=vec_w&x={x}&y={y}&l={z}"


@pytest.fixture
def drawn():
    area = MultiPolygon([box(121.35, 31.22, 121.45, 31.30)])
    set_outlines({SubdistrictFactory(): area}, actor=UserFactory(roles=[Role.OFFICE]))
    return district_map({})


def use(**given):
    setting = PlaceSetting.load()
    for name, value in {"tile_source": SOURCE, **given}.items():
        setattr(setting, name, value)
    setting.save()


def test_nobody_else_is_asked_unless_the_office_says_so(client, drawn):
    VenueFactory(longitude="121.40", latitude="31.25")
    assert backdrop(drawn) is None
    page = client.get("/places/")
    assert ("<image" in page.content.decode(), "tiles.example" in page["Content-Security-Policy"]) == (
        False,
        False,
    )
    use(tile_credit="天地图 GS(2026)1 号", tile_system=CoordinateSystem.WGS84)
    page = client.get("/places/")
    assert "https://t0.tiles.example" in page["Content-Security-Policy"]
    assert ("<image" in page.content.decode(), "天地图 GS(2026)1 号" in page.content.decode()) == (True, True)
    # No other page may show them.
    assert "tiles.example" not in client.get("/events/")["Content-Security-Policy"]
    assert backdrop(None) is None


@pytest.mark.parametrize("system", [CoordinateSystem.WGS84, CoordinateSystem.GCJ02])
def test_tiles_cover_the_drawing_and_lie_where_their_degrees_are(system, drawn):
    use(tile_system=system)
    tiles = backdrop(drawn).tiles
    assert 1 < len(tiles) <= MOST_TILES
    assert min(tile.x for tile in tiles) <= 0
    assert min(tile.y for tile in tiles) <= 8
    assert max(tile.x + tile.width for tile in tiles) >= WIDTH - 8
    assert max(tile.y + tile.height for tile in tiles) >= drawn.height - 8
    # Its column gives its western edge in the tiles' own degrees; 31.3° north is row 13381 of level 15.
    x, y, depth = map(int, re.search(r"x=(\d+)&y=(\d+)&l=(\d+)", tiles[0].url).groups())
    corner = converted((x / 2**depth * 360 - 180, 31.3), system, CoordinateSystem.WGS84)
    assert abs(Projection(drawn.bounds).place(*corner)[0] - tiles[0].x) < 1
    assert y == 13381 >> (15 - depth)


@pytest.mark.parametrize(
    ("source", "is_one"),
    [
        (SOURCE, True),
        ("", True),
        (SOURCE.replace("{z}", ""), False),
        ("http://tiles.example/{x}/{y}/{z}", False),
        ("javascript:{x}{y}{z}", False),
    ],
)
def test_source_is_an_address_with_places_for_the_tile(source, is_one):
    setting = PlaceSetting(tile_source=source)
    if is_one:
        setting.full_clean()
    else:
        with pytest.raises(ValidationError) as refused:
            setting.full_clean()
        assert list(refused.value.message_dict) == ["tile_source"]
