"""Terms of agreements as offices write them: two days, one cell with both, or a year."""

import re
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from cms.core.plausible import can_be_a_year
from cms.intake.cells.dates import blank_date, day_of_serial, read_parts
from cms.intake.cells.periods import UnreadablePeriod, read_period
from cms.intake.cells.text import as_text
from cms.intake.spec import Parsed, Parser
from search.chinese.folding import narrow

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


@_that_can_be_meant
def edge(raw: Any, on: date) -> Parsed:
    """One day of a term as YYYY-MM-DD, past or to come."""
    if blank := blank_date(raw):
        return blank
    text = as_text(raw)
    parts = read_parts(day_of_serial(raw) or raw)
    if parts is None:
        return Parsed(None, (("date_unclear", f"“{text}”认不出日期，请写成 2026-03-05"),))
    year, month, number = parts
    if number is None:
        return Parsed(None, (("date_vague", f"“{text}”只有月份，请补上日期"),))
    value = date(year, month, number).isoformat()
    if isinstance(raw, date) or text == value:
        return Parsed(value)
    return Parsed(value, (("date_text", f"“{text}”已读作 {value}"),))


@_that_can_be_meant
def term(raw: Any, on: date) -> Parsed:
    """Both days in one cell, 2026.1.1-2026.12.31, or a year, 2026年度; the value is two ISO texts."""
    if blank := blank_date(raw):
        return blank
    text = as_text(raw)
    if year := _YEAR.fullmatch(re.sub(r"\s", "", narrow(text))):
        first, last = f"{year[1]}-01-01", f"{year[1]}-12-31"
        return Parsed([first, last], (("date_text", f"“{text}”已读作 {first} 至 {last}"),))
    try:
        found = read_period(raw, None)
    except UnreadablePeriod as error:
        return Parsed(None, ((error.code, error.told),))
    if found.first == found.last:
        return Parsed(None, (("date_vague", f"“{text}”只有一天，请写明聘期起和聘期止"),))
    first, last = found.first.isoformat(), found.last.isoformat()
    return Parsed([first, last], (("date_text", f"“{text}”已读作 {first} 至 {last}"),))
