"""What the record says of an indicator: which activities count, how often something is missing."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from cms.core.months import span_of_months
from cms.duties.models import ActivityRecord, DutyItem
from cms.duties.queries import list_progress
from cms.reviews.enums import Source
from cms.reviews.models import Indicator, Round

QUARTERS = ((1, 3), (4, 6), (7, 9), (10, 12))


def activities_for(indicator: Indicator) -> QuerySet[ActivityRecord]:
    """The approved activities, of whatever agency, that count for the indicator; each once."""
    year = indicator.scheme.year
    found = ActivityRecord.objects.counted().in_year(year)
    if indicator.starts_on:
        found = found.filter(starts_at__date__gte=indicator.starts_on)
    if indicator.ends_on:
        found = found.filter(starts_at__date__lte=indicator.ends_on)
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


def indicators_of(round: Round) -> list[Indicator]:
    """The indicators of the round's scheme, with all that says what counts."""
    found = round.scheme.indicators.select_related("scheme")
    return list(found.prefetch_related("settings", "audiences", "laws"))


def counts_of(round: Round, indicators: Iterable[Indicator], on: date) -> dict[tuple[int, int], int]:
    """By indicator and agency, what the record counts on a day; what the office fills in itself is absent.

    Queries: one for each counted indicator, and those of the duty list once, however many agencies there are.
    """
    counts: dict[tuple[int, int], int] = {}
    agencies = list(round.participants.values_list("agency", flat=True))
    late: Counter[int] | None = None
    for indicator in indicators:
        if indicator.source == Source.ACTIVITIES:
            found = _by_host(activities_for(indicator))
        elif indicator.source == Source.SHORT_QUARTERS:
            found = _short(indicator, agencies, on)
        elif indicator.source == Source.LATE_ITEMS:
            late = _late(round.year, on) if late is None else late
            found = late
        else:
            continue
        counts.update({(indicator.pk, agency): found.get(agency, 0) for agency in agencies})
    return counts


def _by_host(activities: QuerySet[ActivityRecord]) -> dict[int, int]:
    return dict(activities.order_by().values_list("host").annotate(Count("pk")))


def _short(indicator: Indicator, agencies: list[int], on: date) -> dict[int, int]:
    """How many activities are missing in the quarters that are over on that day, by agency."""
    year, per_quarter = indicator.scheme.year, indicator.per_quarter or 0
    quarters = {f"q{number}": _within(year, number) for number in range(len(QUARTERS))}
    counting = {name: Count("pk", filter=within) for name, within in quarters.items()}
    rows: Any = activities_for(indicator).order_by().values("host").annotate(**counting)
    held = {(row["host"], number): row[f"q{number}"] for row in rows for number in range(len(QUARTERS))}
    over = [number for number, (_first, last) in enumerate(QUARTERS) if _ended(year, last, on)]
    return {
        agency: sum(max(0, per_quarter - held.get((agency, quarter), 0)) for quarter in over)
        for agency in agencies
    }


def _within(year: int, quarter: int) -> Q:
    """Whether an activity began in that quarter, 0 to 3."""
    begun, after = span_of_months(year, *QUARTERS[quarter])
    return Q(starts_at__gte=begun, starts_at__lt=after)


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
