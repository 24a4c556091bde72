"""How far it is between two places on the earth."""

from math import asin, cos, radians, sin, sqrt

from cms.core.coordinates import Spot

EARTH_RADIUS = 6371.0


def kilometres(here: Spot, there: Spot) -> float:
    """As the crow flies."""
    east, north = (radians(each) for each in here)
    there_east, there_north = (radians(each) for each in there)
    half = (
        sin((north - there_north) / 2) ** 2
        + cos(north) * cos(there_north) * sin((east - there_east) / 2) ** 2
    )
    return 2 * EARTH_RADIUS * asin(sqrt(half))
