"""What a campaign says of its events: one question, whatever their number. The moment is passed in."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.utils import timezone

from cms.events.models import place_words
from cms.events.queries import noting_who_waits, upcoming_events

# A campaign tells all it has; so many, with the settings of each, are more than any had.
MOST_ROWS = 800
ROW = (
    "pk", "title", "starts_at", "ends_at", "address", "venue__name", "venue__address", "host__name",
    "takes_registrations", "capacity", "places_taken", "is_waited_for", "settings__name",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """All that the schedule says of an event: what changes elsewhere leaves its day as it is."""

    pk: int
    title: str
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    place: str
    host: str
    takes_registrations: bool
    is_full: bool
    settings: tuple[str, ...]

    @property
    def day(self) -> datetime.date:
        return self.starts_at.date()


def schedule_of(campaign_pk: int, now: datetime.datetime) -> list[tuple[datetime.date, tuple[Line, ...]]]:
    """The events of a campaign that are not over at `now`, by day."""
    found = noting_who_waits(upcoming_events(now)).filter(campaign=campaign_pk).select_related(None)
    rows = found.order_by("starts_at", "pk", "settings__order", "settings__name").values_list(*ROW)[
        :MOST_ROWS
    ]
    lines = (_line(event) for _pk, event in groupby(rows, key=lambda row: row[0]))
    return [(day, tuple(held)) for day, held in groupby(lines, key=lambda line: line.day)]


def _line(rows: Iterable[tuple]) -> Line:
    """Of the rows of one event, which differ in the setting alone."""
    held = list(rows)
    pk, title, starts_at, ends_at, address, venue, venue_address, host, takes, capacity, taken, waited, _ = (
        held[0]
    )
    return Line(
        pk=pk,
        title=title,
        starts_at=timezone.localtime(starts_at),
        ends_at=timezone.localtime(ends_at),
        place=address if venue is None else place_words(venue, venue_address),
        host=host,
        takes_registrations=takes,
        is_full=waited or (capacity is not None and taken >= capacity),
        settings=tuple(row[-1] for row in held if row[-1]),
    )
