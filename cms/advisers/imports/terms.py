"""Terms of agreements as offices write them: two days, one cell with both, months, or a year."""

import re
from calendar import monthrange
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from cms.core.plausible import can_be_a_year
from cms.intake.cells.dates import blank_date, day_of_serial, read_parts
from cms.intake.cells.periods import UnreadablePeriod, read_period
from cms.intake.cells.text import as_text
from cms.intake.spec import Parsed, Parser
from search.chinese.folding import narrow
from search.chinese.numerals import in_digits

# 2025.1-2026.12, 2025年1月—2026年12月, 2025年3至8月, 2025-2026年.
_MONTHS = re.compile(
    r"(?:自|从)?(?P<year>\d{4})(?:[年./-](?P<month>\d{1,2})月?|年)?(?:起)?(?:至|到|[~—–―─-]+)"
    r"(?:(?P<until>\d{4})[年./-]?)?(?:(?P<last>\d{1,2})月?|年度?)?(?:底|末|止)*"
)
_LOST_ZERO = re.compile(r"\d{4}\.1")
_YEAR = re.compile(r"(\d{4})年?(?:度|全年)?")


def _that_can_be_meant(parse: Parser) -> Parser:
    """A parser of days that asks about a year so far away that no record would take it: 2206."""

    def parse_meant(raw: Any, on: date) -> Parsed:
        parsed = parse(raw, on)
        days = parsed.value if isinstance(parsed.value, list) else [parsed.value]
        try:
            for day in filter(None, days):
                can_be_a_year(int(day[:4]))
        except ValidationError as error:
            return Parsed(None, (("date_unclear", error.messages[0]),))
        return parsed

    return parse_meant


def _of_months(first: tuple[int, int], last: tuple[int, int]) -> tuple[str, str]:
    """A term from the first day of one month to the last of another, as ISO texts."""
    end = date(*last, monthrange(*last)[1])
    return date(*first, 1).isoformat(), end.isoformat()


def edge(*, ends: bool) -> Parser:
    """One day of a term as YYYY-MM-DD, past or to come: of a month the first, or where it `ends` the last."""

    @_that_can_be_meant
    def parse_edge(raw: Any, on: date) -> Parsed:
        if blank := blank_date(raw):
            return blank
        text = as_text(raw)
        parts = read_parts(day_of_serial(raw) or raw)
        if parts is None:
            return Parsed(None, (("date_unclear", f"“{text}”认不出日期，请写成 2026-03-05"),))
        year, month, number = parts
        if number is None:
            if isinstance(raw, float) or _LOST_ZERO.fullmatch(text):
                told = f"“{text}”是1月还是丢了零的10月，请写明日期"
                return Parsed(None, (("date_vague", told),))
            value = _of_months((year, month), (year, month))[ends]
            return Parsed(value, (("term_months", f"“{text}”只写到月，按 {value} 计，请核对"),))
        value = date(year, month, number).isoformat()
        if isinstance(raw, date) or text == value:
            return Parsed(value)
        return Parsed(value, (("date_text", f"“{text}”已读作 {value}"),))

    return parse_edge


@_that_can_be_meant
def term(raw: Any, on: date) -> Parsed:
    """Both days in one cell, 2026.1.1-2026.12.31, two months, or a year; the value is two ISO texts."""
    if blank := blank_date(raw):
        return blank
    text = as_text(raw)
    if year := _YEAR.fullmatch(re.sub(r"\s", "", narrow(text))):
        first, last = f"{year[1]}-01-01", f"{year[1]}-12-31"
        return Parsed([first, last], (("date_text", f"“{text}”已读作 {first} 至 {last}"),))
    months = _MONTHS.fullmatch(re.sub(r"\s", "", in_digits(narrow(text))))
    # 2025-01-02 is a day.
    if months and read_parts(raw) is None:
        return _in_months(months, text)
    try:
        found = read_period(raw, None)
    except UnreadablePeriod as error:
        return Parsed(None, ((error.code, error.told),))
    if found.first == found.last:
        return Parsed(None, (("date_vague", f"“{text}”只有一天，请写明聘期起和聘期止"),))
    first, last = found.first.isoformat(), found.last.isoformat()
    return Parsed([first, last], (("date_text", f"“{text}”已读作 {first} 至 {last}"),))


def _in_months(found: re.Match, text: str) -> Parsed:
    """A span of months, or of years: from the first day to the last."""
    year, until = int(found["year"]), int(found["until"] or found["year"])
    first, last = int(found["month"] or 1), int(found["last"] or 12)
    if bool(found["month"]) != bool(found["last"]):
        return Parsed(None, (("date_vague", f"“{text}”没有写明到哪一天，请补填"),))
    if not (1 <= first <= 12 and 1 <= last <= 12):
        return Parsed(None, (("date_unclear", f"“{text}”认不出年月，请写成 2026.1-2026.12"),))
    if (until, last) < (year, first):
        return Parsed(None, (("end_before_start", f"“{text}”结束早于开始，请核对"),))
    days = _of_months((year, first), (until, last))
    return Parsed(list(days), (("term_months", f"“{text}”只写到月，按 {days[0]} 至 {days[1]} 计，请核对"),))
