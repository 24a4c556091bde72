"""Areas and degrees."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from cms.intake.cells.text import PLACEHOLDERS, as_text
from cms.intake.spec import Parsed
from search.chinese.folding import narrow

_AREA = re.compile(
    r"^(?P<about>约|近|大约)?(?P<number>\d[\d,]*(?:\.\d+)?)(?P<scale>万)?(?P<more>余|多)?"
    r"(?P<unit>平方米|平米|平方|平|m2|m²|公顷|亩)?(?P<left>左右)?$",
    re.IGNORECASE,
)
# Square metres; a mu is a fifteenth of a hectare.
_UNITS = {"公顷": Decimal(10_000), "亩": Decimal(10_000) / 15}
# Square metres, more than which nothing has.
LARGEST = 10_000_000
_DEGREES = re.compile(
    r"^(?:东经|北纬|[EN])?(\d{1,3}(?:\.\d+)?)(?:[°度](?:(\d{1,2}(?:\.\d+)?)['′分](?:(\d{1,2}(?:\.\d+)?)(?:[\"″秒]|['′]{2})?)?)?)?[EN]?$"
)


def area(raw: Any, on: date) -> Parsed:
    """An area in square metres, to one decimal."""
    text = as_text(raw)
    if not text:
        return Parsed(None)
    if text in PLACEHOLDERS:
        return Parsed(None, (("number_placeholder", f"“{text}”表示没有填"),))
    match = _AREA.match(re.sub(r"\s", "", narrow(text).replace("，", ",")))
    if not match:
        return Parsed(None, (("number_unclear", f"“{text}”不是面积，请填平方米数"),))
    number = Decimal(match["number"].replace(",", "")) * (10_000 if match["scale"] else 1)
    exact = number * _UNITS.get(match["unit"], 1)
    value = _plain(round(exact, 1))
    if value > LARGEST:
        return Parsed(None, (("number_unclear", f"“{text}”太大，不像面积，请核对后填平方米数"),))
    if value == exact and (isinstance(raw, int | float) or match["number"] == text):
        return Parsed(value)
    return Parsed(value, (("area_text", f"“{text}”已读作 {value} 平方米"),))


def degrees(raw: Any, on: date) -> Parsed:
    """Decimal degrees as text with at most six decimals; 121°23′52″ is understood."""
    text = as_text(raw)
    if text in PLACEHOLDERS:
        return Parsed(None)
    match = _DEGREES.match(re.sub(r"\s", "", narrow(text)).upper())
    if not match:
        return Parsed(None, (("number_unclear", f"“{text}”不是经纬度，请写成 121.398000"),))
    whole, minutes, seconds = (Decimal(part or 0) for part in match.groups())
    value = round(whole + minutes / 60 + seconds / 3600, 6)
    return Parsed(match[1] if value == whole and len(match[1].partition(".")[2]) <= 6 else str(value))


def _plain(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
