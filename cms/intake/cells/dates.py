"""Dates and birth months in the styles offices write them."""

import re
from datetime import date, datetime, timedelta
from typing import Any

from cms.core.plausible import EARLIEST
from cms.intake.cells.text import PLACEHOLDERS, as_text
from cms.intake.spec import Parsed
from search.chinese.folding import narrow
from search.chinese.numerals import in_digits

_SEPARATED = re.compile(
    r"^(\d{4})\s*[年./\-_,\\~]\s*(\d{1,2})\s*(?:[月./\-_,\\~]\s*(?:(\d{1,2})\s*[日号]?)?)?\s*生?$"
)
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})?$")
_TIME = re.compile(r"[T\s]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
_VAGUE = re.compile(r"上旬|中旬|下旬|月初|月底|年初|年底|左右|前后")
# Excel counts days from here; 20000 to 60000 are 1954 to 2064.
_EPOCH = date(1899, 12, 30)


def read_parts(raw: Any) -> tuple[int, int, int | None] | None:
    """(year, month, day or None) of a date in any of the usual styles; None if it is no date."""
    if isinstance(raw, datetime | date):
        return raw.year, raw.month, raw.day
    text = in_digits(_TIME.sub("", narrow(as_text(raw))))
    text = re.sub(r"\s+", "", text).rstrip("。.,;")
    match = _SEPARATED.match(text) or _COMPACT.match(text)
    if not match:
        return None
    year, month, day = int(match[1]), int(match[2]), int(match[3]) if match[3] else None
    try:
        date(year, month, day or 1)
    except ValueError:
        return None
    return (year, month, day) if year >= EARLIEST else None


def birth_month(raw: Any, on: date) -> Parsed:
    """A birth month as YYYY-MM."""
    text = as_text(raw)
    if text in PLACEHOLDERS:
        return Parsed(None)
    parts = read_parts(_serial(raw))
    if parts is None:
        return Parsed(None, (("birth_unclear", f"“{text}”认不出年月，请写成 1978-02"),))
    year, month, _ = parts
    if date(year, month, 1) > on:
        return Parsed(None, (("birth_unclear", f"“{text}”在将来，请核对"),))
    value = f"{year:04d}-{month:02d}"
    if isinstance(raw, datetime | date):
        return Parsed(value)
    return Parsed(value, (("birth_text", f"“{text}”已读作 {value}"),))


def month(raw: Any, on: date) -> Parsed:
    """A month as YYYY-MM, or a year as YYYY where no more is known; not after `on`."""
    text = as_text(raw)
    if text in PLACEHOLDERS:
        return Parsed(None)
    year = re.fullmatch(r"(\d{4})\s*年?", narrow(text))
    parts = (int(year[1]), 1, None) if year and int(year[1]) >= EARLIEST else read_parts(_serial(raw))
    if parts is None:
        return Parsed(None, (("date_unclear", f"“{text}”认不出年月，请写成 2021-05"),))
    if date(parts[0], parts[1], 1) > on:
        return Parsed(None, (("future_date", f"“{text}”晚于导入日期，请核对"),))
    value = f"{parts[0]:04d}" if year else f"{parts[0]:04d}-{parts[1]:02d}"
    if isinstance(raw, datetime | date) or text == value:
        return Parsed(value)
    return Parsed(value, (("date_text", f"“{text}”已读作 {value}"),))


def birth_day(raw: Any, on: date) -> Parsed:
    """A day of birth as YYYY-MM-DD; where only the month is given, YYYY-MM."""
    parsed = birth_month(raw, on)
    parts = read_parts(_serial(raw))
    if parsed.value is None or parts[2] is None:
        return parsed
    value = f"{parsed.value}-{parts[2]:02d}"
    return Parsed(value, tuple((code, f"“{as_text(raw)}”已读作 {value}") for code, _ in parsed.findings))


def day(raw: Any, on: date) -> Parsed:
    """A day as YYYY-MM-DD, not after `on`."""
    text = as_text(raw)
    if text in PLACEHOLDERS:
        return Parsed(None)
    if _VAGUE.search(text):
        return Parsed(None, (("date_vague", f"“{text}”没有具体日期，请补填"),))
    parts = read_parts(_serial(raw))
    if parts is None:
        return Parsed(None, (("date_unclear", f"“{text}”认不出日期，请写成 2026-03-05"),))
    year, month, number = parts
    if number is None:
        return Parsed(None, (("date_vague", f"“{text}”只有月份，请补上日期"),))
    found = date(year, month, number)
    if found > on:
        return Parsed(None, (("future_date", f"{found} 晚于导入日期，请核对"),))
    value = found.isoformat()
    if isinstance(raw, datetime | date) or text == value:
        return Parsed(value)
    if isinstance(raw, int | float):
        return Parsed(value, (("date_number", f"数字“{text}”已读作 {value}"),))
    return Parsed(value, (("date_text", f"“{text}”已读作 {value}"),))


def day_of_serial(raw: Any) -> date | None:
    """The day of a day number of Excel; None for anything else."""
    if isinstance(raw, int | float) and not isinstance(raw, bool) and 10000 < raw < 60000:
        return _EPOCH + timedelta(days=int(raw))
    return None


def _serial(raw: Any) -> Any:
    """A day number of Excel as a date; anything else unchanged."""
    return day_of_serial(raw) or raw
