"""Hours by rule: what who came late or left early is credited with."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from django.utils import timezone

from cms.training.enums import Way
from cms.training.models import Scan, TrainingSession

HALF = Decimal("0.5")
MINUTE = datetime.timedelta(minutes=1)


@dataclass(frozen=True)
class Stay:
    """A person in the room on one day. Who was not seen to come or to leave came or left when all did."""

    day: datetime.date
    came: datetime.time | None = None
    left: datetime.time | None = None


def stays_of(scans: Iterable[Scan]) -> tuple[list[Stay], list[Scan]]:
    """What the scans of one person tell, in whatever order they came in; and those that tell nothing new.

    The first way in counts and the first way out after it; who was seen to leave and never to come has no
    stay, and somebody has to look. A scan of which nobody knows the time is no stay.
    """
    known = sorted((scan for scan in scans if scan.at), key=lambda scan: (scan.at, scan.pk))
    stays: list[Stay] = []
    idle: list[Scan] = []
    inside: datetime.datetime | None = None
    for scan in known:
        at = timezone.localtime(scan.at)
        if inside and inside.date() != at.date():
            stays.append(Stay(inside.date(), inside.time()))
            inside = None
        if scan.way == Way.IN and inside is None:
            inside = at
        elif scan.way == Way.OUT and inside:
            stays.append(Stay(inside.date(), inside.time(), at.time()))
            inside = None
        else:
            idle.append(scan)
    if inside:
        stays.append(Stay(inside.date(), inside.time()))
    return stays, idle


def hours_earned(session: TrainingSession, stays: list[Stay], grace_minutes: int) -> Decimal:
    """The hours of the session for who stayed so long, in half hours rounded down; 0 where it has none.

    Each day of the session counts the same. Up to `grace_minutes` late or early cost nothing; past them the
    time in the room counts against the time of the day. Where no hours of the day are known, each day on
    which the person was there counts whole.
    """
    if not session.hours:
        return Decimal(0)
    grace = datetime.timedelta(minutes=grace_minutes)
    share = sum((_share(session, day, stays, grace) for day in {stay.day for stay in stays}), Decimal(0))
    earned = session.hours * min(share, Decimal(session.days)) / session.days
    # A tenth beside the half hour is the session's own: all of it is all of it.
    if share >= session.days:
        return session.hours
    return (earned / HALF).to_integral_value(ROUND_FLOOR) * HALF


def time_in_room(session: TrainingSession, stays: Iterable[Stay]) -> datetime.timedelta:
    """How long one was there within the hours of the session, to the minute; time out between does not count.

    Nothing where its hours of the day are not known.
    """
    if not session.begins or not session.finishes:
        return datetime.timedelta()
    present = datetime.timedelta()
    for stay in stays:
        came = max(stay.came or session.begins, session.begins).replace(second=0, microsecond=0)
        left = min(stay.left or session.finishes, session.finishes).replace(second=0, microsecond=0)
        present += max(_on(stay.day, left) - _on(stay.day, came), datetime.timedelta())
    return present


def _share(session: TrainingSession, day, stays: list[Stay], grace: datetime.timedelta) -> Decimal:
    """How much of a day somebody was there, from 0 to 1."""
    if not session.begins or not session.finishes:
        return Decimal(1)
    begins, finishes = _on(day, session.begins), _on(day, session.finishes)
    present = datetime.timedelta()
    of_day = [stay for stay in stays if stay.day == day]
    for number, stay in enumerate(of_day):
        came = _on(day, stay.came) if stay.came else begins
        left = _on(day, stay.left) if stay.left else finishes
        if number == 0 and came <= begins + grace:
            came = begins
        if number == len(of_day) - 1 and left >= finishes - grace:
            left = finishes
        present += max(min(left, finishes) - max(came, begins), datetime.timedelta())
    return Decimal(present // MINUTE) / Decimal((finishes - begins) // MINUTE)


def _on(day: datetime.date, clock: datetime.time) -> datetime.datetime:
    return datetime.datetime.combine(day, clock)
