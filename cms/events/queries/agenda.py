"""The agenda of events: by month and by week, narrowed by whom it is for. Days are passed in."""

import datetime
from calendar import Calendar
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import astuple, dataclass
from functools import lru_cache
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from cms.campaigns.models import Audience, Setting
from cms.campaigns.queries.law_days import Occurrence, law_days_between
from cms.core.workdays import is_announced, is_workday
from cms.events.models import Event, Series
from cms.events.queries import noting_who_waits, start_of_day
from cms.places.models import Place, Venue

WEEK = datetime.timedelta(days=7)
DAY = datetime.timedelta(days=1)
# What a calendar that subscribes still hears of: a cancellation, a change after the fact.
HEARD_OF = datetime.timedelta(days=60)
# Longer ones are law months: in a grid they would stand on every day.
SHORT = datetime.timedelta(days=14)
# Those of which a day lies from one day to another.
LawDays = Callable[[datetime.date, datetime.date], list[Occurrence]]


@dataclass(frozen=True)
class Narrowing:
    """What of the agenda is asked for: 街镇 by code, 普法场所 and 普法对象 by name. "" asks for all."""

    town: str = ""
    setting: str = ""
    audience: str = ""

    def __bool__(self) -> bool:
        return any(astuple(self))

    def of(self, events: QuerySet[Event]) -> QuerySet[Event]:
        if self.town:
            events = events.filter(_in_town(self.town))
        if self.setting:
            events = events.filter(settings__name=self.setting)
        if self.audience:
            events = events.filter(audiences__name=self.audience)
        return events


class Glance(NamedTuple):
    """All of an event that a month has room for."""

    pk: int
    title: str
    starts_at: datetime.datetime
    ends_at: datetime.datetime

    def get_absolute_url(self) -> str:
        return _address(self.pk)


@dataclass(frozen=True)
class Day:
    """One day of the agenda, with what is on. `rest` is "休" or "班" where it departs from its weekday."""

    day: datetime.date
    events: tuple[Event | Glance, ...]
    law_days: tuple[Occurrence, ...]
    rest: str
    is_inside: bool = True


def choices() -> dict[str, list]:
    """What the agenda can be narrowed by."""
    return {
        "towns": list(Place.objects.subdistricts().order_by("code")),
        "settings": list(Setting.objects.active()),
        "audiences": list(Audience.objects.active()),
    }


def month_of(
    year: int, month: int, narrowing: Narrowing, law_days: LawDays = law_days_between
) -> list[list[Day]]:
    """The weeks that a month touches, Monday first; days of other months stand outside."""
    weeks = Calendar().monthdatescalendar(year, month)
    first, count = weeks[0][0], 7 * len(weeks)
    rows = _between(first, first + DAY * count, narrowing).values_list(*Glance._fields)
    days = list(_days(first, count, map(Glance._make, rows), month, law_days))
    return [days[start : start + 7] for start in range(0, len(days), 7)]


def week_of(monday: datetime.date, narrowing: Narrowing) -> list[Day]:
    events = _between(monday, monday + WEEK, narrowing).select_related("host", "venue")
    return list(_days(monday, 7, events))


def events_to_subscribe(narrowing: Narrowing, on: datetime.date) -> QuerySet[Event]:
    """Announced events for a calendar that asks again and again: cancelled ones say so."""
    found = Event.objects.announced().filter(ends_at__gte=start_of_day(on - HEARD_OF))
    return narrowing.of(found).select_related("host", "venue").order_by("starts_at", "pk")


def occasions_of(series: Series) -> QuerySet[Event]:
    """What the public knows of a series: its announced occasions, by date."""
    found = noting_who_waits(Event.objects.announced().filter(series=series))
    return found.select_related("host", "venue").order_by("starts_at", "pk")


def series_at(venue: Venue, on: datetime.date) -> QuerySet[Series]:
    """What comes again there: series with an announced occasion at the venue that is still to come."""
    coming = Event.objects.published().filter(venue=venue, ends_at__gte=start_of_day(on))
    return Series.objects.filter(pk__in=coming.values("series")).order_by("starts_on", "pk")


def series_of_brand(brand_pk: int) -> QuerySet[Series]:
    """The series of a brand of which the public has been told."""
    told = Event.objects.announced().values("series")
    return Series.objects.filter(brand=brand_pk, pk__in=told).order_by("starts_on", "pk")


def held_of_brand(brand_pk: int, now: datetime.datetime) -> int:
    """How many occasions of a brand are over at `now`."""
    found = Event.objects.published().filter(series__brand=brand_pk)
    return found.filter(ends_at__lte=now).count()


def newest_events(narrowing: Narrowing, limit: int) -> QuerySet[Event]:
    """The events that were announced last."""
    found = narrowing.of(Event.objects.published()).select_related("host", "venue")
    return found.order_by("-published_at", "-pk")[:limit]


def _days(
    first: datetime.date,
    count: int,
    found: Iterable[Event | Glance],
    month: int = 0,
    law_days_of: LawDays = law_days_between,
) -> Iterator[Day]:
    events = _by_day(found)
    last = first + DAY * (count - 1)
    law_days = [each for each in law_days_of(first, last) if each.ends_on - each.starts_on < SHORT]
    for day in (first + DAY * number for number in range(count)):
        yield Day(
            day=day,
            events=tuple(events[day]),
            law_days=tuple(each for each in law_days if _is_named(each, day)),
            rest=_rest(day),
            is_inside=month in (0, day.month),
        )


def _between(first: datetime.date, after: datetime.date, narrowing: Narrowing) -> QuerySet[Event]:
    found = Event.objects.published().filter(
        starts_at__lt=start_of_day(after), ends_at__gte=start_of_day(first)
    )
    return narrowing.of(found).order_by("starts_at", "pk")


def _by_day(events: Iterable[Event | Glance]) -> dict[datetime.date, list[Event | Glance]]:
    """Under every day on which it is on."""
    found, here = defaultdict(list), timezone.get_current_timezone()
    for event in events:
        day, last = (moment.astimezone(here).date() for moment in (event.starts_at, event.ends_at))
        while day <= last:
            found[day].append(event)
            day += DAY
    return found


def _is_named(law_day: Occurrence, day: datetime.date) -> bool:
    """On its first day, and where a week begins while it lasts: not seven times in a row."""
    return law_day.starts_on == day or (law_day.starts_on < day <= law_day.ends_on and day.weekday() == 0)


@lru_cache(maxsize=4096)
def _address(pk: int) -> str:
    return reverse("public:event", args=[pk])


@lru_cache(maxsize=1024)
def _rest(day: datetime.date) -> str:
    if not is_announced(day.year) or is_workday(day) == (day.weekday() < 5):
        return ""
    return "班" if is_workday(day) else "休"


def _in_town(code: str) -> Q:
    """By where it is; where that is no venue, by where its host is."""
    found = Q()
    for steps in ("", "__parent"):
        found |= Q(**{f"venue__place{steps}__code": code})
        found |= Q(**{f"host__place{steps}__code": code, "venue": None})
    return found
