"""Where law-literate persons are missing, today and when certificates run out."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from cms.people.enums import RUNNING, AppointmentRole, AppointmentState
from cms.people.models import Certificate, Nomination, RosterSetting
from cms.places.models import Place, PlaceQuerySet


@dataclass(frozen=True)
class Coverage:
    """How many law-literate persons a community has, against the minimum the office set.

    `training` are those on the way; `expiring` those of the active whose certificate runs out by then.
    """

    community: Place
    active: int
    training: int
    minimum: int
    expiring: int = 0

    @property
    def missing(self) -> int:
        return max(0, self.minimum - self.active)

    @property
    def missing_then(self) -> int:
        """How many would be missing if none of those certificates were renewed."""
        return max(0, self.minimum - self.active + self.expiring)


def coverage(places: PlaceQuerySet, by: date | None = None) -> list[Coverage]:
    """The coverage of each 居村 among `places`, those with the largest gap first."""
    minimum = RosterSetting.load().minimum_per_community
    literate = Q(appointments__role=AppointmentRole.LITERATE)
    counted = places.communities().select_related("parent").annotate(
        active=Count("appointments", filter=literate & Q(appointments__state=AppointmentState.ACTIVE)),
        training=Count("appointments", filter=literate & Q(appointments__state=AppointmentState.TRAINING)),
    )  # fmt: skip
    on_the_way, expiring = _on_the_way(), _expiring(by) if by else Counter()
    found = [
        Coverage(place, place.active, place.training + on_the_way[place.pk], minimum, expiring[place.pk])
        for place in counted
    ]
    return sorted(found, key=lambda item: (-item.missing_then, -item.missing, item.community.code))


def _on_the_way() -> Counter[int]:
    running = Nomination.objects.filter(role=AppointmentRole.LITERATE, state__in=RUNNING)
    return Counter(dict(running.order_by().values_list("community").annotate(Count("pk"))))


def _expiring(by: date) -> Counter[int]:
    running_out = Certificate.objects.filter(
        withdrawn_on=None,
        valid_until__lte=by,
        appointment__role=AppointmentRole.LITERATE,
        appointment__state=AppointmentState.ACTIVE,
    )
    counted = running_out.order_by().values_list("appointment__community").annotate(Count("pk"))
    return Counter(dict(counted))


def gaps_by_town(rows: list[Coverage]) -> Counter[int]:
    """How many are missing in each 街镇, by its key."""
    found: Counter[int] = Counter()
    for row in rows:
        if town := row.community.parent_id:
            found[town] += row.missing_then
    return found
