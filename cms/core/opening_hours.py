"""Opening hours, read from the words they stand in. Pure: words and moments in, answers out.

What cannot be read with certainty stays words and is never shown as open.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import Any

from cms.core.workdays import is_holiday, is_workday
from search.chinese.folding import narrow

# Minutes of a day, from midnight.
Period = tuple[int, int]
DAY_MINUTES = 24 * 60
WEEKDAYS = "一二三四五六日"
EVERY = range(7)
WORKING, WEEKEND = list(EVERY)[:5], list(EVERY)[5:]
# Nobody wants to know of an opening farther off.
AHEAD = 14

_DAY = "(?:周|星期|礼拜)?[一二三四五六日天]"
_ONE = re.compile("[一二三四五六日天]")
_SPAN = re.compile("(?:周|星期|礼拜)([一二三四五六日天])(?:至|到|-)(?:周|星期|礼拜)?([一二三四五六日天])")
_LIST = re.compile(f"每?(?:周|星期|礼拜)[一二三四五六日天](?:[、和及,]{_DAY})*")
_GROUPS = (
    (re.compile("工作日"), WORKING),
    (re.compile("周末|双休日|休息日"), WEEKEND),
    (re.compile("每天|每日|全周"), list(EVERY)),
)
_CLOCK = r"(上午|早上|下午|晚上|中午)?(\d{1,2})(?:[:.点时](\d{2})?分?(半)?)?"
_PERIOD = re.compile(f"{_CLOCK}(?:至|到|-){_CLOCK}")
_ALL_DAY = re.compile("全天(?:开放)?|24小时(?:开放|服务|自助)?")
_ALL_YEAR = re.compile("全年无休")
_HOLIDAY = re.compile("(?:国家)?(?:法定)?(?:节假日|假日|假期|节日)")
_CLOSED = re.compile("除外|休息|不开放|不对外开放|闭馆|关闭|停止服务|不上班|休")
_AS_USUAL = re.compile("照常(?:开放)?|正常开放|不休(?:息)?|无休|也开放")
_KINDS = (("all year", _ALL_YEAR), ("holiday", _HOLIDAY), ("usual", _AS_USUAL), ("closed", _CLOSED))
# Words that add nothing.
_FILLER = re.compile(r"(?:开放|营业|服务|办公|接待|值班|时间|对外|为|均|[:：。\s]|及|和|的)+")
_BREAK = re.compile("[,;()、/]+")


class Openness(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Hours:
    """The periods of each weekday, Monday first; whether it is open on public holidays, None if unsaid."""

    week: tuple[tuple[Period, ...], ...]
    holidays: bool | None = None

    @property
    def follows_workdays(self) -> bool:
        """Kept on working days: closed on holidays, open on a Sunday that is worked."""
        return bool(self.week[0]) and not any(self.week[5:]) and all(self.week[:5])

    @property
    def is_always_open(self) -> bool:
        return set(self.week) == {((0, DAY_MINUTES),)}

    def of(self, day: date) -> tuple[Period, ...] | None:
        """The periods of a day; None where nobody can tell."""
        if self.follows_workdays and self.holidays is None:
            if not is_workday(day):
                return ()
            # A weekend that is worked has the hours of a Friday.
            return self.week[day.weekday()] or self.week[4]
        if is_holiday(day) and self.holidays is None and not self.is_always_open:
            return None
        if is_holiday(day) and self.holidays is False:
            return ()
        return self.week[day.weekday()]


@dataclass(frozen=True)
class Standing:
    """Open, closed or nobody can tell, at a moment. `told` in words: 开放中，17:00 关闭."""

    openness: Openness
    told: str

    @property
    def is_open(self) -> bool:
        return self.openness == Openness.OPEN


@lru_cache(maxsize=4096)
def read_hours(words: str) -> Hours | None:
    """What the words say; None where any part of them is not understood."""
    week: list[list[Period]] = [[] for _each in EVERY]
    shut: set[int] = set()
    holidays: bool | None = None
    # Days that wait for their hours, and whether the next word is about holidays.
    days: list[int] | None = None
    is_waiting = about_holidays = False
    for kind, value in _tokens(narrow(words)):
        if kind == "unread" or (about_holidays and kind in ("days", "period")):
            return None
        if kind == "days":
            if is_waiting:
                return None
            days, is_waiting = value, True
        elif kind == "period":
            for day in EVERY if days is None else days:
                week[day].append(value)
            is_waiting = False
        elif kind == "holiday":
            about_holidays = True
        elif kind == "all year":
            holidays = True
        elif about_holidays:
            holidays, about_holidays = kind == "usual", False
        elif kind == "closed" and is_waiting:
            shut.update(days or ())
            days, is_waiting = None, False
        elif kind in ("closed", "usual"):
            return None
    if is_waiting or about_holidays or not all(_is_in_order(periods) for periods in week):
        return None
    kept = tuple(() if day in shut else tuple(week[day]) for day in EVERY)
    return Hours(kept, holidays) if any(kept) else None


def read_special(line: str) -> tuple[date, tuple[Period, ...]] | None:
    """A day by itself: 2026-12-31 9:00-12:00, 2027-01-02 不开放. None where it cannot be read."""
    match = re.fullmatch(r"\s*(\d{4})-(\d{1,2})-(\d{1,2})\s+(.+?)\s*", narrow(line))
    if not match:
        return None
    try:
        day = date(*(int(part) for part in match.groups()[:3]))
    except ValueError:
        return None
    if _CLOSED.fullmatch(match[4]):
        return day, ()
    hours = read_hours(match[4])
    return (day, hours.week[0]) if hours and len(set(hours.week)) == 1 else None


def standing_at(words: str, special_days: str, moment: datetime) -> Standing:
    """How a place stands at a moment by the clock here."""
    hours, special = read_hours(words), dict(_specials(special_days))

    def of(day: date) -> tuple[Period, ...] | None:
        return special[day] if day in special else hours.of(day) if hours else None

    today, minute = moment.date(), moment.hour * 60 + moment.minute
    periods = of(today)
    if periods is None:
        return Standing(Openness.UNKNOWN, "是否开放请电话询问" if hours else "")
    for begins, ends in periods:
        if begins <= minute < ends:
            return Standing(
                Openness.OPEN, "全天开放" if ends - begins == DAY_MINUTES else f"开放中，{_clock(ends)} 关闭"
            )
    return Standing(Openness.CLOSED, _next_opening(of, today, minute))


def told(hours: Hours) -> list[tuple[str, str]]:
    """The week as it was read: days of the same hours together, with their hours."""
    found: list[tuple[list[int], tuple[Period, ...]]] = []
    for day, periods in enumerate(hours.week):
        if found and found[-1][1] == periods:
            found[-1][0].append(day)
        else:
            found.append(([day], periods))
    return [(_days(days), _periods(periods)) for days, periods in found]


def _next_opening(of, today: date, minute: int) -> str:
    for ahead in range(AHEAD):
        day = today + timedelta(days=ahead)
        periods = of(day)
        if periods is None:
            break
        later = [begins for begins, _ends in periods if ahead or begins > minute]
        if later:
            when = {0: "今天", 1: "明天"}.get(ahead, f"{day.month}月{day.day}日")
            return f"已关闭，{when} {_clock(later[0])} 开放"
    return "今天不开放" if not of(today) else "已关闭"


def _tokens(text: str) -> Iterator[tuple[str, Any]]:
    text = re.sub("[~–—−－]|--", "-", text)
    at = 0
    while at < len(text):
        for read in (_read_days, _read_rest):
            found = read(text, at)
            if found:
                kind, value, at = found
                yield kind, value
                break
        else:
            yield "unread", text[at:]
            return


def _read_days(text: str, at: int):
    if match := _SPAN.match(text, at):
        first, last = (_weekday(each) for each in match.groups())
        return ("days", list(range(first, last + 1)), match.end()) if first <= last else None
    if match := _LIST.match(text, at):
        return "days", [_weekday(each) for each in _ONE.findall(match[0])], match.end()
    for pattern, days in _GROUPS:
        if match := pattern.match(text, at):
            return "days", days, match.end()
    return None


def _read_rest(text: str, at: int):
    if match := _ALL_DAY.match(text, at):
        return "period", (0, DAY_MINUTES), match.end()
    if match := _PERIOD.match(text, at):
        period = _period(*match.groups())
        return ("period", period, match.end()) if period else None
    for kind, pattern in _KINDS:
        if match := pattern.match(text, at):
            return kind, None, match.end()
    for pattern in (_FILLER, _BREAK):
        if match := pattern.match(text, at):
            return "filler", None, match.end()
    return None


def _period(
    half, hour, minute, is_half, until_half, until_hour, until_minute, until_is_half
) -> Period | None:
    begins = _minutes(half, hour, minute, is_half)
    ends = _minutes(until_half or half, until_hour, until_minute, until_is_half)
    return (begins, ends) if 0 <= begins < ends <= DAY_MINUTES else None


def _minutes(half, hour: str, minute: str | None, is_half: str | None) -> int:
    """Out of every day where it is no time of day."""
    number, past = int(hour), 30 if is_half else int(minute or 0)
    if half in ("下午", "晚上") and number < 12:
        number += 12
    return number * 60 + past if past < 60 else DAY_MINUTES + 1


def _is_in_order(periods: list[Period]) -> bool:
    return all(before[1] <= after[0] for before, after in pairwise(periods))


def _specials(text: str) -> Iterator[tuple[date, tuple[Period, ...]]]:
    for line in text.splitlines():
        if found := read_special(line):
            yield found


def _weekday(char: str) -> int:
    return WEEKDAYS.index("日" if char == "天" else char)


def _clock(minute: int) -> str:
    return "24:00" if minute == DAY_MINUTES else f"{time(minute // 60, minute % 60):%H:%M}"


def _days(days: list[int]) -> str:
    if len(days) == 7:
        return "每天"
    first, last = WEEKDAYS[days[0]], WEEKDAYS[days[-1]]
    return f"周{first}" if len(days) == 1 else f"周{first}至周{last}"


def _periods(periods: tuple[Period, ...]) -> str:
    if periods == ((0, DAY_MINUTES),):
        return "全天开放"
    return "，".join(f"{_clock(begins)}–{_clock(ends)}" for begins, ends in periods) or "不开放"
