"""Reads which training a sheet is about from the lines above its headings."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cms.intake.cells.times import read_hours
from cms.intake.spec import Row
from search.chinese.dates import day_of
from search.chinese.folding import narrow

_LIST = re.compile(r"(人员|学员|参训人员|参会人员)?(签到|考勤|签名|点名)(表|册|簿|名册|单)?$")
_SHEET = re.compile(r"^(sheet|工作表)\s*\d*$", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(20\d{2})年?")
_DAY = re.compile(
    r"(?:(?P<year>20\d{2})\s*[年./-]\s*)?(?P<month>\d{1,2})\s*[月./-]\s*(?P<day>\d{1,2})\s*[日号]?"
)
_UNTIL = re.compile(
    r"^\s*(?:\([^()]*\))?\s*(?:-+|—+|–|~|～|至|到|、)\s*"
    r"(?:(?:(?P<year>20\d{2})\s*[年./-]\s*)?(?P<month>\d{1,2})\s*[月./-]\s*(?P<day>\d{1,2})\s*[日号]?"
    r"|(?P<only>\d{1,2})\s*[日号])"
)
# A day in a title or in the name of a sheet, with its brackets.
_DAYS = re.compile(
    rf"[(]?{_DAY.pattern.replace('?P<year>', '').replace('?P<month>', '').replace('?P<day>', '')}[)]?"
)
_TRAINING = re.compile(r"培训|轮训|讲座|学习班|集训")
_DATES = ("时间", "日期", "培训时间", "培训日期", "举办时间", "上课时间")
_PLACES = ("地点", "培训地点", "举办地点", "上课地点")
_HOURS = ("学时", "课时", "培训学时", "总学时", "时长")
_ORGANISERS = ("主办单位", "主办", "组织单位", "承办单位", "举办单位")
_TITLES = ("培训名称", "培训班次", "培训主题", "课程名称", "班次", "主题")
_KNOWN = sorted({*_DATES, *_PLACES, *_HOURS, *_ORGANISERS, *_TITLES}, key=len, reverse=True)
_FACT = re.compile(rf"({'|'.join(_KNOWN)})\s*[:：]\s*")


@dataclass(frozen=True)
class SessionFacts:
    """What is told of a training; what is not told is empty."""

    title: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    hours: float | None = None
    place: str = ""
    organiser: str = ""


def session_told(row: Row) -> SessionFacts:
    """What stands above the headings of a row's table, or what its file is called, tells of the training."""
    return read_session(row.titles, *row.told[len(row.titles) : len(row.titles) + 1])


def read_session(titles: Iterable[str], file: str = "") -> SessionFacts:
    """The facts in the texts above the headings, the name of the sheet last, and in the name of the file."""
    file = narrow(file).strip()
    *lines, sheet = [narrow(text).strip() for text in titles] or [""]
    facts: dict[str, str] = {}
    named = []
    for line in lines:
        found = _facts_of(line)
        facts |= {name: value for name, value in found.items() if name not in facts}
        if not found:
            named.append(line)
    if not named and not _SHEET.match(sheet):
        named.append(sheet)
    if not any(map(_called, named)) and _TRAINING.search(file):
        named.append(file)
    # 签到表 stands behind the name of the training, which a title above it may name more widely.
    own = [line for line in named if _LIST.search(_DAYS.sub("", line).strip())]
    lists = list(filter(None, map(_called, [*own, *named])))
    title = _first(facts, _TITLES) or next(iter(lists), "")
    days = [_first(facts, _DATES), *lines, sheet]
    spans = (read_period(text, _year_in([*named, file])) for text in days)
    starts_on, ends_on = next((span for span in spans if span[0]), (None, None))
    return SessionFacts(
        title,
        starts_on,
        ends_on,
        read_hours(_first(facts, _HOURS)),
        _first(facts, _PLACES),
        _first(facts, _ORGANISERS),
    )


def read_period(text: str, year: int | None = None) -> tuple[date | None, date | None]:
    """The first and last day in texts such as 2026年5月16日至17日; `year` where the text names none."""
    plain = narrow(text)
    first = _DAY.search(plain)
    if not first or not (first["year"] or year):
        return None, None
    begin = day_of(first["year"] or year, first["month"], first["day"])
    until = _UNTIL.match(plain[first.end() :])
    if begin is None or until is None:
        return begin, begin
    month, day = (until["month"], until["day"]) if until["month"] else (begin.month, until["only"])
    end = day_of(until["year"] or begin.year, month, day)
    return begin, end if end and end >= begin else begin


def _called(line: str) -> str:
    """What a line calls the training: without its day, and the word for the list."""
    return _LIST.sub("", _DAYS.sub("", line).strip()).strip()


def _facts_of(line: str) -> dict[str, str]:
    """The 名称：值 pairs of a line."""
    marks = list(_FACT.finditer(line))
    ends = [mark.start() for mark in marks[1:]] + [len(line)]
    return {
        mark[1]: line[mark.end() : end].strip(" ;,；，。") for mark, end in zip(marks, ends, strict=False)
    }


def _first(facts: dict[str, str], names: tuple[str, ...]) -> str:
    return next((facts[name] for name in names if facts.get(name)), "")


def _year_in(lines: list[str]) -> int | None:
    found = next((match for line in lines if (match := _YEAR.search(line))), None)
    return int(found[1]) if found else None
