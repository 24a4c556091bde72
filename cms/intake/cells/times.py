"""Clock times, spans of time and hours in the styles offices write them."""

import re
from datetime import date, datetime, time
from typing import Any

from cms.intake.cells.numbers import spelled
from cms.intake.cells.text import PLACEHOLDERS, as_text
from cms.intake.spec import Parsed
from search.chinese.folding import narrow
from search.chinese.numerals import CHARACTERS

MINUTES_A_DAY = 24 * 60
# More than this nothing lasts, a training of months included.
MOST_HOURS = 1000
_NEXT_DAY = "次日"
_AFTER_MIDNIGHT = re.compile(r"次日|翌日|第二天|隔日")
_EVENING, _SMALL_HOURS = 18 * 60, 5 * 60
_HALF_HOUR = 0.5
_PLACES = 4
_MORNING = ("上午", "早上", "早晨", "清晨", "凌晨", "早")
_NOON = ("中午",)
_NIGHT = ("晚上", "晚间", "晚", "夜间")
_LATER = ("下午", "傍晚", *_NIGHT)
_PART = re.compile(rf"^({'|'.join((*_MORNING, *_NOON, *_LATER, 'AM', 'PM'))})")
_SUFFIX = re.compile(r"(AM|PM)$")
_DAY = re.compile(r"^\d{4}[年./-]\d{1,2}[月./-]\d{1,2}日?[T\s]*(?=\d{1,2}:)")
_CLOCK = re.compile(
    r"^(\d{1,2})(?:[:.时点](\d{2})(?:[:分]\d{2}秒?|分)?|[:时点](\d)分|[时点]整?|[时点](半|[一1三3]刻))$"
)
_COMPACT = re.compile(r"^(\d{1,2})(\d{2})$")
_QUARTERS = {"半": 30, "一刻": 15, "1刻": 15, "三刻": 45, "3刻": 45}
_NUMERAL = re.compile(f"[{CHARACTERS}]+(?=[点时刻分小个])")
_DASH = re.compile(r"\s*(?:-{1,2}|—{1,2}|–|~|～|至|到)\s*")

_NUMBER = r"(-?\d+(?:\.\d+)?)"
_UNIT = r"(?:个)?(?:小时|钟头|学时|课时|钟|时|H(?:OURS?|RS?)?)"
_HOURS = re.compile(rf"^{_NUMBER}{_UNIT}?$")
_AND_HALF = re.compile(rf"^(\d+)(?:个半|{_UNIT}半){_UNIT}?$")
_AND_MINUTES = re.compile(rf"^(\d+){_UNIT}(\d+)(?:分钟?|MIN(?:UTES?)?|M)$")
_CLOCKED = re.compile(r"^(\d{1,2}):([0-5]\d)(?::[0-5]\d)?$")
_MINUTES = re.compile(r"^(-?\d+(?:\.\d+)?)(?:分钟?|MIN(?:UTES?)?)$")


def clock(raw: Any, on: date) -> Parsed:
    """A time of the day as HH:MM. A number is read only where it cannot mean two times."""
    text = as_text(raw)
    if isinstance(raw, datetime | time):
        return Parsed(f"{raw:%H:%M}")
    if text in PLACEHOLDERS:
        return Parsed(None)
    minutes = _fraction(raw) if isinstance(raw, float) and 0 <= raw < 1 else _minutes_of(text)
    if minutes is None:
        return Parsed(None, (("time_unclear", f"“{text}”认不出时间，请写成 09:30"),))
    value = _shown(minutes)
    return Parsed(value, (("time_text", f"“{text}”已读作 {value}"),))


def clock_end(raw: Any, on: date) -> Parsed:
    """The time at which something ends: HH:MM, 24:00, or 次日HH:MM where it is of the day after."""
    minutes = _end_of(as_text(raw)) if isinstance(raw, str) else None
    if minutes is None or minutes < MINUTES_A_DAY:
        return clock(raw, on)
    value = _shown(minutes)
    return Parsed(value, (("time_text", f"“{as_text(raw)}”已读作 {value}"),))


def span(raw: Any, on: date) -> Parsed:
    """Two times, such as 上午9:00—11:30, as ["09:00", "11:30"]; the second may be of the day after."""
    text = as_text(raw)
    if text in PLACEHOLDERS:
        return Parsed(None)
    ends = _DASH.split(narrow(text).strip())
    if len(ends) == 2:
        part = _PART.match(ends[0].upper())
        # 下午2-4点 says the unit once.
        unit = re.search(r"[点时]整?$", ends[1].strip())
        first = ends[0].strip() + (
            unit[0] if unit and re.search(r"\d$", ends[0].strip()) and ":" not in ends[0] else ""
        )
        start, end = _minutes_of(first), _end_of(ends[1])
        # 下午2:00-4:00 names the half of the day once.
        if part and start is not None and end is not None and end <= start:
            end = _minutes_of(part[1] + ends[1])
        # 22:00-01:00 goes on into the day after.
        if start is not None and end is not None and start >= _EVENING and end <= _SMALL_HOURS:
            end += MINUTES_A_DAY
        if start is not None and end is not None and end > start + MINUTES_A_DAY:
            end = None
        if start is not None and end is not None:
            value = [_shown(start), _shown(end)]
            return Parsed(value, (("time_text", f"“{text}”已读作 {value[0]}–{value[1]}"),))
    return Parsed(None, (("time_unclear", f"“{text}”认不出起止时间，请写成 09:00-11:30"),))


