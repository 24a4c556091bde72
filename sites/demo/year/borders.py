"""The borders of the communities: each town is shared out among its own, without gap or overlap."""

import tempfile
from io import StringIO
from math import sin
from pathlib import Path
from random import Random

from django.core.management import call_command
from shapely import segmentize, transform, voronoi_polygons
from shapely.geometry import MultiPoint, MultiPolygon, Point, Polygon, shape

from cms.places.imports.outlines import as_geojson
from cms.places.models import Place, ServicePoint

# How often the middles move to the middle of what they were given: neighbours grow alike in size.
EVENED = 3
# Degrees; some two hundred metres. No border runs straight for longer.
STRAIGHT = 0.002


def build_borders(seed: int) -> None:
    """Import the outlines of all communities, as an office does."""
    known = {
        point.place_id: Point(float(point.longitude), float(point.latitude))
        for point in ServicePoint.objects.filter(place__in=Place.objects.communities())
    }
    drawn: dict[Place, MultiPolygon] = {}
    for town in Place.objects.subdistricts().filter(outline__isnull=False).order_by("code"):
        communities = list(Place.objects.communities().filter(parent=town).order_by("code"))
        draw = Random(f"{seed} {town.code}")  # noqa: S311
        parts = shared_out(shape(town.outline.shape), [known.get(each.pk) for each in communities], draw)
        drawn |= dict(zip(communities, parts, strict=True))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "居村轮廓.geojson"
        path.write_text(as_geojson(drawn), encoding="utf-8")
        call_command("import_outlines", str(path), stdout=StringIO())


def shared_out(whole: MultiPolygon, middles: list[Point | None], draw: Random) -> list[MultiPolygon]:
    """A part of `whole` around each of the middles, in their order; one that is not given is drawn."""
    spots = [middle or _within(whole, draw) for middle in middles]
    if len(spots) == 1:
        return [whole]
    for _ in range(EVENED):
        cells = _cells(whole, spots)
        spots = [
            given or cell.intersection(whole).representative_point()
            for given, cell in zip(middles, cells, strict=True)
        ]
    phase = draw.uniform(0, 6)

    def bent(points):
        """Borders that wind a little; gently enough that what lay side by side still does."""
        moved = points.copy()
        moved[:] = [(x + _wave(y + phase), y + _wave(x + phase)) for x, y in points.tolist()]
        return moved

    cells = [transform(segmentize(cell, STRAIGHT), bent) for cell in _cells(whole, spots)]
    return [_areas(cell.intersection(whole)) for cell in cells]


def _wave(along: float) -> float:
    return 0.0012 * sin(300 * along) + 0.0004 * sin(900 * along)


def _cells(whole: MultiPolygon, spots: list[Point]) -> list[Polygon]:
    # Far beyond the town, so that its own border is the town's.
    cells = voronoi_polygons(MultiPoint(spots), extend_to=whole.buffer(0.5)).geoms
    return [next(cell for cell in cells if cell.contains(spot)) for spot in spots]


def _within(whole: MultiPolygon, draw: Random) -> Point:
    west, south, east, north = whole.bounds
    while True:
        spot = Point(draw.uniform(west, east), draw.uniform(south, north))
        if whole.contains(spot):
            return spot


def _areas(drawn) -> MultiPolygon:
    parts = getattr(drawn, "geoms", [drawn])
    return MultiPolygon([each for each in parts if isinstance(each, Polygon) and each.area])
