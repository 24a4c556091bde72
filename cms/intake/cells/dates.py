"""Dates and birth months in the styles offices write them."""

import re
from datetime import date, datetime, timedelta
from typing import Any

from cms.core.plausible import EARLIEST
from cms.intake.cells.observances import lunar_date, lunar_date_within
from cms.intake.cells.text import PLACEHOLDERS, as_text
from cms.intake.cells.weekdays import weekday_doubt
from cms.intake.spec import Parsed
from search.chinese.folding import narrow
from search.chinese.numerals import in_digits

_SEPARATED = re.compile(
    r"^(\d{4})\s*[年./\-_,\\~]\s*(\d{1,2})\s*(?:[月./\-_,\\~]\s*(?:(\d{1,2})\s*[日号]?)?)?\s*生?$"
)
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})?$")
_SHORT_YEAR = re.compile(r"^(\d{2})\s*[年./\-]\s*(\d{1,2})(?:\s*[月./\-]\s*(\d{1,2})\s*[日号]?|月)?\s*生?$")
_TIME = re.compile(r"[T\s]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
_PART_OF_DAY = re.compile(
    r"[(]?(?:星期|周|礼拜)[一二三四五六日天][)]?|[(]?(?:上午|下午|中午|晚上|早上|凌晨|全天)[)]?"
)
# What spreadsheets and databases write for a date that is not there.
_EMPTY = re.compile(
    r"^(?:1900[-/年.]0?1[-/月.]0?0日?|0{4}(?:[-/.]0{1,2}){2}|1899[-/.]12[-/.]3[01])(?:[T ]00:00(?::00)?)?$"
)
# 1968.1 is January, or October whose zero a spreadsheet dropped.
_TWO_MONTHS = re.compile(r"^\d{4}\.1$")
_LUNAR = re.compile(r"农历|阴历|旧历")
_LUNAR_YEAR = re.compile(r"(\d{4}|[〇零○一二三四五六七八九]{4})年")
_VAGUE = re.compile(r"上旬|中旬|下旬|月初|月底|年初|年底|左右|前后")
# Excel counts days from here; 20000 to 60000 are 1954 to 2064.
_EPOCH = date(1899, 12, 30)


def read_parts(raw: Any) -> tuple[int, int, int | None] | None:
    """(year, month, day or None) of a date in any of the usual styles; None if it is no date."""
    if isinstance(raw, datetime | date):
        return (raw.year, raw.month, raw.day) if raw.year >= EARLIEST else None
    text = narrow(as_text(raw))
    if _LUNAR.search(text):
        return _lunar(text)
    text = in_digits(_TIME.sub("", _PART_OF_DAY.sub("", text).strip()))
    text = re.sub(r"\s+", "", text).rstrip("。.,;")
    match = _SEPARATED.match(text) or _COMPACT.match(text)
    if not match:
        return None
    year, month, day = int(match[1]), int(match[2]), None if match[3] is None else int(match[3])
    try:
        date(year, month, 1 if day is None else day)
    except ValueError:
        return None
    return (year, month, day) if year >= EARLIEST else None


def is_empty_date(raw: Any) -> bool:
    """Whether a cell holds what programs write for no date: Excel's day zero, a database's zeros."""
    if isinstance(raw, datetime | date):
        return raw.year < EARLIEST
    return raw == 0 or bool(_EMPTY.match(narrow(as_text(raw))))


def blank_date(raw: Any) -> Parsed | None:
    """Nothing, and said so where a program wrote something for it; None where a date is to be read."""
    text = as_text(raw)
    if text in PLACEHOLDERS:
        return Parsed(None)
    if is_empty_date(raw):
        return Parsed(None, (("date_placeholder", f"“{text}”是表格软件写的空日期，按没有填"),))
    return None


def birth_month(raw: Any, on: date) -> Parsed:
    """A birth month as YYYY-MM."""
    blank = blank_date(raw)
    if blank:
        return blank
    text = as_text(raw)
    parts, code = read_parts(_serial(raw)), "birth_text"
    if parts is None:
        parts, code = _in_full(text, on), "birth_short_year"
    if parts is None or _is_month_or_serial(text):
        return Parsed(None, (("birth_unclear", f"“{text}”认不出年月，请写成 1978-02"),))
    year, month, _ = parts
    if date(year, month, 1) > on:
        return Parsed(None, (("birth_unclear", f"“{text}”在将来，请核对"),))
    value = f"{year:04d}-{month:02d}"
    if isinstance(raw, datetime | date):
        return Parsed(value)
    if _TWO_MONTHS.match(re.sub(r"\s", "", narrow(text))):
        told = f"“{text}”可能是 {year}年1月，也可能是丢了零的 {year}年10月，请核对后填 {year}-01 或 {year}-10"
        return Parsed(value, (("birth_two_months", told),))
    return Parsed(value, (("date_lunar" if _LUNAR.search(text) else code, f"“{text}”已读作 {value}"),))


def month(raw: Any, on: date) -> Parsed:
    """A month as YYYY-MM, or a year as YYYY where no more is known; not after `on`."""
    blank = blank_date(raw)
    if blank:
        return blank
    text = as_text(raw)
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
    parts = read_parts(_serial(raw)) or _in_full(as_text(raw), on)
    if parsed.value is None or not parts or parts[2] is None:
        return parsed
    value = f"{parsed.value}-{parts[2]:02d}"
    return Parsed(value, tuple((code, f"“{as_text(raw)}”已读作 {value}") for code, _ in parsed.findings))


def day(raw: Any, on: date) -> Parsed:
    """A day as YYYY-MM-DD, not after `on`."""
    blank = blank_date(raw)
    if blank:
        return blank
    text = as_text(raw)
    if _VAGUE.search(text) and not _LUNAR.search(text):
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
    if _LUNAR.search(text):
        return Parsed(value, (("date_lunar", f"农历“{text}”已换算为 {value}"),))
    if isinstance(raw, int | float) or day_of_serial(raw):
        return Parsed(value, (("date_number", f"数字“{text}”已读作 {value}"),))
    if doubt := weekday_doubt(text, found, found):
        return Parsed(value, (("date_weekday", doubt),))
    return Parsed(value, (("date_text", f"“{text}”已读作 {value}"),))


def day_of_serial(raw: Any) -> date | None:
    """The day of a day number of Excel, also where it became text; None for anything else."""
    if isinstance(raw, str) and re.fullmatch(r"[1-5]\d{4}(?:\.0+)?", raw.strip()):
        raw = int(float(raw))
    if isinstance(raw, int | float) and not isinstance(raw, bool) and 10000 < raw < 60000:
        return _EPOCH + timedelta(days=int(raw))
    return None


def without_year(raw: Any) -> str:
    """A text that is a day but for its year: 1月11日; empty for anything else."""
    if not isinstance(raw, str):
        return ""
    text = _PART_OF_DAY.sub("", in_digits(narrow(raw)))
    match = re.fullmatch(r"(\d{1,2})(?:月|[./-])(\d{1,2})[日号]?", re.sub(r"\s", "", text))
    return f"{int(match[1])}-{int(match[2])}" if match else ""


def lunar_without_year(text: str, year: int) -> date | None:
    """The day of a lunar date that names no year, where that year has it exactly once."""
    text = narrow(text)
    return lunar_date_within(_lunar_plain(text), year) if _LUNAR.search(text) else None


def _lunar_plain(text: str) -> str:
    """A lunar date as the calendar reads it, without the time of the day."""
    text = _TIME.sub("", _PART_OF_DAY.sub("", text).strip())
    return "农历" + re.sub(r"\s|[()]|农历|阴历|旧历", "", text)


def _serial(raw: Any) -> Any:
    """A day number of Excel as a date; anything else unchanged."""
    return day_of_serial(raw) or raw


def _is_month_or_serial(text: str) -> bool:
    """Whether five digits may be a year and a month as well as a day number: 19781."""
    return bool(re.fullmatch(r"(?:19|20)\d{2}[1-9]", text)) and int(text[:4]) > EARLIEST


def _in_full(text: str, on: date) -> tuple[int, int, int | None] | None:
    """The parts of a date with two digits for its year: 68.05 is of the last century that has been."""
    match = _SHORT_YEAR.match(re.sub(r"\s", "", narrow(text)))
    if not match or (len(match[2]) == 1 and "." in text and not match[3]):
        return None
    year = on.year // 100 * 100 + int(match[1])
    rest = "-".join(part for part in (match[2], match[3]) if part)
    return read_parts(f"{year - 100 if year > on.year else year}-{rest}")


def _lunar(text: str) -> tuple[int, int, int | None] | None:
    """The solar day of a day of the lunar calendar with its year."""
    year = _LUNAR_YEAR.search(text)
    if not year:
        return None
    number = int(in_digits(year[1]))
    plain = _lunar_plain(text[: year.start()] + text[year.end() :])
    found = lunar_date(plain, number) if number >= EARLIEST else None
    return (found.year, found.month, found.day) if found else None
