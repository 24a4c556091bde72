"""Figures of approved activities. Each counts once; people on site and online are never added."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, Count, F, Min, Model, Q, QuerySet, Sum, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from cms.agencies.models import Agency
from cms.campaigns.models import Audience, Setting
from cms.core.months import span_of_months
from cms.duties.enums import ActivityForm, ActivityState
from cms.duties.models import ActivityRecord
from cms.places.enums import SUBDISTRICT_KINDS
from cms.places.models import Place
from cms.reports.enums import MONTHS, Dimension, Period
from cms.statutes.models import Law
from search.chinese.numerals import typed_number

COUNTED = ("onsite", "online", "materials", "consultations", "boards")
UNNAMED = "未注明"
# By which column rows of a table are told apart; what it refers to, and how that is called.
COLUMNS = {
    Dimension.AGENCY: "host",
    Dimension.SETTING: "settings",
    Dimension.AUDIENCE: "audiences",
    Dimension.LAW: "laws",
    Dimension.FORM: "form",
    Dimension.SUBDISTRICT: "subdistrict",
}
NAMED: dict[Dimension, tuple[type[Model], str]] = {
    Dimension.AGENCY: (Agency, "name"),
    Dimension.SETTING: (Setting, "name"),
    Dimension.AUDIENCE: (Audience, "name"),
    Dimension.LAW: (Law, "short_title"),
}
# An activity may stand in several rows of these, so their rows do not add up to the total.
OVERLAPPING = (Dimension.SETTING, Dimension.AUDIENCE, Dimension.LAW)


@dataclass(frozen=True)
class Figures:
    """One row: how many activities, and what they came to. `key` leads to the activities themselves."""

    key: str
    name: str
    activities: int
    onsite: int
    online: int
    materials: int
    consultations: int
    boards: int


def bounds(year: int, period: str) -> tuple[datetime, datetime]:
    """The first moment of a period, and the first after it."""
    return span_of_months(year, *MONTHS[Period(period)])


def counted_activities(year: int, period: str = Period.YEAR, agency=None) -> QuerySet[ActivityRecord]:
    """Approved activities that began within the period, of one agency or of all."""
    first, after = bounds(year, period)
    found = ActivityRecord.objects.counted().filter(starts_at__gte=first, starts_at__lt=after)
    return found if agency is None else found.filter(host=agency)


def total(activities: QuerySet[ActivityRecord]) -> Figures:
    sums = activities.order_by().aggregate(activities=Count("pk"), **{name: Sum(name) for name in COUNTED})
    return _figures("", "合计", sums)


def table(activities: QuerySet[ActivityRecord], by: str) -> list[Figures]:
    """A row for each value of the dimension, the one with most activities first. Two queries at most: grouped
    by its key alone, so the database need not sort a year by name; the names are asked for the rows found.
    """
    dimension = Dimension(by)
    column = COLUMNS[dimension]
    if dimension == Dimension.SUBDISTRICT:
        activities = _with_subdistrict(activities)
    rows = (
        activities.order_by()
        .values(column)
        .annotate(activities=Count("pk"), **{name: Sum(name) for name in COUNTED})
    )
    names = _names(dimension, [row[column] for row in rows])
    found = [_figures(str(row[column] or ""), names.get(row[column]) or UNNAMED, row) for row in rows]
    return sorted(found, key=lambda row: (-row.activities, row.name))


def activities_behind(activities: QuerySet[ActivityRecord], by: str, key: str) -> QuerySet[ActivityRecord]:
    """The very activities of one row; none of a key that there is not."""
    dimension = Dimension(by)
    if dimension == Dimension.FORM:
        return activities.filter(form=key)
    column = COLUMNS[dimension]
    if dimension == Dimension.SUBDISTRICT:
        activities = _with_subdistrict(activities)
    if not key:
        return activities.filter(**{f"{column}__isnull": True})
    return activities.filter(**{column: typed_number(key)}).distinct()


def by_month(activities: QuerySet[ActivityRecord], year: int) -> list[int]:
    """Activities begun in each month of a year."""
    counting = {}
    for month in range(1, 13):
        first, after = span_of_months(year, month, month)
        counting[f"m{month}"] = Count("pk", filter=Q(starts_at__gte=first, starts_at__lt=after))
    found = activities.order_by().aggregate(**counting)
    return [found[f"m{month}"] for month in range(1, 13)]


def by_state(year: int, agency=None) -> list[tuple[str, int]]:
    """The records of a year, of one agency or of all, in each state in the order of their way; none left out
    but those without any.
    """
    found = ActivityRecord.objects.in_year(year)
    found = found if agency is None else found.filter(host=agency)
    counts = dict(found.order_by().values_list("state").annotate(Count("pk")))
    return [(str(label), counts[state]) for state, label in ActivityState.choices if state in counts]


def years_with_activities(on: date) -> list[int]:
    """From the year of the first activity to that of `on`, the latest first."""
    first = ActivityRecord.objects.counted().aggregate(first=Min("starts_at"))["first"]
    begin = timezone.localdate(first).year if first else on.year
    return list(range(on.year, min(begin, on.year) - 1, -1))


def _with_subdistrict(activities: QuerySet[ActivityRecord]) -> QuerySet[ActivityRecord]:
    """The 街镇 of the venue; where there is none, that of the host."""

    def of(place: str):
        return Case(
            When(**{f"{place}__kind__in": SUBDISTRICT_KINDS}, then=F(place)),
            default=F(f"{place}__parent"),
        )

    return activities.annotate(subdistrict=Coalesce(of("venue__place"), of("host__place")))


def _names(dimension: Dimension, keys: list) -> dict:
    if dimension == Dimension.FORM:
        return {value: str(label) for value, label in ActivityForm.choices}
    if dimension == Dimension.SUBDISTRICT:
        return dict(Place.objects.subdistricts().values_list("pk", "name"))
    model, name = NAMED[dimension]
    return dict(model._default_manager.filter(pk__in=keys).values_list("pk", name))


def _figures(key: str, name: str, sums: dict) -> Figures:
    return Figures(key, name, sums["activities"], **{each: sums[each] or 0 for each in COUNTED})
