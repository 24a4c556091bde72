"""Reads of events. The day or the moment is passed in."""

import datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from cms.events.models import Event, Registration, place_words
from cms.statutes.models import Law

_COMING = ("pk", "title", "starts_at", "address", "venue__name", "venue__address")


def published_events() -> QuerySet[Event]:
    """Every event that the public may still sign up for or look back on."""
    return Event.objects.published().select_related("host", "venue")


def upcoming_events(now: datetime.datetime, limit: int | None = None) -> QuerySet[Event]:
    """Published events that are not over at `now`, the nearest first."""
    found = (
        Event.objects.published()
        .filter(ends_at__gt=now)
        .select_related("host", "venue")
        .order_by("starts_at", "pk")
    )
    return found if limit is None else found[:limit]


class Coming(NamedTuple):
    """What a line has room for: what, when, where."""

    pk: int
    title: str
    starts_at: datetime.datetime
    place: str


def next_events(now: datetime.datetime, limit: int) -> list[Coming]:
    """The nearest of them."""
    rows = upcoming_events(now).select_related(None).values_list(*_COMING)[:limit]
    return [
        Coming(pk, title, starts_at, address if venue is None else place_words(venue, venue_address))
        for pk, title, starts_at, address, venue, venue_address in rows
    ]


def past_events(now: datetime.datetime) -> QuerySet[Event]:
    """Published events that are over at `now`, the latest first."""
    return (
        Event.objects.published()
        .filter(ends_at__lte=now)
        .select_related("host", "venue")
        .order_by("-starts_at", "-pk")
    )


def noting_who_waits(events: QuerySet[Event]) -> QuerySet[Event]:
    """Each with `is_waited_for`: what is left is promised to those who wait."""
    waiting = Registration.objects.waiting().order_by().filter(event=OuterRef("pk"))
    return events.annotate(is_waited_for=Exists(waiting))


def events_citing(law: Law) -> QuerySet[Event]:
    """Published events on a law, the latest first."""
    return Event.objects.published().filter(laws=law).order_by("-starts_at", "-pk")


def start_of_day(on: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(on, datetime.time.min))


def events_of_tomorrow(on: datetime.date) -> QuerySet[Event]:
    """Published events that begin on the day after `on` and took registrations."""
    day = datetime.timedelta(days=1)
    first, after = start_of_day(on + day), start_of_day(on + 2 * day)
    found = Event.objects.published().filter(starts_at__gte=first, starts_at__lt=after)
    return found.filter(takes_registrations=True).order_by("pk")
