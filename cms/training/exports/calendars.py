"""Sessions for calendars."""

from collections.abc import Callable, Iterable

from cms.core.calendar_files import Entry
from cms.training.models import TrainingSession


def calendar_entries(
    sessions: Iterable[TrainingSession], address: Callable[[TrainingSession], str], host: str
) -> list[Entry]:
    """As a calendar takes them in. `address` is the full address of a session; `host` the site of the uid."""
    return [
        Entry(
            uid=f"training-{session.pk}@{host}",
            title=session.title,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            changed_at=session.updated_at,
            place=session.place_text,
            details="\n".join(_details(session)),
            url=address(session),
            is_cancelled=session.is_cancelled,
        )
        for session in sessions
    ]


def _details(session: TrainingSession) -> list[str]:
    told = []
    if session.host_text:
        told.append(f"{session.host_text}主办")
    if session.teacher:
        told.append(f"授课人：{session.teacher}")
    if session.hours:
        told.append(f"{session.hours:g} 学时")
    return told
