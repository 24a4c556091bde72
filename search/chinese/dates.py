"""Days and months as Chinese counts and words them."""

import datetime
from calendar import monthrange


def chinese_date(day: datetime.date, *, in_year: int | None = None) -> str:
    """2026年12月4日; 12月4日 where the reader knows that the year is `in_year`."""
    year = "" if day.year == in_year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日"


def day_of(year: int | str, month: int | str, day: int | str) -> datetime.date | None:
    """The day of three numbers; None where the calendar has no such day."""
    try:
        return datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None


def months_span(year: int, first: int, last: int) -> tuple[datetime.date, datetime.date]:
    """From the first day of one month to the last day of another."""
    return datetime.date(year, first, 1), datetime.date(year, last, monthrange(year, last)[1])
