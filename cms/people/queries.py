"""Reads of the rosters."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from cms.people.enums import AppointmentRole, AppointmentState
from cms.people.models import Appointment, RosterSetting
from cms.places.models import Place
from cms.places.queries import coordinated_communities


@dataclass(frozen=True)
class Coverage:
    """How many law-literate persons a community has, against the minimum the office set."""

    community: Place
    active: int
    training: int
    minimum: int

    @property
    def missing(self) -> int:
        return max(0, self.minimum - self.active)


def coverage(places: QuerySet[Place]) -> list[Coverage]:
    """The coverage of each 居村 among `places`, those with the largest gap first."""
    minimum = RosterSetting.load().minimum_per_community
    literate = Q(appointments__role=AppointmentRole.LITERATE)
    counted = places.communities().select_related("parent").annotate(
        active=Count("appointments", filter=literate & Q(appointments__state=AppointmentState.ACTIVE)),
        training=Count("appointments", filter=literate & Q(appointments__state=AppointmentState.TRAINING)),
    )  # fmt: skip
    found = [Coverage(place, place.active, place.training, minimum) for place in counted]
    return sorted(found, key=lambda item: (-item.missing, item.community.code))


def visible_appointments(user) -> QuerySet[Appointment]:
    """The appointments an account may see: all for the office, the own communities' for a coordinator."""
    return Appointment.objects.filter(community__in=coordinated_communities(user)).select_related(
        "person", "community__parent"
    )
