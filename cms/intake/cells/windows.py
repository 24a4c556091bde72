"""When a duty is due: the time nodes (时间节点) of a plan as windows of days in its year."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from cms.intake.cells.observances import is_lunar, lunar_span, named
from cms.intake.cells.text import PLACEHOLDERS, as_text
from search.chinese.dates import day_of, months_span
from search.chinese.folding import narrow
from search.chinese.numerals import CHARACTERS, in_digits

Span = tuple[date, date]


class Node(StrEnum):
    """range: one window · multi: several · recurring: one in each quarter, month … · deadline: until a day,
    from 1 January · fuzzy: around a day · lunar: around a day of the lunar calendar · announced: the day
    is still to be told · missing: nothing is said."""

    RANGE = "range"
    MULTI = "multi"
    RECURRING = "recurring"
    DEADLINE = "deadline"
    FUZZY = "fuzzy"
    LUNAR = "lunar"
    ANNOUNCED = "announced"
    MISSING = "missing"


@dataclass(frozen=True)
class Windows:
    """What a time node means. `spans` are in order and lie in one year; announced and missing have none."""

    node: Node
    spans: tuple[Span, ...] = ()


_ANNOUNCED = re.compile(
    r"通知|待定|另行|待公布|待发布|待明确|上级(?:要求|部署|安排)|统一(?:部署|安排)|按.{0,8}(?:部署|安排)"
)
# The week around 4 December is set anew each year.
_WEEK_TOLD = re.compile(r"宪法宣传周|宪法周")
_WHOLE_YEAR = re.compile(r"全年|年内|常年|长期|常态|持续|贯穿|^(?:\d{4})?年度?$|1-12月|日常|随时|经常")
_RECURRING = (
    (re.compile(r"每个?季|按季|各季度|逐季"), 3),
    (re.compile(r"每个?月|按月|逐月|月月|各月"), 1),
    (re.compile(r"每半年|半年1次|半年一次"), 6),
    (re.compile(r"每(?:两|2|二)个?月|双月"), 2),
)
_EVERY_WEEK = re.compile(r"每周|每天|每日|每星期|按周")
_AROUND = re.compile(r"前后(?:各?[一二两1-9]个?(?:周|星期))?|左右|期间|前夕|附近|之际")
_UNTIL = re.compile(r"以?前$|之前$|截止$|完成$|为止$")
_UNTIL_START = re.compile(r"^(?:截至|截止到?|不晚于|不迟于|最迟)")
_LIST = re.compile(r"[、,，;；/]|和|及|与")
_RANGE = re.compile(r"(?:至|到|[~—–―─]+|-+)")
_DAY = re.compile(r"(?:(?P<year>\d{4})[年.])?(?P<month>\d{1,2})[月.·•・](?P<day>\d{1,2})[日号]?")
_ISO_DAY = re.compile(r"(?P<year>\d{4})[-/](?P<month>\d{1,2})[-/](?P<day>\d{1,2})")
_MONTH = re.compile(r"(?:(?P<year>\d{4})[年.])?(?P<month>\d{1,2})(?:月份?)?")
_DAY_ONLY = re.compile(r"(\d{1,2})[日号]?")
_QUARTER = re.compile(r"(?:第?([1-4])季度?|[Qq]([1-4]))")
_HALF = re.compile(r"([上下])半年")
_END_OF_MONTH = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(?:底|末)")
_TIMES = re.compile(r"各?\d+次(?:以上)?|至少|不少于|开展|组织|完成|举办|集中|宣传活动|实施")
# 三月, and 一 in 一、二季度.
_NUMERAL = re.compile(f"[{CHARACTERS}]+(?=[年月日号季]|[、和及至到~—-][{CHARACTERS}]+[月日季])")
# What says when, and what of it stands beside the name of a day: 12月4日 beside 宪法日.
_OF_TIME = re.compile(r"[\d年月日号周季旬节假期初底末农历]")
_DATED = re.compile(r"农历.*|\d(?:.*\d)?(?:月份?|[日号旬])?")
_BOUND = re.compile(r"[前后起止]|至|到|以[来内]|截")
_THIRDS = re.compile(r"(?P<month>(?:\d{4}[年.])?\d{1,2}月)(?P<third>[上中下])旬")


def read_windows(raw, year: int) -> Windows | None:
    """The windows of a time node within the plan's year; None where the text is not understood."""
    if isinstance(raw, date):
        day = raw.date() if isinstance(raw, datetime) else raw
        return Windows(Node.RANGE, ((day, day),)) if day.year == year else None
    text = as_text(raw)
    if text in PLACEHOLDERS:
        return Windows(Node.MISSING)
    plain = _plain(text)
    bare = re.sub(r"\([^()]*\)", "", plain)
    if _ANNOUNCED.search(plain) or (_WEEK_TOLD.search(bare) and not re.search(r"\d", bare)):
        return Windows(Node.ANNOUNCED)
    return _recurring(bare, year) or _deadline(bare, year) or _fuzzy(bare, year) or _spans(bare, year)


