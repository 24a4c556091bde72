"""Days found by a rule of the calendar: the third Sunday of a month, the week of a day, a lunar date."""

from datetime import date, timedelta
from functools import lru_cache

from lunar_python import Lunar, LunarYear


def nth_weekday(year: int, month: int, which: int, weekday: int) -> date:
    """The first, second, third or fourth such weekday of a month; Monday is 0."""
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (which - 1))


def week_of(day: date) -> tuple[date, date]:
    """Monday and Sunday of the week in which the day lies."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def lunar_days(year: int, month: int, day: int) -> list[date]:
    """The days of a year on which a lunar date falls: one; of the last lunar months none, or two."""
    # The last months of a lunar year fall into the next year.
    found = (lunar_day_of(lunar_year, month, day) for lunar_year in (year - 1, year))
    return [solar for solar in found if solar and solar.year == year]


# The sky does not change; each reckoning costs the time of a page's other half.
@lru_cache(maxsize=1024)
def lunar_day_of(lunar_year: int, month: int, day: int) -> date | None:
    """A lunar date of a lunar year, which may lie in the next year; None where there is no such day."""
    if not 1 <= month <= 12 or not 1 <= day <= 30:
        return None
    if day > LunarYear.fromYear(lunar_year).getMonth(month).getDayCount():
        return None
    solar = Lunar.fromYmd(lunar_year, month, day).getSolar()
    return date(solar.getYear(), solar.getMonth(), solar.getDay())
