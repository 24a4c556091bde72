"""More 街镇 around the three of the small demo, with communities and outlines."""

from collections.abc import Iterator
from itertools import cycle, product
from math import sin
from random import Random

from shapely import segmentize, transform, voronoi_polygons
from shapely.geometry import MultiPoint, MultiPolygon, Point, Polygon, shape
from shapely.ops import unary_union

from cms.places.enums import PlaceKind
from cms.places.models import Place
from cms.places.services import PLACES, set_outlines
from sites.demo.office import OUTLINES, Office
from sites.demo.year import WORDS
from sites.demo.year.scale import Scale

# What the district as a whole covers: degrees around its middle.
# How far from its border a spot lies, if it can: degrees.
MARGINS = (0.003, 0.001, 0.0003, 0)
MIDDLE, ACROSS, DOWN = (121.411, 31.278), 0.105, 0.092


def build_places(office: Office, scale: Scale) -> list[Place]:
    """The new communities, each town's together; towns share them evenly."""
    admin = office.accounts["admin"]
    district = office.communities[0].parent.parent
    towns = [
        PLACES.add(
            actor=admin,
            code=f"990101{number:03d}",
            name=words["name"],
            short_name=words["name"][:2],
            kind=PlaceKind(words["kind"]),
            parent=district,
        )
        for number, words in enumerate(WORDS["towns"], 201)
    ]
    set_outlines(dict(zip(towns, outlines(), strict=True)), actor=admin)
    wanted = scale.communities - len(office.communities)
    made = [_community(town, number, stem, admin) for town, number, stem in _shared(towns, wanted)]
    return sorted(made, key=lambda place: place.code)


def outlines() -> list[MultiPolygon]:
    """One shape for each new town, side by side: none covers another, nor the three of the small demo."""
    held = unary_union([Polygon(points) for points in OUTLINES.values()])
    whole = [
        (MIDDLE[0] + ACROSS * x, MIDDLE[1] + DOWN * y) for x, y in Point(0, 0).buffer(1, 12).exterior.coords
    ]
    spots = [Point(words["at"]) for words in WORDS["towns"]]
    cells = voronoi_polygons(MultiPoint(spots), extend_to=Polygon(whole)).geoms
    shapes = []
    for spot in spots:
        cell = next(each for each in cells if each.contains(spot))
        left = _bent(cell.intersection(Polygon(whole))).difference(held)
        shapes.append(MultiPolygon([max(getattr(left, "geoms", [left]), key=lambda part: part.area)]))
    return shapes


def _bent(shape: Polygon) -> Polygon:
    """Borders that wind as streams do; gently enough that what lay side by side still does."""

    def moved(points):
        bent = points.copy()
        bent[:] = [(x + _wave(y), y + _wave(x)) for x, y in points.tolist()]
        return bent

    return transform(segmentize(shape, 0.004), moved)


def _wave(along: float) -> float:
    return 0.006 * sin(90 * along) + 0.002 * sin(200 * along + 1)


def spot_in(place: Place, draw: Random) -> dict[str, str]:
    """Longitude and latitude of somewhere in a place, well inside its outline."""
    drawn = shape(place.outline.shape)
    # A long and narrow one has less of an inside.
    inside = next(held for held in (drawn.buffer(-margin) for margin in MARGINS) if not held.is_empty)
    west, south, east, north = inside.bounds
    while True:
        x, y = draw.uniform(west, east), draw.uniform(south, north)
        if inside.contains(Point(x, y)):
            return {"longitude": f"{x:.6f}", "latitude": f"{y:.6f}"}


def _shared(towns: list[Place], wanted: int) -> Iterator[tuple[Place, int, str]]:
    stems = [f"{first}{second}" for second, first in product(WORDS["second"], WORDS["first"])]
    for place, town in zip(range(wanted), cycle(towns), strict=False):
        number = place // len(towns)
        # Neighbours do not bear the same names in the same order.
        yield town, number + 1, stems[(number + 16 * (place % len(towns))) % len(stems)]


def _community(town: Place, number: int, stem: str, admin) -> Place:
    village = town.kind == PlaceKind.TOWN and number % 3 == 0
    return PLACES.add(
        actor=admin,
        code=f"{town.code}{number:03d}",
        name=f"{stem}村委会" if village else f"{stem}居委会",
        short_name=f"{stem}村" if village else stem,
        kind=PlaceKind.VILLAGE if village else PlaceKind.NEIGHBOURHOOD,
        parent=town,
    )
