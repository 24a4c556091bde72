"""Events for calendars and for readers of news."""

from collections.abc import Callable, Iterable

from cms.core.calendar_files import Entry
from cms.events.enums import EventState
from cms.events.models import Event


def calendar_entries(events: Iterable[Event], address: Callable[[str], str], host: str) -> list[Entry]:
    """As a calendar takes them in. `address` makes a path a full address; `host` is the site of the uid."""
    return [
        Entry(
            uid=f"event-{event.pk}@{host}",
            title=event.title,
            starts_at=event.starts_at,
            ends_at=event.ends_at,
            changed_at=event.updated_at,
            place=event.place_text,
            details=f"{event.host.name}主办\n{event.introduction}".strip(),
            url=address(event.get_absolute_url()),
            is_cancelled=event.state == EventState.CANCELLED,
        )
        for event in events
    ]
