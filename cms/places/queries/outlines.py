"""The district as a drawing: the outlines of its 街镇, or of the 居村 of one, with a number in each.

Needs nobody's tiles.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from shapely.geometry import shape

from cms.core.coordinates import Spot
from cms.places.models import Outline, Place

WIDTH = 760
MARGIN = 8
# Shades from nothing to most; they differ in lightness, so they read in grey.
SHADES = 4
# Of a district without breadth, so that nothing is divided by it.
LEAST = 1e-9


@dataclass(frozen=True)
class Area:
    """One place on the drawing: its path, where its name stands, its number and the shade of it."""

    pk: int
    name: str
    path: str
    x: float
    y: float
    number: int
    shade: int


@dataclass(frozen=True)
class Mark:
    """Where a place stands on the drawing, and what it is known by."""

    key: int
    x: float
    y: float


@dataclass(frozen=True)
class DistrictMap:
    width: int
    height: int
    areas: tuple[Area, ...]
    # West, south, east, north in WGS-84.
    bounds: tuple[float, float, float, float]
    marks: tuple[Mark, ...] = ()
    # Of the 居村 within the 街镇: one path of thin lines.
    borders: str = ""


@dataclass(frozen=True)
class Projection:
    """Degrees to the drawing's points, the whole of `bounds` in view: west, south, east, north."""

    bounds: tuple[float, float, float, float]

    @property
    def _narrow(self) -> float:
        """A degree of longitude is shorter than one of latitude, the more so the farther north."""
        return math.cos(math.radians((self.bounds[1] + self.bounds[3]) / 2))

    @property
    def _scale(self) -> float:
        west, _south, east, _north = self.bounds
        return (WIDTH - 2 * MARGIN) / max((east - west) * self._narrow, LEAST)

    @property
    def point(self) -> float:
        """So many degrees of latitude are one point of the drawing."""
        return 1 / self._scale

    @property
    def height(self) -> int:
        _west, south, _east, north = self.bounds
        return round((north - south) * self._scale + 2 * MARGIN)

    def place(self, x: float, y: float) -> tuple[float, float]:
        west, _south, _east, north = self.bounds
        return (
            round(MARGIN + (x - west) * self._narrow * self._scale, 1),
            round(MARGIN + (north - y) * self._scale, 1),
        )

    def holds(self, x: float, y: float) -> bool:
        west, south, east, north = self.bounds
        return west <= x <= east and south <= y <= north


def district_map(numbers: Mapping[int, int], spots: Mapping[int, Spot] | None = None) -> DistrictMap | None:
    """The district with a number for each 街镇 by its key, 0 where there is none; None without outlines.

    `spots` are places to be marked, by what they are known by to the caller; those outside are left out.
    """
    return _drawn(
        _shapes(Place.objects.subdistricts()), numbers, spots or {}, _shapes(Place.objects.communities())
    )


def town_map(town: Place, numbers: Mapping[int, int]) -> DistrictMap | None:
    """One 街镇 with a number for each of its 居村; None where their outlines are not known."""
    return _drawn(_shapes(Place.objects.communities().filter(parent=town)), numbers, {}, {})


def _shapes(places: QuerySet[Place]) -> dict[Place, Any]:
    held = Outline.objects.filter(place__in=places).select_related("place").order_by("place__code")
    return {outline.place: shape(outline.shape) for outline in held}


def _drawn(shapes, numbers: Mapping[int, int], spots: Mapping[int, Spot], within) -> DistrictMap | None:
    if not shapes:
        return None
    drawing = Projection(_bounds(shapes.values()))
    most = max((numbers.get(each.pk, 0) for each in shapes), default=0)
    areas = (
        _area(place, drawn, drawing.place, numbers.get(place.pk, 0), most) for place, drawn in shapes.items()
    )
    marks = tuple(Mark(key, *drawing.place(*spot)) for key, spot in spots.items() if drawing.holds(*spot))
    borders = "".join(_outline(drawn.simplify(drawing.point), drawing.place) for drawn in within.values())
    return DistrictMap(WIDTH, drawing.height, tuple(areas), drawing.bounds, marks, borders)


def _area(place, drawn, project, number: int, most: int) -> Area:
    inside = drawn.representative_point()
    x, y = project(inside.x, inside.y)
    return Area(place.pk, place.name, _outline(drawn, project), x, y, number, _shade(number, most))


def _outline(drawn, project) -> str:
    parts = getattr(drawn, "geoms", [drawn])
    rings = [ring for each in parts for ring in (each.exterior, *each.interiors)]
    return "".join(_path([project(*point[:2]) for point in ring.coords]) for ring in rings)


def _path(points: list[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in points) + "Z"


def _shade(number: int, most: int) -> int:
    """0 for nothing, then 1 to `SHADES` by the share of the most."""
    return 0 if number <= 0 else 1 + min(SHADES - 1, number * SHADES // (most + 1))


def _bounds(shapes) -> tuple[float, float, float, float]:
    bounds = list(zip(*(each.bounds for each in shapes), strict=True))
    return min(bounds[0]), min(bounds[1]), max(bounds[2]), max(bounds[3])
