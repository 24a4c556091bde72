"""The tables of places: the tree, what stands in it, who coordinates it."""

from cms.core.tables import Table
from cms.places.models import Place, PlaceCoordinator, ServicePoint, Venue
from cms.places.permissions import can_manage_places

LOCATION = (
    "code", "name", "place", "address", "longitude", "latitude", "opening_hours", "barrier_free",
    "office_phone", "checked_on", "is_open",
)  # fmt: skip

PLACES = Table(Place, can_manage_places, writes=("code", "name", "short_name", "kind", "parent", "members"))
VENUES = Table(
    Venue,
    can_manage_places,
    writes=(
        *LOCATION, "level", "kind", "built_on", "area", "facilities", "introduction", "responsible_unit",
        "titles",
    ),
)  # fmt: skip
SERVICE_POINTS = Table(
    ServicePoint, can_manage_places, writes=(*LOCATION, "tier", "parent", "services", "duty_timetable")
)
COORDINATORS = Table(PlaceCoordinator, can_manage_places, writes=("user", "place"))
