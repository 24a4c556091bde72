"""Days on which offices work: weekends, days off and 调休 as the State Council's yearly notice has them.

A year whose notice is not known falls back to weekends; who shows such a day says so: `is_announced`.
"""

from datetime import date, timedelta
from functools import lru_cache

import chinese_calendar

DAY = timedelta(days=1)
SATURDAY = 5


@lru_cache
def is_announced(year: int) -> bool:
    """Whether the days off of that year are known, and not merely its weekends."""
    try:
        chinese_calendar.is_workday(date(year, 1, 1))
    except NotImplementedError:
        return False
    return True


def is_workday(day: date) -> bool:
    return chinese_calendar.is_workday(day) if is_announced(day.year) else day.weekday() < SATURDAY


def is_holiday(day: date) -> bool:
    """A day off for a public holiday, not merely a weekend; False in a year whose notice is not known."""
    if not is_announced(day.year):
        return False
    is_off, name = chinese_calendar.get_holiday_detail(day)
    return is_off and name is not None


def next_workday(day: date) -> date:
    """The first working day after `day`, whether or not `day` is one."""
    day += DAY
    while not is_workday(day):
        day += DAY
    return day


def add_workdays(start: date, count: int) -> date:
    """The last day of a period of `count` working days. The day on which it starts does not count.

    So one of one working day that starts on a Friday ends on the Monday, as one from that Saturday does.
    """
    if count < 1:
        raise ValueError("A period has at least one working day")
    for _each in range(count):
        start = next_workday(start)
    return start
