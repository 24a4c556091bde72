"""The tables of places: the tree, what stands in it, who coordinates it."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from shapely.geometry import MultiPolygon, mapping

from cms.core.tables import Table
from cms.core.writing import UNCHANGED, Action, anyone, write
from cms.places.models import Outline, Place, PlaceCoordinator, ServicePoint, Venue
from cms.places.permissions import can_manage_places

LOCATION = (
    "code", "name", "place", "address", "longitude", "latitude", "coordinate_system", "opening_hours",
    "special_days",
    "barrier_free", "office_phone", "checked_on", "is_open",
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
# A command has no account: whoever starts it has the machine.
DRAW = Action[Outline]("places.outline.set", _("导入轮廓"), can_manage_places, writes=("place", "shape"))
DRAW_BY_COMMAND = Action[Outline]("places.outline.set", _("导入轮廓"), anyone, writes=("place", "shape"))


@transaction.atomic
def set_outlines(found: Mapping[Place, MultiPolygon], *, actor) -> int:
    """Keep the outline of each place, all or none; returns how many changed. Others stay as they are."""
    held = {outline.place_id: outline for outline in Outline.objects.filter(place__in=found)}
    action = DRAW if actor else DRAW_BY_COMMAND
    changed = 0
    for place, drawn in found.items():
        outline = held.get(place.pk) or Outline()
        # As it is read back: tuples become lists.
        shape = {"type": "MultiPolygon", "coordinates": _lists(mapping(drawn)["coordinates"])}
        changed += write(outline, action, {"place": place, "shape": shape}, actor=actor) != UNCHANGED
    return changed


def _lists(held):
    return [_lists(each) for each in held] if isinstance(held, tuple | list) else round(held, 6)
