"""Text, names and listed values."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from cms.core.personal_data import find_personal_numbers, without_personal_numbers
from cms.intake.spec import Parsed, Parser
from search.chinese.folding import folded, narrow, narrow_letters

_INVISIBLE = re.compile(r"[\s\u3000\u200b-\u200f\u2028-\u202f\u2060\ufeff]+")
# What a spreadsheet program would take for a formula when the cell is opened again.
_FORMULA = re.compile(r"^(=|@|\+|-(?:\s*[\d.]+\s*[-+*/^&])*\s*[A-Za-z(@=]|\t|\r)")
# A number of many digits as a spreadsheet program shortens it.
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+\d{1,2}")
PLACEHOLDERS = {
    "",
    "无",
    "-",
    "—",
    "——",
    "–",
    "/",
    "\\",
    "／",
    "N/A",
    "n/a",
    "NA",
    "空",
    "暂无",
    "不详",
    "未填",
    "·",
    "nan",
    "NaN",
    "NaT",
    "None",
    "null",
    "NULL",
}


# What a formula that failed leaves in its cell; LibreOffice numbers its own.
_ERROR = re.compile(
    r"#(?:N/A|DIV/0!|REF!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|UNKNOWN!|GETTING_DATA)"
    r"|Err:\d{3}",
    re.IGNORECASE,
)
# Wide and small forms become these too.
_MAY_BE_ERROR = re.compile(r"[#＃﹟:：﹕︓]")


def is_error(raw: Any) -> bool:
    """Whether a cell holds an error of the spreadsheet: something was there, and nobody knows what."""
    if not isinstance(raw, str) or not _MAY_BE_ERROR.search(raw):
        return False
    return bool(_ERROR.fullmatch(narrow(raw).strip()))


def as_text(raw: Any) -> str:
    """A cell as the text a person sees: 3.0 as 3, a date as 2026-12-04, nothing as an empty text."""
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "是" if raw else "否"
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < 1e15:
        return str(int(raw))
    return str(raw).strip()


def plain(raw: Any, on: date) -> Parsed:
    """Text as it is, without space around it; somebody decides about a personal number in it."""
    text = as_text(raw)
    if _SCIENTIFIC.fullmatch(text):
        return _spoilt(text)
    return Parsed(text or None, numbers_in(text, "personal_number", "请核对这一格，需要保留的再确认"))


def free(raw: Any, on: date) -> Parsed:
    """Free text: kept as inert text, with a warning where it is a formula or holds a personal number."""
    text = as_text(raw)
    formula = ("formula_text", "像公式的文字，按普通文字保存，导出时加引号")
    findings = (formula,) if _FORMULA.match(text) else ()
    return Parsed(text or None, (*findings, *numbers_in(text, "pii_in_text", "不得公开，建议删去")))


def blotted(raw: Any, on: date) -> Parsed:
    """Free text in which personal numbers are blotted out: they serve nothing where it is kept."""
    parsed = free(raw, on)
    return Parsed(parsed.value and without_personal_numbers(parsed.value), parsed.findings)


def public(raw: Any, on: date) -> Parsed:
    """A short text for the public, as it is but for personal numbers, which are blotted out."""
    text = as_text(raw)
    told = numbers_in(text, "pii_in_text", "不得公开，已隐去")
    return Parsed(without_personal_numbers(text) or None, told)


def numbers_in(text: str, code: str, cure: str) -> tuple[tuple[str, str], ...]:
    """A finding that names the personal numbers in a text, masked; none where it holds none."""
    shown = "、".join(f"{number.kind}{number.masked}" for number in find_personal_numbers(text))
    return ((code, f"含{shown}，{cure}"),) if shown else ()


def up_to(limit: int, parse: Parser = free) -> Parser:
    """A parser for text that the record holds only up to so many characters."""

    def parse_limited(raw: Any, on: date) -> Parsed:
        parsed = parse(raw, on)
        if parsed.value is None or len(parsed.value) <= limit:
            return parsed
        told = f"共 {len(parsed.value)} 字，最多 {limit} 字，请删减"
        return Parsed(parsed.value, (*parsed.findings, ("text_long", told)))

    return parse_limited


def code(raw: Any, on: date) -> Parsed:
    """A code: letters and digits, narrow, without spaces; 无 is none."""
    text = as_text(raw)
    if text in PLACEHOLDERS:
        return Parsed(None)
    if _SCIENTIFIC.fullmatch(narrow(text)):
        return _spoilt(text)
    clean = _INVISIBLE.sub("", narrow_letters(text))
    if clean != text:
        return Parsed(clean or None, (("fullwidth", f"“{text}”已改为“{clean}”"),))
    return Parsed(clean or None)


def _spoilt(text: str) -> Parsed:
    told = f"“{text}”是表格软件把编号存成数字的写法，末几位已丢失，请补填"
    return Parsed(None, (("cell_unreadable", told),))


def choice(values: Mapping[str, tuple[str, ...]], *, closed: bool = True) -> Parser:
    """A parser for listed values, each with its everyday words.

    An unlisted value waits for a decision where the list is `closed`; else it is kept.
    """
    table = {folded(value): value for value in values}
    table |= {folded(alias): value for value, aliases in values.items() for alias in aliases}

    def parse(raw: Any, on: date) -> Parsed:
        text = as_text(raw)
        if text in PLACEHOLDERS:
            return Parsed(None)
        known = table.get(folded(text))
        if known == text:
            return Parsed(text)
        if known:
            return Parsed(known, (("value_alias", f"“{text}”已改为“{known}”"),))
        if closed:
            told = f"“{text}”不在可选值中，请改为其中一项：{'、'.join(values)}"
            return Parsed(None, (("value_unknown", told),))
        return Parsed(text)

    return parse