def _plain(text: str) -> str:
    plain = re.sub(r"\s+", "", narrow(text)).strip("。;,.")
    return in_digits(plain, _NUMERAL)


def _recurring(text: str, year: int) -> Windows | None:
    # 3-12月每月 is no whole year.
    if re.search(r"\d月|\d季|学期|[上下]半年[^各每]", text) and not re.search(r"1-12月", text):
        return None
    for pattern, months in _RECURRING:
        if pattern.search(text) or (months == 3 and text in ("季度", "按季度")):
            spans = tuple(months_span(year, first, first + months - 1) for first in range(1, 13, months))
            return Windows(Node.RECURRING, spans)
    if _EVERY_WEEK.search(text):
        return Windows(Node.RECURRING, (months_span(year, 1, 12),))
    return None


def _deadline(text: str, year: int) -> Windows | None:
    stripped = _UNTIL_START.sub("", text)
    limit = _UNTIL.sub("", re.sub(r"完成$", "", stripped))
    if limit == text:
        return None
    if re.fullmatch(r"(?:\d{4})?年[底末]", limit):
        return Windows(Node.DEADLINE, (months_span(year, 1, 12),))
    month_end = _END_OF_MONTH.fullmatch(limit)
    if month_end and 1 <= int(month_end[2]) <= 12:
        return _until(months_span(year, int(month_end[2]), int(month_end[2]))[1], month_end[1], year)
    spans = _listed(limit, year) or ()
    return _until(spans[0][1], None, year) if len(spans) == 1 and spans[0][0] == spans[0][1] else None


def _until(last: date, named_year: str | None, year: int) -> Windows | None:
    if (named_year and int(named_year) != year) or last.year != year:
        return None
    return Windows(Node.DEADLINE, ((date(year, 1, 1), last),))


def _fuzzy(text: str, year: int) -> Windows | None:
    if not _AROUND.search(text):
        return None
    found = _listed(_AROUND.sub("", text), year)
    if not found or any(first != last for first, last in found):
        return None
    return Windows(Node.LUNAR if _all_lunar(text) else Node.FUZZY, found)


def _spans(text: str, year: int) -> Windows | None:
    text = _TIMES.sub("", text)
    if _WHOLE_YEAR.search(text) or text == f"{year}":
        return Windows(Node.RANGE, (months_span(year, 1, 12),))
    spans = _listed(text, year)
    if not spans:
        return None
    if is_lunar(text) and all(first == last for first, last in spans):
        # Whoever names a festival means the days around it.
        return Windows(Node.LUNAR if _all_lunar(text) else Node.FUZZY, spans)
    return Windows(Node.RANGE if len(spans) == 1 else Node.MULTI, spans)


def _listed(text: str, year: int) -> tuple[Span, ...] | None:
    """The spans that the parts of a list name, in order; None where a part is not understood."""
    spans: list[Span] = []
    parts = [part for part in _LIST.split(text) if part]
    for place, part in enumerate(parts):
        # 3、9月 and 一、二季度 say the unit once, 3月5日、12日 the month.
        unit = _unit(parts[place + 1 :])
        span = _span(part, year) or (unit and _span(part + unit, year)) or _same_month(part, spans)
        several = [span] if span else _named(part, year)
        if several is None:
            return None
        spans += several
    if any(first > last or {first.year, last.year} != {year} for first, last in spans):
        return None
    return tuple(sorted(set(spans)))


