"""A map picture behind the drawing of the district, where the office names a source of tiles; else none."""

import math
from dataclasses import dataclass
from itertools import product
from urllib.parse import urlsplit

from cms.core.coordinates import CoordinateSystem, Spot, converted
from cms.places.models import PlaceSetting
from cms.places.queries.outlines import DistrictMap, Projection

# Few enough to come at once on a phone.
MOST_TILES = 12
DEEPEST = 18


@dataclass(frozen=True)
class Tile:
    """One picture and where it lies on the drawing, in its points."""

    url: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Backdrop:
    """The tiles, what their source wants to be told, and the origin that pictures come from."""

    tiles: tuple[Tile, ...]
    credit: str
    origin: str


def backdrop(drawn: DistrictMap | None) -> Backdrop | None:
    """None without a drawing or without a source: nobody else is asked for anything."""
    setting = PlaceSetting.load() if drawn else None
    if drawn is None or setting is None or not setting.tile_source:
        return None
    west, south, east, north = drawn.bounds
    corners = [
        converted(spot, CoordinateSystem.WGS84, setting.tile_system)
        for spot in ((west, north), (east, south))
    ]
    depth, columns, rows = _cover(*corners)
    projection = Projection(drawn.bounds)
    tiles = tuple(_tile(setting, projection, depth, column, row) for row, column in product(rows, columns))
    parts = urlsplit(setting.tile_source)
    return Backdrop(tiles, setting.tile_credit, f"{parts.scheme}://{parts.netloc}")


def _cover(northwest: Spot, southeast: Spot) -> tuple[int, range, range]:
    """The deepest level at which few tiles cover all, and which they are."""
    for depth in range(DEEPEST, 0, -1):
        (left, top), (right, bottom) = (_numbered(spot, depth) for spot in (northwest, southeast))
        columns, rows = range(left, right + 1), range(top, bottom + 1)
        if len(columns) * len(rows) <= MOST_TILES:
            return depth, columns, rows
    return 0, range(1), range(1)


def _numbered(spot: Spot, depth: int) -> tuple[int, int]:
    east, north = spot
    size = 2**depth
    down = (1 - math.asinh(math.tan(math.radians(north))) / math.pi) / 2
    return int((east + 180) / 360 * size), int(down * size)


def _corner(depth: int, column: int, row: int) -> Spot:
    """The north-western one, in degrees of the tiles' own system."""
    size = 2**depth
    north = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * row / size))))
    return column / size * 360 - 180, north


def _tile(setting: PlaceSetting, projection: Projection, depth: int, column: int, row: int) -> Tile:
    url = setting.tile_source
    for name, value in (("{x}", column), ("{y}", row), ("{z}", depth)):
        url = url.replace(name, str(value))
    (left, top), (right, bottom) = (
        projection.place(*converted(_corner(depth, *at), setting.tile_system, CoordinateSystem.WGS84))
        for at in ((column, row), (column + 1, row + 1))
    )
    return Tile(url, left, top, round(right - left, 1), round(bottom - top, 1))
