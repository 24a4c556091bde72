"""When something took place: a day or a range of days, with or without the year, as offices write it."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from cms.intake.cells.dates import day_of_serial, is_empty_date, lunar_without_year, read_parts
from cms.intake.cells.text import PLACEHOLDERS, as_text
from cms.intake.cells.times import in_part
from cms.intake.spec import Parsed
from search.chinese.folding import narrow
from search.chinese.numerals import CHARACTERS, in_digits

# A leap year: a text without a year is readable if it is so in some year.
_ANY_YEAR = 2024
_CLOCK = (
    r"(?:上午|下午|中午|傍晚|晚上|晚间|早上|凌晨|晚|早)?(?<!\d)\d{1,2}"
    r"(?::\d{2}(?::\d{2}(?:\.\d+)?)?|[时点](?:\d{1,2}分?|半)?)"
)
_CLOCKS = re.compile(rf"T?{_CLOCK}(?:(?:至|到|[~—–―─-]+){_CLOCK})?")
_PART_OF_DAY = re.compile(r"上午|下午|中午|傍晚|晚上|晚间|早上|凌晨|全天|晚|(?:星期|周)[一二三四五六日天]")
_START = re.compile(
    r"(上午|下午|中午|傍晚|晚上|晚间|早上|凌晨|晚|早)?(?<!\d)(\d{1,2})(?::|[时点])(\d{1,2}|半)?"
)
_VAGUE = re.compile(
    r"[上中下]旬|月[初底末]|年[初底末]|左右|前后|期间|季度|[上下]半年|待定|另行|全年|每[月季年周]|近期|陆续"
    r"|^(?:\d{4}年?)?\d{1,2}月份?$|^\d{4}年?$|^\d{4}[./-]\d{1,2}$|^(?:\d{4}年)?\d{1,2}月?(?:至|到|[~—–―─-])\d{1,2}月份?$"
)
_DAY = re.compile(
    r"(?:(?P<year>\d{4}|\d{2})[年./\\-])?(?P<month>\d{1,2})[月./\\-](?P<day>\d{1,2})[日号]?"
    r"|(?P<compact>\d{8})"
)
_DAY_ONLY = re.compile(r"(\d{1,2})[日号]?")
_RANGE = re.compile(r"至|到|[~—–―─]+|--+")
_LISTED = re.compile(r"[、,，;；]|和|及")
_NUMERAL = re.compile(f"[{CHARACTERS}]+(?=[年月日号时点])")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_MOVED = re.compile(r"取消|顺延|延期|延至|推迟|推后|提前|改|补|原定|原计划|拟|暂停|未举|未开|未办")
# How programs write a day without a time.
_NO_CLOCK = re.compile(r"(?<!\d)00:00:00(?:\.0+)?$")
_NEXT_DAY = re.compile(r"次日|翌日|第二天|隔日")
# 22:00–01:00: what begins in the evening and ends in the small hours ends the day after.
_INTO_NIGHT = re.compile(r"(?:至|到|[~—–―─-]+)\s*(?=(?:凌晨)?0?[0-4](?::\d|[时点]))")
_EVENING = 18
# Both ends on one clock: 16:00-14:00 is of no day.
_SPAN = re.compile(r"(?<![\d:])(\d{1,2}):(\d{2})\s*(?:至|到|[~—–―─-]+)\s*(\d{1,2}):(\d{2})(?![\d:])")


@dataclass(frozen=True)
class Period:
    """First and last day, the time of the beginning where one is given, and how it was written: `code` is
    empty for a real date, else date_text, date_number, date_no_year; days_listed for single days apart."""

    first: date
    last: date
    begins: time | None = None
    code: str = ""


class UnreadablePeriod(ValueError):
    """Why a text is no period: a code and a message for people."""

    def __init__(self, code: str, told: str):
        super().__init__(told)
        self.code, self.told = code, told


def period(raw: Any, on: date) -> Parsed:
    """A cell that names a period, as it stands: its year may stand elsewhere, see `read_period`."""
    if as_text(raw) in PLACEHOLDERS:
        return Parsed(None)
    try:
        read_period(raw, _ANY_YEAR)
    except UnreadablePeriod as error:
        return Parsed(None, ((error.code, error.told),))
    return Parsed(raw)


def read_period(raw: Any, year: int | None) -> Period:
    """The period of a cell; `year` is taken where the cell names none. Raises UnreadablePeriod."""
    if isinstance(raw, datetime):
        return Period(raw.date(), raw.date(), raw.time() if raw.time() != time() else None)
    if isinstance(raw, date):
        return Period(raw, raw)
    text = as_text(raw)
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return _of_number(raw, year, text)
    if is_empty_date(raw):
        raise _unclear(text)
    whole = read_parts(raw) if "历" in text else None
    if serial := day_of_serial(raw):
        return Period(serial, serial, code="date_number")
    if whole and whole[2]:
        return Period(date(*whole), date(*whole), code="date_text")
    if year is not None and (lunar := lunar_without_year(text, year)):
        return Period(lunar, lunar, code="date_no_year")
    days, begins = _days_of(text)
    first, named = _day(days[0], None, year, text)
    last, gaps = first, False
    for following in days[1:]:
        before = last
        last, _ = _day(following, last, year, text)
        gaps = gaps or (last - before).days > 1
    if last < first:
        raise UnreadablePeriod("end_before_start", f"“{text}”结束早于开始，请核对")
    if gaps and _LISTED.search(_BRACKETS.sub("", narrow(text))):
        return Period(first, last, begins, "days_listed")
    code = "date_number" if re.fullmatch(r"\d{8}", text) else "date_text"
    return Period(first, last, begins, code if named else "date_no_year")


def _of_number(raw: int | float, year: int | None, text: str) -> Period:
    serial = day_of_serial(raw)
    if serial:
        return Period(serial, serial, code="date_number")
    if re.fullmatch(r"\d{8}", text):
        day, _ = _day(text, None, year, text)
        return Period(day, day, code="date_number")
    # 3.10 and 3.1 are one number: only two places tell the day.
    if re.fullmatch(r"\d{1,2}\.\d{2}", text):
        day, _ = _day(text, None, year, text)
        return Period(day, day, code="date_no_year")
    raise _unclear(text)


def _days_of(text: str) -> tuple[list[str], time | None]:
    """The days a text names, the first and the last ones, and the time at which it begins."""
    plain = _BRACKETS.sub(lambda match: _beside(match[1], text), in_digits(narrow(text), _NUMERAL))
    start = _START.search(plain)
    begins = _time(start) if start and not _NO_CLOCK.search(plain) else None
    if begins and begins.hour >= _EVENING:
        plain = _INTO_NIGHT.sub("至次日", plain)
    elif _is_backwards(plain):
        raise UnreadablePeriod("end_before_start", f"“{text}”的结束时间早于开始，请核对")
    spaced = _PART_OF_DAY.sub(" ", _CLOCKS.sub(" ", plain))
    bare = re.sub(r"\s+", "", spaced).strip("。.,;:、-")
    if _VAGUE.search(bare):
        raise UnreadablePeriod("date_vague", f"“{text}”没有具体日期，请补填")
    return _split(bare, text), begins


def _is_backwards(plain: str) -> bool:
    span = _SPAN.search(plain)
    return bool(span) and (int(span[3]), int(span[4])) < (int(span[1]), int(span[2]))


def _beside(remark: str, text: str) -> str:
    """What a remark in brackets adds to its day: a time, or nothing. Another day is asked about."""
    if "农历" not in remark and (_MOVED.search(remark) or _DAY.fullmatch(remark.strip())):
        raise UnreadablePeriod("date_unclear", f"“{text}”像是改过期，或不止一个日子，请核对后只填实际的日期")
    rest = _PART_OF_DAY.sub("", _NEXT_DAY.sub("", _CLOCKS.sub("", remark)))
    return "" if re.search(r"[^\s至到~—–―─,;、.-]", rest) else remark


def _split(bare: str, text: str) -> list[str]:
    for separator in (_LISTED, _RANGE):
        days = [part for part in separator.split(bare) if part]
        if len(days) > 1:
            return [day for part in days for day in _split(part, text)]
    if _DAY.fullmatch(bare) or _DAY_ONLY.fullmatch(bare) or _NEXT_DAY.fullmatch(bare):
        return [bare]
    # A dash may stand within a day as well as between two.
    for place in (match.start() for match in re.finditer("-", bare)):
        left, right = bare[:place], bare[place + 1 :]
        if _DAY.fullmatch(left) and any(form.fullmatch(right) for form in (_DAY, _DAY_ONLY, _NEXT_DAY)):
            return [left, right]
    raise _unclear(text)


def _day(part: str, before: date | None, year: int | None, text: str) -> tuple[date, bool]:
    """The day of a part, and whether it names its year; `before` is the day named before it."""
    if before and _NEXT_DAY.fullmatch(part):
        return before + timedelta(days=1), True
    only = _DAY_ONLY.fullmatch(part)
    match = _DAY.fullmatch(part)
    if only and before:
        found = (before.year, before.month, int(only[1]))
        named = True
    elif match and match["compact"]:
        found = (int(part[:4]), int(part[4:6]), int(part[6:]))
        named = True
    elif match:
        named = bool(match["year"])
        own = int(match["year"]) if named else (before.year if before else year)
        if own is None:
            raise UnreadablePeriod("date_unclear", f"“{text}”没有年份，标题里也没有，请补上年份")
        found = (own + 2000 if own < 100 else own, int(match["month"]), int(match["day"]))
        # From December into January.
        if before and not named and before.month >= 11 and found[1] <= 2:
            found = (found[0] + 1, *found[1:])
    else:
        raise _unclear(text)
    try:
        day = date(*found)
    except ValueError:
        raise _unclear(text) from None
    if day.year < 1949:
        raise _unclear(text)
    return day, named


def _time(match: re.Match) -> time | None:
    hour, minute = int(match[2]), 30 if match[3] == "半" else int(match[3] or 0)
    hour = in_part(hour, match[1] or "")
    return time(hour, minute) if hour is not None and hour < 24 and minute < 60 else None


def _unclear(text: str) -> UnreadablePeriod:
    return UnreadablePeriod("date_unclear", f"“{text}”认不出日期，请写成 2026-03-05")
