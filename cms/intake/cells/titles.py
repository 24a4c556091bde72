"""What the texts above a table say of its time: the year, and the part of it that is reported."""

import re
from collections.abc import Iterable
from datetime import date

from cms.intake.cells.periods import UnreadablePeriod, read_period
from search.chinese.dates import months_span
from search.chinese.folding import narrow
from search.chinese.numerals import CHARACTERS, in_digits

_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")
_TWO_YEARS = re.compile(r"(?<!\d)(20\d{2})年?(?:-+|—+|–|~|至|到|/)(?!\1)20\d{2}(?!\d)")
# When a table was filled in says nothing about what it is about.
_FILLED_IN = re.compile(
    r"(?:填报|填表|制表|上报|报送|编制|打印|制定|印发)(?:时间|日期)?:?\s*\d{4}\D\d{1,2}\D(?:\d{1,2}日?)?"
)
_QUARTER = re.compile(r"(?:第?([1-4])季度|[Qq]([1-4]))")
_HALF = re.compile(r"([上下])半年")
_MONTHS = re.compile(r"(?<![\d.])(\d{1,2})月?(?:-|至|到|~|—|–)(\d{1,2})月")
_MONTH = re.compile(r"(?<![\d.])(\d{1,2})月(?!\d)份?(?!\d*日)")
_NUMERAL = re.compile(f"[{CHARACTERS}]+(?=[年月季])")


def year_of(titles: Iterable[str]) -> int | None:
    """The year the titles name first, None where that is one of two; that of a date of filling in only where
    there is no other."""
    texts = [_plain(title) for title in titles]
    for text in (*map(_without_filling, texts), *texts):
        # 2025—2026学年 does not say which of the two a day is of.
        if _TWO_YEARS.search(text):
            return None
        found = _YEAR.search(text)
        if found:
            return int(found[1])
    return None


def reported(titles: Iterable[str]) -> tuple[date, date] | None:
    """First and last day of the quarter, half-year or months the titles name; None where they name none."""
    titles = list(titles)
    year = year_of(titles)
    if year is None:
        return None
    for text in map(_without_filling, map(_plain, titles)):
        months = _months_of(text)
        if months:
            return months_span(year, *months)
    return None


def day_in(titles: Iterable[str], what: str) -> date | None:
    """The one day that titles name as that of something: 考试日期：2026年6月20日; 填报日期 names none."""
    titles = list(titles)
    for text in titles:
        named = re.search(rf"(?:^|\s|{what})(?:时间|日期)\s*:\s*([^:;,]*\d[日号]?)", narrow(text))
        if not named:
            continue
        try:
            found = read_period(named[1].split()[0], year_of(titles))
        except UnreadablePeriod:
            continue
        if found.first == found.last:
            return found.first
    return None


def _months_of(text: str) -> tuple[int, int] | None:
    quarter = _QUARTER.search(text)
    if quarter:
        last = 3 * int(quarter[1] or quarter[2])
        return last - 2, last
    half = _HALF.search(text)
    if half:
        return (1, 6) if half[1] == "上" else (7, 12)
    between = _MONTHS.search(text)
    single = _MONTH.search(text)
    found = (int(between[1]), int(between[2])) if between else (int(single[1]),) * 2 if single else None
    return found if found and 1 <= found[0] <= found[1] <= 12 else None


def _without_filling(text: str) -> str:
    return _FILLED_IN.sub("", text)


def _plain(title: str) -> str:
    return in_digits(narrow(str(title)), _NUMERAL)
