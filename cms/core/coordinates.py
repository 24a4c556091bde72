"""The three systems in which maps of China give longitude and latitude, and the way from one to another.

WGS-84 is what a receiver says (天地图 differs by centimetres); GCJ-02 is shifted by some hundred metres, as
published maps must be; BD-09 is GCJ-02 shifted once more. Own code: no library of the kind is kept well.
"""

from math import atan2, cos, hypot, pi, radians, sin, sqrt

from django.db import models
from django.utils.translation import gettext_lazy as _

# Longitude and latitude, in degrees.
Spot = tuple[float, float]

# The ellipsoid of Krasovsky, by which the shift is computed.
SEMI_MAJOR = 6378245.0
ECCENTRICITY_SQUARED = 0.00669342162296594323
BAIDU = pi * 3000 / 180
# The shift is undone by trying; some ten thousandths of a millimetre are near enough.
NEAR_ENOUGH = 1e-9
TRIES = 20


class CoordinateSystem(models.TextChoices):
    WGS84 = "wgs84", _("WGS-84（GPS、天地图）")
    GCJ02 = "gcj02", _("GCJ-02（高德、腾讯地图）")
    BD09 = "bd09", _("BD-09（百度地图）")


def converted(spot: Spot, given: str, wanted: str) -> Spot:
    """The same place in another system, to the sixth decimal: a tenth of a metre."""
    if given == wanted:
        return spot
    east, north = _from_gcj02(*_to_gcj02(*spot, given), wanted)
    return round(east, 6), round(north, 6)


def _to_gcj02(east: float, north: float, given: str) -> Spot:
    if given == CoordinateSystem.WGS84:
        return _shifted(east, north)
    return _undone(_shifted_again, east, north) if given == CoordinateSystem.BD09 else (east, north)


def _from_gcj02(east: float, north: float, wanted: str) -> Spot:
    if wanted == CoordinateSystem.WGS84:
        return _undone(_shifted, east, north)
    return _shifted_again(east, north) if wanted == CoordinateSystem.BD09 else (east, north)


def _shifted(east: float, north: float) -> Spot:
    """From WGS-84 to GCJ-02."""
    x, y = east - 105, north - 35
    waves = 20 * sin(6 * pi * x) + 20 * sin(2 * pi * x)
    over_east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    over_east += (waves + 20 * sin(pi * x) + 40 * sin(pi * x / 3)) * 2 / 3
    over_east += (150 * sin(pi * x / 12) + 300 * sin(pi * x / 30)) * 2 / 3
    over_north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    over_north += (waves + 20 * sin(pi * y) + 40 * sin(pi * y / 3)) * 2 / 3
    over_north += (160 * sin(pi * y / 12) + 320 * sin(pi * y / 30)) * 2 / 3
    curve = 1 - ECCENTRICITY_SQUARED * sin(radians(north)) ** 2
    along = SEMI_MAJOR / sqrt(curve) * cos(radians(north))
    up = SEMI_MAJOR * (1 - ECCENTRICITY_SQUARED) / curve**1.5
    return east + over_east * 180 / (along * pi), north + over_north * 180 / (up * pi)


def _shifted_again(east: float, north: float) -> Spot:
    """From GCJ-02 to BD-09."""
    away = hypot(east, north) + 0.00002 * sin(north * BAIDU)
    angle = atan2(north, east) + 0.000003 * cos(east * BAIDU)
    return away * cos(angle) + 0.0065, away * sin(angle) + 0.006


def _undone(shift, east: float, north: float) -> Spot:
    """Where a shift began that ends here: no formula says it, so it is approached."""
    begin_east, begin_north = east, north
    for _try in range(TRIES):
        end_east, end_north = shift(begin_east, begin_north)
        off_east, off_north = east - end_east, north - end_north
        begin_east, begin_north = begin_east + off_east, begin_north + off_north
        if max(abs(off_east), abs(off_north)) < NEAR_ENOUGH:
            break
    return begin_east, begin_north
