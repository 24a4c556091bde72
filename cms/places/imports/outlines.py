"""Outlines of the 街镇 and the 居村 from a GeoJSON file: read whole, or refused with every reason."""

import json
import math
from dataclasses import dataclass
from typing import Any

import shapely
from shapely.geometry import MultiPolygon, Polygon, mapping, shape

from cms.core.coordinates import CoordinateSystem, converted
from cms.places.models import Place
from search.chinese.folding import folded

MOST_BYTES = 5 * 1024 * 1024
MOST_POINTS = 200_000
# Degrees; some ten metres. What a map on a screen does not show is not kept.
COARSE = 0.0001
# Longitude and latitude of China, as of every location.
WEST, EAST, SOUTH, NORTH = 73, 136, 3, 54
_NAMES = ("name", "NAME", "名称", "居村", "社区", "街镇", "街道", "乡镇")
_CODES = ("code", "adcode", "编码", "行政区划代码")


@dataclass(frozen=True)
class Reading:
    """What a file says: the outline of each place, or why it says nothing. Never both."""

    found: dict[Place, MultiPolygon]
    problems: list[str]


def read_outlines(content: bytes, system: str = CoordinateSystem.WGS84) -> Reading:
    """The outlines in a file, each for the 街镇 or 居村 of its name or code, in WGS-84.

    Coordinates are longitude and latitude in degrees, as GeoJSON has them, of the given system.
    """
    try:
        features = _features(content)
    except Unreadable as error:
        return Reading({}, [str(error)])
    known = _known()
    found: dict[Place, MultiPolygon] = {}
    problems = []
    for number, feature in enumerate(features, start=1):
        try:
            place = _place(feature, known, number)
            if place in found:
                raise Unreadable(f"第{number}个图形：{place.name}在前面已有一个，请合并成一个")
            found[place] = _polygons(feature, number, system)
        except Unreadable as error:
            problems.append(str(error))
    return Reading({}, problems) if problems else Reading(found, [])


def as_geojson(found: dict[Place, MultiPolygon]) -> str:
    """The outlines as a file that says no more than was understood."""
    features = [
        {"type": "Feature", "properties": {"code": place.code}, "geometry": mapping(drawn)}
        for place, drawn in found.items()
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


class Unreadable(Exception):
    """Why a file or a figure in it cannot be used, and the cure."""


def _features(content: bytes) -> list[Any]:
    if len(content) > MOST_BYTES:
        raise Unreadable("文件超过 5 MB，请先把轮廓简化")
    try:
        held = json.loads(content)
    except (ValueError, RecursionError):
        raise Unreadable("不是 GeoJSON 文件：读不出内容，请另存为 GeoJSON（UTF-8）") from None
    features = held.get("features") if isinstance(held, dict) else None
    if not isinstance(features, list) or not features:
        raise Unreadable("文件里没有图形：要有 features，每个街镇或居村一个")
    return features


def _known() -> dict[str, list[Place]]:
    """The places by what they may be called; a name that two 居村 bear leads to both."""
    known: dict[str, list[Place]] = {}
    for place in [*Place.objects.subdistricts(), *Place.objects.communities()]:
        for mark in {folded(mark) for mark in (place.code, place.name, place.short_name) if mark}:
            known.setdefault(mark, []).append(place)
    return known


def _place(feature: Any, known: dict[str, list[Place]], number: int) -> Place:
    told = feature.get("properties") if isinstance(feature, dict) else None
    said = [str(told[name]) for name in (*_CODES, *_NAMES) if name in told] if isinstance(told, dict) else []
    if not said:
        raise Unreadable(f"第{number}个图形没有名称，请在 properties 里写 name 或 code")
    places = next((known[folded(each)] for each in said if folded(each) in known), [])
    if not places:
        raise Unreadable(f"第{number}个图形“{said[-1][:30]}”不是本区的街镇、居村，请核对名称，或先导入地点")
    if len(places) > 1:
        raise Unreadable(f"第{number}个图形“{said[-1][:30]}”不止一个，请在 properties 里写编码（code）")
    return places[0]


def _polygons(feature: dict[str, Any], number: int, system: str) -> MultiPolygon:
    geometry = feature.get("geometry")
    if not isinstance(geometry, dict) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        raise Unreadable(f"第{number}个图形不是面（Polygon、MultiPolygon）")
    points = list(_points(geometry.get("coordinates"), number))
    if len(points) > MOST_POINTS:
        raise Unreadable(f"第{number}个图形的点太多，请先把轮廓简化")
    if any(not (WEST <= x <= EAST and SOUTH <= y <= NORTH) for x, y in points):
        raise Unreadable(f"第{number}个图形的坐标不在中国境内：要写经度在前、纬度在后的度数")
    try:
        drawn = shapely.transform(shape(geometry), lambda points: _in_wgs84(points, system))
        drawn = shapely.make_valid(drawn).simplify(COARSE)
    except (ValueError, TypeError, IndexError, AttributeError, shapely.errors.ShapelyError):
        raise Unreadable(f"第{number}个图形画不出来，请检查坐标") from None
    areas = [each for each in getattr(drawn, "geoms", [drawn]) if isinstance(each, Polygon) and each.area]
    if not areas:
        raise Unreadable(f"第{number}个图形没有面积，请检查坐标")
    return MultiPolygon(areas)


def _in_wgs84(points, system: str):
    """An array of points, each converted."""
    moved = points.copy()
    moved[:] = [converted((x, y), system, CoordinateSystem.WGS84) for x, y in points.tolist()]
    return moved


def _points(held: Any, number: int):
    """Every pair of numbers in nested lists, however deep a hostile file nests them."""
    waiting = [(held, 0)]
    while waiting:
        each, depth = waiting.pop()
        if not isinstance(each, list) or depth > 4:
            raise Unreadable(f"第{number}个图形的坐标写法不对")
        if each and isinstance(each[0], int | float) and not isinstance(each[0], bool):
            if len(each) < 2 or not all(isinstance(n, int | float) and math.isfinite(n) for n in each[:2]):
                raise Unreadable(f"第{number}个图形的坐标不是数字")
            yield each[0], each[1]
        else:
            waiting.extend((part, depth + 1) for part in each)
