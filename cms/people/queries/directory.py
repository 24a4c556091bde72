"""The directory of those who agreed to be shown, by community. The day is passed in."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from cms.people.enums import AppointmentRole
from cms.people.models import Appointment
from cms.people.queries import listed_appointments


@dataclass(frozen=True)
class Wanted:
    """What of the directory is asked for. "" asks for all; `town` is a code, `place` part of a name."""

    town: str = ""
    place: str = ""
    role: str = ""


def directory(wanted: Wanted, on: date) -> QuerySet[Appointment]:
    """Who serves where, community by community; no name is searched for, only places and roles."""
    found = listed_appointments(on)
    if wanted.town:
        found = found.filter(Q(community__code=wanted.town) | Q(community__parent__code=wanted.town))
    if wanted.place:
        found = found.filter(community__name__icontains=wanted.place)
    if wanted.role in AppointmentRole.values:
        found = found.filter(role=wanted.role)
    return found.order_by("community__code", "role", "person__name", "pk")
