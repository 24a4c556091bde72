"""Calendar files (iCalendar, RFC 5545): what a telephone or a desk calendar takes in or subscribes to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.http import HttpResponse
from icalendar import Calendar, Event, vText

CONTENT_TYPE = "text/calendar; charset=utf-8"
# Minutes since 1970 fit the format's whole numbers for thousands of years.
_MINUTE = 60


@dataclass(frozen=True)
class Entry:
    """One occasion. `uid` stays the same for its whole life: by it a change is known from a second one.

    Moments carry their zone. `changed_at` tells which of two copies is newer.
    """

    uid: str
    title: str
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    place: str = ""
    details: str = ""
    url: str = ""
    is_cancelled: bool = False


def calendar_file(name: str, entries: Iterable[Entry]) -> bytes:
    """The bytes of a calendar of this name; the same entries give the same bytes."""
    made = Calendar()
    made.add("prodid", "-//知法//ZH")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", vText(name))
    for entry in entries:
        made.add_component(_event(entry))
    return made.to_ical()


def calendar_response(name: str, entries: Iterable[Entry]) -> HttpResponse:
    return HttpResponse(calendar_file(name, entries), content_type=CONTENT_TYPE)


def _event(entry: Entry) -> Event:
    made = Event()
    made.add("uid", entry.uid)
    made.add("summary", f"【已取消】{entry.title}" if entry.is_cancelled else entry.title)
    # In UTC: a calendar shows them in its own zone, and no table of zones need travel with the file.
    made.add("dtstart", entry.starts_at.astimezone(UTC))
    made.add("dtend", entry.ends_at.astimezone(UTC))
    made.add("dtstamp", entry.changed_at.astimezone(UTC))
    made.add("last-modified", entry.changed_at.astimezone(UTC))
    made.add("sequence", int(entry.changed_at.timestamp()) // _MINUTE)
    made.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    for name, value in (("location", entry.place), ("description", entry.details), ("url", entry.url)):
        if value:
            made.add(name, value)
    return made
