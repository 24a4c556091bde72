"""Venues and service points as somebody looks for one: narrowed, open now, the nearest first."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q, QuerySet, prefetch_related_objects

from cms.core.coordinates import Spot
from cms.core.opening_hours import Standing, standing_at
from cms.places.models import Location, ServicePoint, Venue
from cms.places.queries.distances import kilometres
from cms.places.queries.whereabouts import usual_system, whereabouts
from search.chinese.folding import normalise
from search.chinese.numerals import typed_number

VENUE, POINT = "venue", "point"
# What says in the table that there is none.
NO_ACCESS = ("", "无", "没有", "暂无")


@dataclass(frozen=True)
class Wanted:
    """What is looked for. "" and False ask for all; `town` is a code, `kind` a venue's kind or a tier."""

    what: str = ""
    town: str = ""
    kind: str = ""
    service: str = ""
    open_now: bool = False
    barrier_free: bool = False


@dataclass(frozen=True)
class Found:
    """One place at a moment by the clock here; where it is in WGS-84, how far that is in kilometres."""

    place: Location
    moment: datetime.datetime
    spot: Spot | None = None
    away: float | None = None

    @cached_property
    def standing(self) -> Standing:
        return standing_of(self.place, self.moment)

    @property
    def is_venue(self) -> bool:
        return isinstance(self.place, Venue)


def open_venues() -> QuerySet[Venue]:
    return Venue.objects.filter(is_open=True).select_related("place__parent")


def open_points() -> QuerySet[ServicePoint]:
    return ServicePoint.objects.filter(is_open=True).select_related("place__parent", "parent")


def places_found(wanted: Wanted, moment: datetime.datetime, near: Spot | None = None) -> list[Found]:
    """What fits, the nearest first where one says from where; places without coordinates come last.

    `moment` by the clock here, `near` in WGS-84. Queries: three at most. Of hundreds a few are shown: where
    those lie is read by `with_surroundings`.
    """
    usual = usual_system()
    rows = [*_venues(wanted), *_points(wanted)]
    found = [_found(row, moment, near, whereabouts(row, usual)) for row in rows]
    if wanted.barrier_free:
        found = [each for each in found if has_access(each.place)]
    if wanted.open_now:
        found = [each for each in found if each.standing.is_open]
    if near:
        found.sort(key=lambda each: (each.away is None, each.away or 0))
    return found


def with_surroundings(found: Sequence[Found]) -> Sequence[Found]:
    """The same, with the 居村 and 街镇 of each read at once."""
    prefetch_related_objects([each.place for each in found], "place__parent")
    return found


def called_by_name(text: str, moment: datetime.datetime) -> list[Found]:
    """The open venue or point whose whole name stands in the words; of several the longest name."""
    words, usual = normalise(text), usual_system()
    named = [row for row in (*open_venues(), *open_points()) if normalise(row.name) in words]
    if not named:
        return []
    row = max(named, key=lambda row: len(row.name))
    return [_found(row, moment, None, whereabouts(row, usual))]


def standing_of(place: Location, moment: datetime.datetime) -> Standing:
    return standing_at(place.opening_hours, place.special_days, moment)


def has_access(place: Location) -> bool:
    return place.barrier_free.strip() not in NO_ACCESS


def services_offered() -> list[str]:
    """What the open points offer, the most offered first."""
    counts: dict[str, int] = {}
    for services in open_points().values_list("services", flat=True):
        for service in filter(None, (each.strip() for each in services.split("、"))):
            counts[service] = counts.get(service, 0) + 1
    return sorted(counts, key=lambda service: (-counts[service], service))


def _venues(wanted: Wanted) -> Iterable[Venue]:
    if wanted.what == POINT or wanted.service:
        return ()
    found = open_venues().select_related(None).filter(_in_town(wanted.town)).order_by("code")
    return found.filter(kind=wanted.kind) if wanted.kind else found


def _points(wanted: Wanted) -> Iterable[ServicePoint]:
    if wanted.what == VENUE:
        return ()
    found = open_points().select_related(None).filter(_in_town(wanted.town)).order_by("tier", "code")
    if wanted.kind:
        found = found.filter(tier=typed_number(wanted.kind, digits=1))
    return found.filter(services__contains=wanted.service) if wanted.service else found


def _in_town(code: str) -> Q:
    return Q(place__code=code) | Q(place__parent__code=code) if code else Q()


def _found(place: Location, moment: datetime.datetime, near: Spot | None, spot: Spot | None) -> Found:
    away = kilometres(near, spot) if near and spot else None
    return Found(place, moment, spot, away)