def hours(raw: Any, on: date) -> Parsed:
    """Hours of service: above zero, in steps of half an hour (志愿服务记录与证明出具办法)."""
    text = as_text(raw)
    if text in PLACEHOLDERS:
        return Parsed(None)
    value = read_hours(raw)
    if value is None:
        return Parsed(None, (("hours_unclear", f"“{text}”认不出时长，请填小时数，如 2.5"),))
    if value < 0:
        return Parsed(None, (("hours_negative", f"时长 {value:g} 小于零，请核对"),))
    if value == 0:
        return Parsed(None, (("hours_zero", "时长为零，请核对；没有服务的请跳过此行"),))
    if value > MOST_HOURS:
        return Parsed(None, (("hours_unclear", f"时长 {value:g} 小时太长，请核对"),))
    if value % _HALF_HOUR:
        return Parsed(None, (("hours_step", f"时长 {value:g} 不是半小时的倍数，请核对"),))
    if isinstance(raw, int | float):
        return Parsed(value)
    return Parsed(value, (("hours_text", f"“{text}”已读作 {value:g} 小时"),))


def read_hours(raw: Any) -> float | None:
    """The hours a cell states in any of the usual styles; None where it states none."""
    if isinstance(raw, bool | datetime | date):
        return None
    if isinstance(raw, time):
        # A duration in a cell that the spreadsheet shows as 2:30.
        return raw.hour + raw.minute / 60
    text = re.sub(r"\s", "", narrow(as_text(raw))).upper()
    if text in ("半小时", "半个小时", "半个钟头", "半个钟"):
        return _HALF_HOUR
    text = spelled(text, _NUMERAL)
    if match := _HOURS.match(text):
        # What a formula worked out may be a hair off: 2.4999999 is two hours and a half.
        return round(float(match[1]), _PLACES)
    if match := _AND_HALF.match(text):
        return int(match[1]) + _HALF_HOUR
    # 2:30 in a column of lengths is how a spreadsheet writes two hours and a half.
    if match := _AND_MINUTES.match(text) or _CLOCKED.match(text):
        return int(match[1]) + int(match[2]) / 60
    if match := _MINUTES.match(text):
        return float(match[1]) / 60
    return None


def past_midnight(start: str, end: str) -> bool:
    """Whether what began then ended on the day after, though nobody said so: 22:00 and 01:00."""
    return minutes_of(start) >= _EVENING and minutes_of(end) <= _SMALL_HOURS


def on_the_next_day(clock_time: str) -> str:
    return f"{_NEXT_DAY}{clock_time}"


def minutes_of(clock_time: str) -> int:
    """The minutes from midnight to a time written HH:MM; 次日01:00 is an hour after the day's last."""
    hour, minute = clock_time.removeprefix(_NEXT_DAY).split(":")
    return int(hour) * 60 + int(minute) + (MINUTES_A_DAY if clock_time.startswith(_NEXT_DAY) else 0)


def _end_of(text: str) -> int | None:
    """The minutes from midnight to an end, more than a day's where it is of the day after."""
    plain = re.sub(r"\s", "", narrow(text))
    if re.fullmatch(r"24(?::00(?::00)?|[点时]整?)", plain):
        return MINUTES_A_DAY
    if after := _AFTER_MIDNIGHT.match(plain):
        minutes = _minutes_of(plain[after.end() :])
        return None if minutes is None else minutes + MINUTES_A_DAY
    return _minutes_of(text)


def _minutes_of(text: str) -> int | None:
    plain = narrow(text).strip().upper()
    plain = re.sub(r"\s", "", _DAY.sub("", plain))
    part = _PART.match(plain)
    plain = plain[part.end() :] if part else plain
    suffix = _SUFFIX.search(plain)
    plain = plain[: suffix.start()] if suffix else plain
    clock_text = spelled(plain, _NUMERAL)
    match = _CLOCK.match(clock_text)
    if match:
        minute = int(match[2] or match[3] or 0) + _QUARTERS.get(match[4] or "", 0)
        hour = int(match[1])
    elif (match := _COMPACT.match(clock_text)) and len(clock_text) >= 3:
        hour, minute = int(match[1]), int(match[2])
    else:
        return None
    hour = in_part(hour, part[1] if part else suffix[1] if suffix else "")
    return hour * 60 + minute if hour is not None and hour < 24 and minute < 60 else None


def in_part(hour: int, part: str) -> int | None:
    """The hour of the day, given the part of the day it was said to lie in; None where they disagree."""
    # 晚上12点 is midnight, and of which day nobody says.
    if part in _NIGHT and hour == 12:
        return None
    if part in ("PM", *_LATER):
        return hour + 12 if hour < 12 else hour
    if part in _NOON:
        return hour + 12 if hour < 3 else hour
    if part in ("AM", "凌晨"):
        return 0 if hour == 12 else hour if hour < 12 else None
    if part in _MORNING:
        return hour if hour <= 12 else None
    return hour


def _fraction(raw: float) -> int:
    """Excel keeps a time as a fraction of the day."""
    return min(round(raw * MINUTES_A_DAY), MINUTES_A_DAY - 1)


def _shown(minutes: int) -> str:
    if minutes > MINUTES_A_DAY:
        return _NEXT_DAY + _shown(minutes - MINUTES_A_DAY)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
