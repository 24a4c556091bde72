"""Quantities and scores."""

import re
from datetime import date
from typing import Any

from cms.intake.cells.text import PLACEHOLDERS, as_text
from cms.intake.spec import Parsed
from search.chinese.folding import narrow
from search.chinese.numerals import typed_number

_NUMBER = re.compile(r"^(?:约|近|大约)?([\d,]+(?:\.\d+)?)\s*(万|千)?\s*[余多]?\s*[^\d\s]{0,4}$")
_SCALE = {None: 1, "千": 1000, "万": 10000}
_PLACES = 4


def read_number(text: str) -> float | int | None:
    """The number in a text such as 1,200, 150人 or 1.2万; None if there is none."""
    match = _NUMBER.match(narrow(text).replace("，", ",").strip())
    if not match:
        return None
    try:
        value = float(match[1].replace(",", "")) * _SCALE[match[2]]
    except ValueError:
        return None
    return int(value) if value.is_integer() else round(value, _PLACES)


def score(raw: Any, on: date) -> Parsed:
    """An examination score, 0 to 100."""
    text = as_text(raw)
    if not text:
        return Parsed(None)
    if text in PLACEHOLDERS:
        return Parsed(None, (("number_placeholder", f"“{text}”表示没有成绩"),))
    value = read_number(text)
    if value is None:
        return Parsed(None, (("number_unclear", f"“{text}”不是成绩，请填 0–100 的数"),))
    if not 0 <= value <= 100:
        return Parsed(None, (("score_out_of_range", f"{value} 不在 0–100 之间，请核对"),))
    if isinstance(raw, int | float):
        return Parsed(value)
    plain = narrow(text)
    code = "fullwidth" if plain != text and plain.isdigit() else "score_text"
    return Parsed(value, ((code, f"“{text}”已读作 {value}"),))


def ordinal(raw: Any, on: date) -> Parsed:
    """The running number of a row, kept as it is."""
    text = as_text(raw)
    return Parsed(typed_number(text, text or None, digits=18))
