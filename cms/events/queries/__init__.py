"""Reads of events. The day or the moment is passed in."""

import datetime

from django.db.models import QuerySet
from django.utils import timezone

from cms.events.models import Event


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


def next_events(now: datetime.datetime, limit: int) -> QuerySet[Event]:
    """The nearest of them, with what a line has room for: what, when, where."""
    found = upcoming_events(now).select_related(None).select_related("venue")
    return found.only("title", "starts_at", "address", "venue__name", "venue__address")[:limit]


def past_events(now: datetime.datetime) -> QuerySet[Event]:
    """Published events that are over at `now`, the latest first."""
    return (
        Event.objects.published()
        .filter(ends_at__lte=now)
        .select_related("host", "venue")
        .order_by("-starts_at", "-pk")
    )


def events_citing(law_ids) -> QuerySet[Event]:
    """Published events on one of these laws, the latest first."""
    found = Event.objects.published().filter(laws__in=law_ids).select_related("host", "venue")
    return found.distinct().order_by("-starts_at", "-pk")


def start_of_day(on: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(on, datetime.time.min))


def events_of_tomorrow(on: datetime.date) -> QuerySet[Event]:
    """Published events that begin on the day after `on` and took registrations."""
    day = datetime.timedelta(days=1)
    first, after = start_of_day(on + day), start_of_day(on + 2 * day)
    found = Event.objects.published().filter(starts_at__gte=first, starts_at__lt=after)
    return found.filter(takes_registrations=True).order_by("pk")
