"""The days on which a series is held. Pure: the rhythm in, days out."""

from datetime import date

from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday

from cms.core.workdays import is_holiday
from cms.events.enums import Rhythm
from cms.events.models import Series


def days_of(series: Series) -> list[date]:
    """From the first day to the last, without those left out. A month that lacks such a day has none."""
    found = [moment.date() for moment in _rule(series)]
    left_out = set(series.days_left_out)
    return [
        day for day in found
        if day not in left_out and not (series.rests_on_holidays and is_holiday(day))
    ]  # fmt: skip


def fits(rhythm: str, first: date) -> bool:
    """Whether the first day is one of that rhythm: 每月最后一个星期六 begins on a last Saturday."""
    series = Series(rhythm=rhythm, starts_on=first, ends_on=first)
    return [moment.date() for moment in _rule(series)] == [first]


def _rule(series: Series) -> rrule:
    first = series.starts_on
    every = {
        Rhythm.WEEKLY: {"freq": WEEKLY},
        Rhythm.FORTNIGHTLY: {"freq": WEEKLY, "interval": 2},
        Rhythm.NTH: {"freq": MONTHLY, "byweekday": weekday(first.weekday())((first.day - 1) // 7 + 1)},
        Rhythm.LAST: {"freq": MONTHLY, "byweekday": weekday(first.weekday())(-1)},
        Rhythm.SAME_DAY: {"freq": MONTHLY, "bymonthday": first.day},
    }[Rhythm(series.rhythm)]
    return rrule(dtstart=first, until=series.ends_on, **every)
