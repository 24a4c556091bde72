"""Who advises where, when, what was done, and where nobody does. The day is passed in."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, Prefetch, Q, QuerySet

from cms.accounts.permissions import is_office
from cms.advisers.models import Adviser, Agreement, DutyDay, ServiceEntry
from cms.advisers.permissions import is_adviser
from cms.places.models import Place, PlaceQuerySet
from cms.places.queries import coordinated_communities

# So long before its end a term is worth a look; after so long without service, too.
SOON = timedelta(days=60)
SILENT = timedelta(days=90)
# Of the duty days to come, as many as somebody plans by.
DUTIES_SHOWN = 3


def public_agreements(day: date, town: str = "", place: str = "") -> QuerySet[Agreement]:
    """What anybody may see: the current agreements of advisers who agreed to be shown.

    `town` is the code of a 街镇, `place` part of the name of a 居村; no name of a person is searched for.
    """
    found = Agreement.objects.current(day).filter(adviser__in=Adviser.objects.listed())
    if town:
        found = found.filter(community__parent__code=town)
    if place:
        found = found.filter(community__name__icontains=place)
    coming = Prefetch("duty_days", DutyDay.objects.filter(date__gte=day), to_attr="coming")
    return found.select_related("adviser", "community__parent").prefetch_related(coming)


def visible_agreements(user) -> QuerySet[Agreement]:
    """All for the office; for a coordinator those of the own places, for an adviser the own."""
    found = Agreement.objects.select_related("adviser", "community__parent")
    if is_office(user):
        return found
    own = Q(community__in=coordinated_communities(user))
    if is_adviser(user):
        own |= Q(adviser=user.adviser)
    return found.filter(own)


def visible_entries(user) -> QuerySet[ServiceEntry]:
    """What was done under the agreements the account may see."""
    found = ServiceEntry.objects.select_related("agreement__adviser", "agreement__community__parent")
    return found.filter(agreement__in=visible_agreements(user).order_by().values("pk"))


def visible_duties(user, day: date) -> QuerySet[DutyDay]:
    """The duty days from this day on."""
    found = DutyDay.objects.select_related("agreement__adviser", "agreement__community__parent")
    return found.filter(agreement__in=visible_agreements(user).order_by().values("pk"), date__gte=day)


@dataclass(frozen=True)
class Gap:
    """A community without an adviser, whose term runs out with none after it, or who has long done nothing.

    `agreement` is the current one, None where there is none; `last` the day of its latest service.
    """

    community: Place
    agreement: Agreement | None
    is_ending: bool = False
    is_silent: bool = False
    last: date | None = None


def gaps(places: PlaceQuerySet, day: date) -> list[Gap]:
    """The communities among `places` that need a look: those without an adviser in front."""
    current = Agreement.objects.current(day).select_related("adviser").annotate(last=Max("entries__date"))
    held = {each.community_id: each for each in current}
    next_ones = Agreement.objects.filter(starts_on__gt=day, starts_on__lte=day + SOON + timedelta(days=1))
    followed = set(next_ones.values_list("community", flat=True))
    found = []
    for community in places.communities().select_related("parent"):
        agreement = held.get(community.pk)
        if agreement is None:
            found.append(Gap(community, None))
            continue
        ending = agreement.ends_on <= day + SOON and community.pk not in followed
        # Whoever has just begun has not been silent yet.
        silent = max(agreement.last or agreement.starts_on, agreement.starts_on) < day - SILENT
        if ending or silent:
            found.append(Gap(community, agreement, ending, silent, agreement.last))
    return sorted(found, key=lambda gap: (gap.agreement is not None, not gap.is_ending, gap.community.code))


@dataclass(frozen=True)
class Advice:
    """Who advises a community, since when, and how often something was done in a span of days."""

    agreement: Agreement
    entries: int


def advice_in(community: Place, first: date, last: date) -> Advice | None:
    """The adviser of a community on the last day of a span; None where there was none."""
    held = Agreement.objects.current(last).filter(community=community).select_related("adviser").first()
    if held is None:
        return None
    done = ServiceEntry.objects.filter(agreement__community=community, date__range=(first, last))
    return Advice(held, done.count())
