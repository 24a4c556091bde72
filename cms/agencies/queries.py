from datetime import date

from django.db.models import Q, QuerySet

from cms.accounts.enums import Role
from cms.accounts.permissions import has_role
from cms.agencies.models import Agency
from cms.agencies.permissions import in_charge
from cms.places.models import Location, ServicePoint, Venue
from cms.places.queries.freshness import OLDEST_FIRST, stale


def agencies_of(user) -> QuerySet[Agency]:
    """The agencies an account acts for."""
    if not has_role(user, Role.AGENCY_LOGGER):
        return Agency.objects.none()
    return Agency.objects.filter(members__user=user)


def agency_named(name: str) -> Agency | None:
    """The agency that is called so in full, in short or in other papers; None where none or several are."""
    if not name.strip():
        return None
    called = Q(name=name) | Q(short_name=name) | Q(names__name=name)
    found = list(Agency.objects.filter(called).distinct()[:2])
    return found[0] if len(found) == 1 else None


def names_in_passwords(user) -> list[str]:
    """What anybody would try first for an account of an agency."""
    names = Agency.objects.filter(members__user=user).values_list("name", "short_name", "code")
    return [name for row in names for name in row if name]


def venues_in_charge(user) -> QuerySet[Venue]:
    """The venues an account may confirm, those checked the longest ago first."""
    return _in_charge(user, Venue)


def points_in_charge(user) -> QuerySet[ServicePoint]:
    """The service points an account may confirm, those checked the longest ago first."""
    return _in_charge(user, ServicePoint)


def stale_in_charge(user, on: date) -> int:
    """How many of them nobody checked for more than a year."""
    return sum(found.filter(stale(on)).count() for found in (venues_in_charge(user), points_in_charge(user)))


def _in_charge(user, model: type[Location]) -> QuerySet:
    found = model._default_manager.filter(in_charge(user, model), is_open=True)
    return found.select_related("place__parent").order_by(*OLDEST_FIRST)