def _named(part: str, year: int) -> list[Span] | None:
    """The observances that a part of a list names; a day that stands beside one must be its day, a range
    of days must hold it."""
    rest, found = named(part, year)
    if not found:
        return None if _OF_TIME.search(part) else []
    spans = [span for span in found if span]
    dated = _DATED.search(rest)
    if len(spans) < len(found) or not dated:
        return spans if len(spans) == len(found) and not _BOUND.search(rest) else None
    told = _span(dated[0], year)
    fits = told and len(spans) == 1 and told[0] <= spans[0][0] and spans[0][1] <= told[1]
    return [told] if told and fits else None


def _all_lunar(text: str) -> bool:
    return all(is_lunar(part) for part in _LIST.split(text) if part)


def _unit(following: list[str]) -> str:
    return next((unit for part in following for unit in ("季度", "月") if part.endswith(unit)), "")


def _same_month(part: str, spans: list[Span]) -> Span | None:
    only = _DAY_ONLY.fullmatch(part)
    if not only or not spans or not part.endswith(("日", "号")):
        return None
    return _whole(day_of(spans[-1][0].year, spans[-1][0].month, only[1]))


def _span(part: str, year: int) -> Span | None:
    quarter, half = _QUARTER.fullmatch(_without_year(part, year)), _HALF.fullmatch(_without_year(part, year))
    if quarter:
        last = 3 * int(quarter[1] or quarter[2])
        return months_span(year, last - 2, last)
    if half:
        return months_span(year, 1, 6) if half[1] == "上" else months_span(year, 7, 12)
    third = _THIRDS.fullmatch(part)
    if third:
        return _third(_month(third["month"], year), third["third"])
    single = _whole(_day(part, year)) or (lunar_span(part, year) if "农历" in part else None)
    if single:
        return single
    if part.endswith(("月", "月份")) or re.fullmatch(r"\d{4}[.]\d{1,2}", part):
        month = _month(part, year)
        if month:
            return month
    for place in (match.span() for match in _RANGE.finditer(part)):
        found = _between(part[: place[0]], part[place[1] :], year)
        if found:
            return found
    return None


def _third(month: Span | None, which: str) -> Span | None:
    """The first ten days of a month, the second ten, or the rest."""
    if not month:
        return None
    first, last = {"上": (1, 10), "中": (11, 20), "下": (21, month[1].day)}[which]
    return month[0].replace(day=first), month[0].replace(day=last)


def _between(left: str, right: str, year: int) -> Span | None:
    """A range of days, of months or from one observance to another."""
    feasts = [named(side, year) for side in (left, right)]
    if all(len(found) == 1 and found[0] and not _OF_TIME.search(rest) for rest, found in feasts):
        return feasts[0][1][0][0], feasts[1][1][0][1]
    first = _day(left, year)
    if first:
        only = _DAY_ONLY.fullmatch(right)
        last = day_of(first.year, first.month, only[1]) if only else _day(right, year)
        return (first, last) if last else None
    if not (right.endswith(("月", "月份")) or re.fullmatch(r"\d{4}\.\d{1,2}", right)):
        return None
    months = _month(left, year), _month(right, year)
    return (months[0][0], months[1][1]) if all(months) else None


def _day(text: str, year: int) -> date | None:
    match = _DAY.fullmatch(text) or _ISO_DAY.fullmatch(text)
    return day_of(int(match["year"] or year), match["month"], match["day"]) if match else None


def _month(text: str, year: int) -> Span | None:
    match = _MONTH.fullmatch(text)
    if not match or not 1 <= int(match["month"]) <= 12:
        return None
    return months_span(int(match["year"] or year), int(match["month"]), int(match["month"]))


def _whole(day: date | None) -> Span | None:
    return (day, day) if day else None


def _without_year(text: str, year: int) -> str:
    return re.sub(rf"^{year}年?", "", text)
