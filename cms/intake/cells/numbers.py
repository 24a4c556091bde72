"""Quantities and scores."""

import re
from datetime import date
from typing import Any

from cms.intake.cells.text import PLACEHOLDERS, as_text
from cms.intake.spec import Parsed
from search.chinese.folding import narrow
from search.chinese.numerals import DIGITS, UNITS, in_digits, parse_chinese_number, typed_number

_NUMBER = re.compile(
    r"^(?:约|近|大约)?(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*(万|千)?\s*[余多]?\s*[^\d\s]{0,4}$"
)
_SCALE = {None: 1, "千": 1000, "万": 10000}
_PLACES = 4
_DIGIT = "[一二三四五六七八九两]"
_NEAR = "[零〇○一二三四五六七八九两]"
# A score is what it is, not about so much.
_ABOUT = re.compile(r"约|近|左右|上下|以上|以下|[余多来]|不到|估")
# 三四十, 一百二三十; with a 零 or three and more of them digits are read one by one: 二〇二六.
_TWO_DIGITS = rf"(?<!{_NEAR})(?:{_DIGIT}[一二三四五六七八九]|[一三]两)(?!{_NEAR})"
_BY_THE_WAY = re.compile(rf"{_TWO_DIGITS}|^[百千万][一二三四五六七八九十]")
_SHORT = re.compile(rf"((?:{_DIGIT}|[十百千万])*(?:{_DIGIT}|[十百千]))([百千万])([一二三四五六七八九])")
_SPAN = re.compile(rf"{_TWO_DIGITS}|[\d十百千万]\s*(?:[-~—–]|至|到)\s*[\d一二三四五六七八九十百千万]")


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


def spelled(text: str, numeral: re.Pattern) -> str:
    """`text` with its written-out numerals in digits; what is said by the way stays as it stands.

    三四十 and 七八个 are spans, 百八十 is no number: neither becomes one. 一千二 is 1200.
    """
    return numeral.sub(lambda match: _digits(match[0]), text)


def is_span(text: str) -> bool:
    """Whether a text names two numbers, as people do who did not count: 三四十人, 200-300人."""
    return bool(_SPAN.search(narrow(text)))


def _digits(numeral: str) -> str:
    if _BY_THE_WAY.search(numeral):
        return numeral
    if short := _SHORT.fullmatch(numeral):
        unit = UNITS[short[2]] // 10
        return str(parse_chinese_number(short[1] + short[2]) + DIGITS[short[3]] * unit)
    return in_digits(numeral)


def score(raw: Any, on: date) -> Parsed:
    """An examination score, 0 to 100."""
    text = as_text(raw)
    if not text:
        return Parsed(None)
    if text in PLACEHOLDERS:
        return Parsed(None, (("number_placeholder", f"“{text}”表示没有成绩"),))
    value = None if _ABOUT.search(text) else read_number(text)
    if value is None:
        return Parsed(None, (("number_unclear", f"“{text}”不是成绩，请填 0–100 的数"),))
    if not 0 <= value <= 100:
        return Parsed(None, (("score_out_of_range", f"{value} 不在 0–100 之间，请核对"),))
    if 0 < value < 1:
        told = f"“{text}”是 {value} 分，还是百分数（{value:.0%}）？请核对后填 0–100 的数"
        return Parsed(None, (("number_unclear", told),))
    if round(value, 1) != value:
        return Parsed(None, (("number_unclear", f"“{text}”最多写一位小数，请核对后填写"),))
    if isinstance(raw, int | float):
        return Parsed(value)
    plain = narrow(text)
    code = "fullwidth" if plain != text and plain.isdigit() else "score_text"
    return Parsed(value, ((code, f"“{text}”已读作 {value}"),))


def ordinal(raw: Any, on: date) -> Parsed:
    """The running number of a row, kept as it is."""
    text = as_text(raw)
    return Parsed(typed_number(text, text or None, digits=18))
