"""The district as a drawing: the outlines of its 街镇 with a number in each. Needs nobody's tiles."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from shapely.geometry import shape

from cms.places.models import Outline

WIDTH = 760
MARGIN = 8
# Shades from nothing to most; they differ in lightness, so they read in grey.
SHADES = 4


@dataclass(frozen=True)
class Area:
    """One 街镇 on the drawing: its path, where its name stands, its number and the shade of it."""

    pk: int
    name: str
    path: str
    x: float
    y: float
    number: int
    shade: int


@dataclass(frozen=True)
class DistrictMap:
    width: int
    height: int
    areas: tuple[Area, ...]


def district_map(numbers: Mapping[int, int]) -> DistrictMap | None:
    """The district with a number for each 街镇 by its key, 0 where there is none; None without outlines."""
    held = list(Outline.objects.select_related("place").order_by("place__code"))
    if not held:
        return None
    shapes = {outline.place: shape(outline.shape) for outline in held}
    west, south, east, north = _bounds(shapes.values())
    # A degree of longitude is shorter than one of latitude, the more so the farther north.
    narrow = math.cos(math.radians((south + north) / 2))
    scale = (WIDTH - 2 * MARGIN) / max((east - west) * narrow, 1e-9)
    height = round((north - south) * scale + 2 * MARGIN)

    def place(x: float, y: float) -> tuple[float, float]:
        return round(MARGIN + (x - west) * narrow * scale, 1), round(MARGIN + (north - y) * scale, 1)

    most = max((numbers.get(each.pk, 0) for each in shapes), default=0)
    areas = (_area(town, drawn, place, numbers.get(town.pk, 0), most) for town, drawn in shapes.items())
    return DistrictMap(WIDTH, height, tuple(areas))


def _area(town, drawn, place, number: int, most: int) -> Area:
    inside = drawn.representative_point()
    x, y = place(inside.x, inside.y)
    rings = [ring for each in drawn.geoms for ring in (each.exterior, *each.interiors)]
    path = "".join(_path([place(*point[:2]) for point in ring.coords]) for ring in rings)
    return Area(town.pk, town.name, path, x, y, number, _shade(number, most))


def _path(points: list[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in points) + "Z"


def _shade(number: int, most: int) -> int:
    """0 for nothing, then 1 to `SHADES` by the share of the most."""
    return 0 if number <= 0 else 1 + min(SHADES - 1, number * SHADES // (most + 1))


def _bounds(shapes) -> tuple[float, float, float, float]:
    bounds = list(zip(*(each.bounds for each in shapes), strict=True))
    return min(bounds[0]), min(bounds[1]), max(bounds[2]), max(bounds[3])
