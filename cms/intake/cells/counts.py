"""How many people came, how many leaflets went: figures in the ways offices write them."""

import re
from datetime import date
from typing import Any

from cms.intake.cells.numbers import is_span, spelled
from cms.intake.cells.text import PLACEHOLDERS, as_text
from cms.intake.spec import Parsed
from search.chinese.folding import narrow
from search.chinese.numerals import CHARACTERS

MAX_COUNT = 100_000_000
_NOT_YET = {
    "未统计",
    "待统计",
    "统计中",
    "待补",
    "待补充",
    "不适用",
    "未开展",
    "没有",
    "未计",
    "N",
    "null",
    "None",
    "--",
    "---",
}
_BEFORE = r"(?:共计?|约计?|大约|近|将近|超过?|逾|上|不少于|不低于|至少|达到?|合计|累计|总计|≥|>)"
_APPROXIMATE = re.compile(
    r"^(?:大?约|将?近|超|逾|上(?=[\d一百千万])|不少于|不低于|至少|≥|>)|[余多]|左右|上下|以上|\+$|[十百千万]来"
)
_COUNT = re.compile(
    rf"{_BEFORE}*\s*(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<few>[余多来]?)\s*(?P<scale>[百千万w]|亿)?\s*"
    r"[余多来]?\s*(?:个|名|位)?(?:人次|人|次|份|册|本|张|条|件|户|家|场|个|名|位|观看|阅读|浏览|点击)*(?:左右|上下|以上|\+)?"
)
_SCALE = {None: 1, "百": 100, "千": 1000, "万": 10_000, "w": 10_000, "亿": 100_000_000}
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_NUMERAL = re.compile(
    f"[{CHARACTERS}]*[{CHARACTERS.replace('万', '').replace('千', '').replace('百', '')}][{CHARACTERS}]*"
)


def count(raw: Any, on: date) -> Parsed:
    """A whole number of people or things; a dash means not given, which is not zero.

    An approximate figure keeps its value and carries number_approx.
    """
    text = as_text(raw)
    if not text:
        return Parsed(None)
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return Parsed(int(raw)) if float(raw).is_integer() and 0 <= raw <= MAX_COUNT else _unclear(text)
    if text in PLACEHOLDERS or text in _NOT_YET:
        return Parsed(None, (("number_placeholder", f"“{text}”表示没有数字，不按零计"),))
    plain = narrow(text)
    value = read_count(plain)
    if value is None:
        if is_span(plain):
            return Parsed(None, (("number_unclear", f"“{text}”是一个范围，请填一个数"),))
        return _unclear(text)
    if _APPROXIMATE.search(re.sub(r"\s", "", plain)):
        return Parsed(value, (("number_approx", f"“{text}”已读作 {value}，标为约数"),))
    code = "fullwidth" if plain != text and plain.isdigit() else "number_text"
    return Parsed(value, ((code, f"“{text}”已读作 {value}"),))


def read_count(text: str) -> int | None:
    """The number in a half-width text such as 1,200, 约150人, 1.2万人次; None for none or several."""
    # 1 200 is one number, 120 30 are two.
    if re.search(r"\d\s+\d", re.sub(r"(?<=\d)\s(?=\d{3}(?!\d))", "", text)):
        return None
    plain = re.sub(r"[\s。;；]", "", text)
    match = _COUNT.fullmatch(plain) or _COUNT.fullmatch(_written_in_digits(plain))
    if not match or not _GROUPED.fullmatch(match["number"]):
        return None
    value = round(float(match["number"].replace(",", "")) * _SCALE[match["scale"]], 4)
    return int(value) if value.is_integer() and value <= MAX_COUNT else None


def _written_in_digits(text: str) -> str:
    """A numeral written out, in digits: 一百二十余人 → 120余人, 百余人 → 100余人."""
    alone = rf"^(\D*?)(?<![\d几数好{CHARACTERS}])([百千万])(?![{CHARACTERS}])"
    return spelled(re.sub(alone, r"\1一\2", text), _NUMERAL)


def _unclear(text: str) -> Parsed:
    return Parsed(None, (("number_unclear", f"“{text}”不是一个数，请填整数"),))
