from typing import TYPE_CHECKING

from django.db.models import Q

from cms.accounts.enums import Role
from cms.accounts.permissions import has_role, is_office

if TYPE_CHECKING:
    from cms.agencies.models import Agency
    from cms.places.models import Location


def can_manage_agencies(user) -> bool:
    return is_office(user)


def can_act_for(user, agency: "Agency") -> bool:
    """True when the account is a logger of this agency. The office does not act for agencies."""
    return has_role(user, Role.AGENCY_LOGGER) and user.memberships.filter(agency=agency).exists()


def looks_after_places(user) -> bool:
    """Whether venues or service points may be in the charge of an account."""
    return is_office(user) or has_role(user, Role.AGENCY_LOGGER) or has_role(user, Role.COMMUNITY_COORDINATOR)


def in_charge(user, model: type["Location"]) -> Q:
    """Which venues or service points an account is in charge of.

    All for the office. For a coordinator what stands in the own 居村 or 街镇; for an agency the venues that
    name it as their unit, and what stands in its 街镇 and names no other.
    """
    if is_office(user):
        return Q()
    found = Q(pk=None)
    if has_role(user, Role.COMMUNITY_COORDINATOR):
        held = user.coordinated.exclude(place__kind="district").values("place")
        found |= Q(place__in=held) | Q(place__parent__in=held)
    if has_role(user, Role.AGENCY_LOGGER):
        towns = user.memberships.exclude(agency__place=None).values("agency__place")
        of_town = Q(place__in=towns) | Q(place__parent__in=towns)
        if any(field.name == "responsible_unit" for field in model._meta.fields):
            found |= of_town & Q(responsible_unit="")
            for name in ("agency__name", "agency__short_name", "agency__names__name"):
                names = user.memberships.exclude(**{name: ""}).exclude(**{name: None}).values(name)
                found |= Q(responsible_unit__in=names)
        else:
            found |= of_town
    return found


def is_in_charge(user, location: "Location") -> bool:
    model = type(location)
    return model._default_manager.filter(in_charge(user, model), pk=location.pk).exists()
