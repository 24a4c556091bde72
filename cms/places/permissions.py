from typing import TYPE_CHECKING

from cms.accounts.enums import Role
from cms.accounts.permissions import has_role, is_office

if TYPE_CHECKING:
    from cms.places.models import Place


def can_manage_places(user) -> bool:
    """Only the office changes the tree, venues and service points."""
    return is_office(user)


def can_coordinate(user, place: "Place") -> bool:
    """True when the account coordinates `place` or the 街镇 it lies in; the office coordinates all."""
    if is_office(user):
        return True
    if not has_role(user, Role.COMMUNITY_COORDINATOR):
        return False
    reach = [pk for pk in (place.pk, place.parent_id) if pk]
    return user.coordinated.filter(place__in=reach).exclude(place__kind="district").exists()


def is_coordinator_of(user, place: "Place | None") -> bool:
    """True when the account coordinates this very place, not one above or below it."""
    if place is None or not has_role(user, Role.COMMUNITY_COORDINATOR):
        return False
    return user.coordinated.filter(place=place).exclude(place__kind="district").exists()
