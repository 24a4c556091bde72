"""What the record says of an indicator: which activities count, how often something is missing."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from cms.agencies.models import Agency
from cms.core.months import span_of_months
from cms.duties.models import ActivityRecord, CoHostAnswer, DutyItem
from cms.duties.queries import list_progress
from cms.reviews.enums import Source
from cms.reviews.models import Indicator, Round, Scheme

QUARTERS = ((1, 3), (4, 6), (7, 9), (10, 12))
# By keys of indicator and agency.
Counts = dict[tuple[int, int], int]


def activities_for(indicator: Indicator, year: int | None = None) -> QuerySet[ActivityRecord]:
    """The approved activities, of whatever agency, that count for the indicator; each once.

    Of the scheme's year; of another one where that is given, its windows moved along.
    """
    year = year or indicator.scheme.year
    found = ActivityRecord.objects.counted().in_year(year)
    if indicator.starts_on:
        found = found.filter(starts_at__date__gte=_in_year(indicator.starts_on, year))
    if indicator.ends_on:
        found = found.filter(starts_at__date__lte=_in_year(indicator.ends_on, year))
    if indicator.form:
        found = found.filter(form=indicator.form)
    if indicator.campaign_id:
        found = found.filter(campaign=indicator.campaign_id)
    for name in ("settings", "audiences", "laws"):
        # Read from what was prefetched: one question for all indicators, not one each.
        wanted = [each.pk for each in getattr(indicator, name).all()]
        if wanted:
            field: Any = ActivityRecord._meta.get_field(name)
            named = {f"{field.m2m_reverse_field_name()}__in": wanted}
            found = found.filter(
                pk__in=field.remote_field.through.objects.filter(**named).values("activityrecord")
            )
    return found


def indicators_of(scheme: Scheme) -> list[Indicator]:
    """The indicators of a scheme, with all that says what counts."""
    found = scheme.indicators.select_related("scheme")
    return list(found.prefetch_related("settings", "audiences", "laws"))


def activities_of(indicator: Indicator, agency: Agency) -> QuerySet[ActivityRecord]:
    """Those among them that count for one agency: its own, and those in which it confirmed its part."""
    confirmed = _confirmed(activities_for(indicator)).filter(agency=agency).values("activity")
    return activities_for(indicator).filter(Q(host=agency) | Q(pk__in=confirmed)).order_by("starts_at", "pk")


def counts_of(round: Round, indicators: Iterable[Indicator], on: date) -> Counts:
    """By indicator and agency, what the record counts; what the office fills in itself is absent.

    Until the agencies are told: as it stands on a day. From then on what they were told, whatever the
    record says since; only `services.telling.recount_round` tells them anew.
    """
    if not round.is_told:
        return recounted(round, indicators, on)
    told = {agency: counted or {} for agency, counted in round.participants.values_list("agency", "counted")}
    return {
        (indicator.pk, agency): counted[indicator.key]
        for agency, counted in told.items()
        for indicator in indicators
        if indicator.key in counted
    }


def recounted(round: Round, indicators: Iterable[Indicator], on: date) -> Counts:
    """What the record counts on a day, whatever was told.

    Queries: two for each counted indicator, and those of the duty list once, however many agencies there are.
    """
    return counted_in(round.year, list(round.participants.values_list("agency", flat=True)), indicators, on)


def counted_in(year: int, agencies: list[int], indicators: Iterable[Indicator], on: date) -> Counts:
    """What the record of a year counts for these agencies, as it stands on a day."""
    counts: Counts = {}
    late: Counter[int] | None = None
    for indicator in indicators:
        if indicator.source == Source.ACTIVITIES:
            found = _by_agency(activities_for(indicator, year))
        elif indicator.source == Source.SHORT_QUARTERS:
            found = _short(indicator, year, agencies, on)
        elif indicator.source == Source.LATE_ITEMS:
            late = _late(year, on) if late is None else late
            found = late
        else:
            continue
        counts.update({(indicator.pk, agency): found[agency] for agency in agencies})
    return counts


def quarters_over(year: int, on: date) -> list[int]:
    """The quarters of a year, 1 to 4, that have ended by a day."""
    return [number for number, (_first, last) in enumerate(QUARTERS, 1) if _ended(year, last, on)]


def _confirmed(activities: QuerySet[ActivityRecord]) -> QuerySet[CoHostAnswer]:
    """The parts in these activities that a co-host confirmed and the host still names."""
    found = CoHostAnswer.objects.filter(is_confirmed=True, agency__in=F("activity__co_hosts"))
    return found.filter(activity__in=activities.order_by().values("pk"))


def _by_agency(activities: QuerySet[ActivityRecord]) -> Counter[int]:
    """How many each agency held or took part in; an activity of two agencies counts for both."""
    hosted = Counter(dict(activities.order_by().values_list("host").annotate(Count("pk"))))
    return hosted + Counter(dict(_confirmed(activities).values_list("agency").annotate(Count("pk"))))


def _short(indicator: Indicator, year: int, agencies: list[int], on: date) -> Counter[int]:
    """How many activities are missing in the quarters that are over on that day, by agency."""
    per_quarter = indicator.per_quarter or 0
    activities = activities_for(indicator, year)
    over = [number - 1 for number in quarters_over(year, on)]
    held: Counter[tuple[int, int]] = Counter()
    for who, rows, start in (
        ("host", activities.order_by(), "starts_at"),
        ("agency", _confirmed(activities), "activity__starts_at"),
    ):
        quarters: Any = {f"q{number}": Count("pk", filter=_within(year, number, start)) for number in over}
        for row in rows.values(who).annotate(**quarters):
            held.update({(row[who], number): row[f"q{number}"] for number in over})
    return Counter(
        {agency: sum(max(0, per_quarter - held[agency, quarter]) for quarter in over) for agency in agencies}
    )


def _within(year: int, quarter: int, start: str) -> Q:
    """Whether what began at `start` began in that quarter, 0 to 3."""
    begun, after = span_of_months(year, *QUARTERS[quarter])
    return Q((f"{start}__gte", begun), (f"{start}__lt", after))


def _in_year(day: date, year: int) -> date:
    """The same day in that year; 28 February where it has no 29th."""
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


def _ended(year: int, month: int, on: date) -> bool:
    return (on.year, on.month) > (year, month)


def _late(year: int, on: date) -> Counter[int]:
    """The duties of the year's published list that are overdue on that day, by agency."""
    items = list(DutyItem.objects.published().filter(list__year=year).select_related("agency"))
    return Counter(
        progress.agency.pk
        for owed in list_progress(items, on).values()
        for progress in owed
        if progress.is_overdue
    )
