"""What the texts above a table say of its time: the year, and the part of it that is reported."""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterable
from datetime import date

from search.chinese.numerals import CHARACTERS, parse_chinese_number

_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")
# When a table was filled in says nothing about what it is about.
_FILLED_IN = re.compile(
    r"(?:填报|填表|制表|上报|报送|编制|打印|制定|印发)(?:时间|日期)?:?\s*\d{4}\D\d{1,2}\D(?:\d{1,2}日?)?"
)
_QUARTER = re.compile(r"(?:第?([一二三四1-4])季度|[Qq]([1-4]))")
_HALF = re.compile(r"([上下])半年")
_MONTHS = re.compile(r"(?<![\d.])(\d{1,2})月?(?:-|至|到|~|—|–)(\d{1,2})月")
_MONTH = re.compile(r"(?<![\d.])(\d{1,2})月(?!\d)份?(?!\d*日)")
_NUMERAL = re.compile(f"[{CHARACTERS}]+(?=[年月])")


def year_of(titles: Iterable[str]) -> int | None:
    """The year the titles name first; that of a date of filling in only where there is no other."""
    texts = [_plain(title) for title in titles]
    for text in (*map(_without_filling, texts), *texts):
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


def months_span(year: int, first: int, last: int) -> tuple[date, date]:
    """From the first day of one month to the last day of another."""
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def _months_of(text: str) -> tuple[int, int] | None:
    quarter = _QUARTER.search(text)
    if quarter:
        number = quarter[1] or quarter[2]
        last = 3 * (int(number) if number.isdigit() else "一二三四".index(number) + 1)
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
    text = unicodedata.normalize("NFKC", str(title))
    return _NUMERAL.sub(lambda match: str(parse_chinese_number(match[0])), text)
