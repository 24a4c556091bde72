"""What is on: as a list, by month, by week, and for calendars and readers of news to subscribe to."""

import datetime
from dataclasses import asdict
from functools import partial
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_safe

from cms.campaigns.queries.law_days import Occurrence, law_days_between
from cms.core.calendar_files import calendar_response
from cms.events.exports import calendar_entries
from cms.events.models import Event, Series
from cms.events.queries import noting_who_waits, past_events, upcoming_events
from cms.events.queries.agenda import (
    WEEK,
    Narrowing,
    choices,
    events_to_subscribe,
    month_of,
    newest_events,
    occasions_of,
    week_of,
)
from sites.kept_parts import LONG, kept_part
from sites.public.atom import Entry, atom_response

PAGE_SIZE = 20
FEED_SIZE = 30
# A crawler that follows 下个月 comes to an end.
YEARS_AROUND = 5
NAME = "普法日程"


@require_safe
def event_list(request):
    narrowing, now = _narrowing(request), timezone.now()
    is_past = request.GET.get("when") == "past"
    found = narrowing.of(past_events(now) if is_past else noting_who_waits(upcoming_events(now)))
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    past = f"{reverse('public:events')}{_query(narrowing, when='past')}"
    context = {"page": page, "is_past": is_past, "past": past, **_around(narrowing, timezone.localdate(now))}
    return render(request, "public/events/event_list.html", context)


@require_safe
def month(request, year, month):
    if not 1 <= month <= 12:
        raise Http404
    _require_near(year)
    narrowing, first = _narrowing(request), datetime.date(year, month, 1)
    before = first - datetime.timedelta(days=1)
    after = (first + datetime.timedelta(days=31)).replace(day=1)
    context = {
        # Not asked where the page keeps what it shows of them; the choices neither.
        "weeks": SimpleLazyObject(partial(month_of, year, month, narrowing, partial(_law_days, request))),
        "first": first,
        "before": _near(before, reverse("public:events_month", args=[before.year, before.month])),
        "after": _near(after, reverse("public:events_month", args=[after.year, after.month])),
        **_around(narrowing, first),
    }
    return render(request, "public/events/month.html", context)


def _law_days(request, first: datetime.date, last: datetime.date) -> list[Occurrence]:
    """An event that changes leaves them as they are."""
    made = partial(law_days_between, first, last)
    return kept_part(request, ("month-law-days", first, last), made, seconds=LONG, of=("campaigns",))


@require_safe
def week(request, year, week):
    _require_near(year)
    try:
        monday = datetime.date.fromisocalendar(year, week, 1)
    except ValueError as error:
        raise Http404 from error
    narrowing = _narrowing(request)
    context = {
        "days": week_of(monday, narrowing),
        "monday": monday,
        "sunday": monday + datetime.timedelta(days=6),
        "before": _near(monday - WEEK, _week_address(monday - WEEK)),
        "after": _near(monday + WEEK, _week_address(monday + WEEK)),
        **_around(narrowing, monday),
    }
    return render(request, "public/events/week.html", context)


@require_safe
def series(request, pk):
    """What comes again: the occasions that are known, and the days on which it is not held."""
    shown = get_object_or_404(Series, pk=pk)
    occasions = list(occasions_of(shown))
    if not occasions:
        raise Http404
    now, today = timezone.now(), timezone.localdate()
    coming = [event for event in occasions if event.ends_at >= now]
    context = {
        "series": shown,
        # In the words of the next one: they were approved.
        "lead": coming[0] if coming else occasions[-1],
        "coming": coming,
        "past": [event for event in reversed(occasions) if event.ends_at < now],
        "left_out": [day for day in shown.days_left_out if day >= today],
        "calendar": reverse("public:event_series_calendar", args=[pk]),
    }
    return render(request, "public/events/series.html", context)


@require_safe
def series_calendar(request, pk):
    """A series as a calendar subscribes to it."""
    occasions = list(occasions_of(get_object_or_404(Series, pk=pk)))
    if not occasions:
        raise Http404
    entries = calendar_entries(occasions, request.build_absolute_uri, request.get_host())
    return calendar_response(occasions[-1].title, entries)


@require_safe
def calendar(request):
    """The agenda as a calendar subscribes to it, narrowed as the page was."""
    events = events_to_subscribe(_narrowing(request), timezone.localdate())
    return calendar_response(NAME, calendar_entries(events, request.build_absolute_uri, request.get_host()))


@require_safe
def event_calendar(request, pk):
    """One event, to be put into a calendar."""
    event = get_object_or_404(Event.objects.announced().select_related("host", "venue"), pk=pk)
    entries = calendar_entries([event], request.build_absolute_uri, request.get_host())
    return calendar_response(event.title, entries)


@require_safe
def feed(request):
    """The events announced last, as Atom."""
    narrowing = _narrowing(request)
    link = f"{reverse('public:events')}{_query(narrowing)}"
    return atom_response(request, NAME, link, map(_news_of, newest_events(narrowing, FEED_SIZE)))


def _news_of(event: Event) -> Entry:
    held = f"{timezone.localtime(event.starts_at):%Y年%-m月%-d日 %H:%M}，{event.place_text}"
    words = f"{held}。{event.introduction}"
    return Entry(event.title, event.get_absolute_url(), words, event.published_at, event.updated_at)


def _narrowing(request) -> Narrowing:
    return Narrowing(
        **{
            name: request.GET.get(name, "").replace("\0", "").strip()[:60]
            for name in Narrowing.__dataclass_fields__
        }
    )


def _query(narrowing: Narrowing, **more: str) -> str:
    kept = {name: value for name, value in {**more, **asdict(narrowing)}.items() if value}
    return f"?{urlencode(kept)}" if kept else ""


def _around(narrowing: Narrowing, day: datetime.date) -> dict:
    """What stands around each view of the agenda: how it is narrowed, the other views of the same days."""
    query, day = _query(narrowing), _nearest(day)
    return {
        "narrowing": narrowing,
        "choices": SimpleLazyObject(choices),
        "query": query,
        "today": timezone.localdate(),
        "views": {
            "list": reverse("public:events") + query,
            "month": reverse("public:events_month", args=[day.year, day.month]) + query,
            "week": _week_address(day) + query,
            "this_week": _week_address(timezone.localdate()) + query,
        },
        "feeds": {
            "calendar": reverse("public:events_calendar") + query,
            "atom": reverse("public:events_feed") + query,
        },
    }


def _week_address(day: datetime.date) -> str:
    year, number, _weekday = day.isocalendar()
    return reverse("public:events_week", args=[year, number])


def _is_near(year: int) -> bool:
    return abs(year - timezone.localdate().year) <= YEARS_AROUND


def _require_near(year: int) -> None:
    if not _is_near(year):
        raise Http404


def _nearest(day: datetime.date) -> datetime.date:
    """The day itself, or one a week on where its week or its month is of a year that has no pages."""
    for moved in (day, day + WEEK, day - WEEK):
        if _is_near(moved.isocalendar().year) and _is_near(moved.year):
            return moved
    return day


def _near(day: datetime.date, address: str) -> str:
    return address if _is_near(day.isocalendar().year) and _is_near(day.year) else ""
