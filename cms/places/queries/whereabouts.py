"""Where a venue or service point is, in the coordinate system that is wanted."""

from functools import lru_cache

from cms.core.coordinates import CoordinateSystem, Spot, converted
from cms.places.models import Location, PlaceSetting


def usual_system() -> str:
    """The system of coordinates that name none: read once for a whole list."""
    return PlaceSetting.load().coordinate_system


def whereabouts(location: Location, usual: str, wanted: str = CoordinateSystem.WGS84) -> Spot | None:
    """Longitude and latitude; None where they are not known."""
    if location.longitude is None or location.latitude is None:
        return None
    given = location.coordinate_system or usual
    return _converted(float(location.longitude), float(location.latitude), given, wanted)


# Places seldom move, and a map asks for hundreds each time.
@lru_cache(maxsize=4096)
def _converted(east: float, north: float, given: str, wanted: str) -> Spot:
    return converted((east, north), given, wanted)
