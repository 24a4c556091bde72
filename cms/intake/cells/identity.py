"""Identity numbers (GB 11643) and telephone numbers."""

import re
from datetime import date
from typing import Any

from cms.core.personal_data import find_personal_numbers
from cms.intake.cells.text import PLACEHOLDERS, as_text
from cms.intake.spec import Parsed
from search.chinese.folding import narrow

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_SPACES = re.compile(r"[\s\u3000\u200b\ufeff'’`\-]+")
# What people type for the X: a sign of multiplication, a letter of another alphabet.
_LAST_X = re.compile(r"(?<=^\d{17})[x×✕✖хХχΧ*]$")
TAIL = 4
LONGEST_OFFICE_PHONE = 30
_MOBILE = re.compile(r"1[3-9]\d{9}")
_SCIENTIFIC = re.compile(r"^\d(\.\d+)?[eE]\+?1\d$")


def check_digit(first: str) -> str:
    """The check character of the first 17 digits of an identity number."""
    return _CHECK[sum(int(d) * w for d, w in zip(first, _WEIGHTS, strict=True)) % 11]


def widen(old: str) -> str:
    """The 18-digit form of a 15-digit number of the old kind (births 1900–1999)."""
    first = f"{old[:6]}19{old[6:]}"
    return first + check_digit(first)


def birth_of(number: str) -> str:
    """The birth month YYYY-MM in an 18-digit number."""
    return f"{number[6:10]}-{number[10:12]}"


def gender_of(number: str) -> str:
    """The sex in an 18-digit number, by its 17th digit."""
    return "男" if int(number[16]) % 2 else "女"


def identity_number(raw: Any, on: date) -> Parsed:
    """An 18-digit identity number. Nothing is guessed: a doubtful one waits for a decision."""
    text = as_text(raw)
    if text in PLACEHOLDERS:
        return Parsed(None)
    if _precision_lost(raw, text):
        return Parsed(None, (("id_precision_lost", "号码被表格软件存成了数字，末几位已丢失，请按证件重填"),))
    plain = narrow(text)
    number = _LAST_X.sub("X", _SPACES.sub("", plain)).upper()
    findings = []
    if plain != text:
        findings.append(("fullwidth", "全角字符已改为半角"))
    if re.fullmatch(r"\d{15}", number) and _birth_is_real(f"19{number[6:12]}"):
        return Parsed(widen(number), (*findings, ("id_15", "15位旧号码，已换算为18位，请核对")))
    if not re.fullmatch(r"\d{17}[\dX]", number) or not _birth_is_real(number[6:14]):
        return Parsed(None, (*findings, ("id_checksum", "不是有效的身份证号，请按证件重填")))
    if check_digit(number[:17]) != number[17]:
        return Parsed(None, (*findings, ("id_checksum", "校验位不符，有数字写错，请按证件重填")))
    return Parsed(number, tuple(findings))


def mobile(raw: Any, on: date) -> Parsed:
    """An 11-digit mobile number without country code or separators."""
    text = "" if raw is None else as_text(raw) if not isinstance(raw, str) else raw
    # 不详 says that there is one.
    if text.strip() in PLACEHOLDERS - {"不详"}:
        return Parsed(None)
    plain, as_number = narrow(text), isinstance(raw, int | float)
    # A program wrote the number out with its decimals, or as a power of ten.
    if re.fullmatch(r"\d{11}\.0+|1\.\d{10}[eE]\+?10", plain.strip()):
        plain, as_number = str(int(float(plain))), True
    digits = re.sub(r"[\s\-—–()+.·'’`]", "", plain)
    digits = re.sub(r"^(0086|86)(?=1[3-9]\d{9}$)", "", digits)
    if not _MOBILE.fullmatch(digits):
        return Parsed(None, (("phone_invalid", f"{_shown(text)}不是手机号，请核实后填11位号码"),))
    if as_number:
        return Parsed(digits, (("phone_number_cell", "号码存成了数字，已按文字读取"),))
    if plain != text and re.sub(r"\s", "", plain) == digits and any("０" <= c <= "９" for c in text):
        return Parsed(digits, (("fullwidth", "全角数字已改为半角"),))
    if digits != text:
        return Parsed(digits, (("phone_format", "已去掉空格、横线或国家代码"),))
    return Parsed(digits)


def office_phone(raw: Any, on: date) -> Parsed:
    """An office telephone that may be published, as long as it is kept; no mobile number must stand here."""
    text = as_text(raw)
    if text in PLACEHOLDERS:
        return Parsed(None)
    if find_personal_numbers(text):
        return Parsed(None, (("mobile_in_contact", "这里不能填个人号码，请填可公开的办公电话"),))
    if len(text) > LONGEST_OFFICE_PHONE:
        told = f"共 {len(text)} 字，最多 {LONGEST_OFFICE_PHONE} 字，请只填一个办公电话"
        return Parsed(None, (("text_long", told),))
    return Parsed(text)


def _precision_lost(raw: Any, text: str) -> bool:
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return abs(raw) >= 1e15
    return bool(_SCIENTIFIC.match(text))


def _birth_is_real(digits: str) -> bool:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8])).year >= 1900
    except ValueError:
        return False


def _shown(text: str) -> str:
    """What stands there, without giving a number away."""
    return "内容" if sum(char.isdigit() for char in text) > 4 else f"“{text.strip()}”"


def phone_tail(raw: Any, on: date) -> Parsed:
    """The last four digits of a mobile number; zeros lost in front are put back."""
    text = as_text(raw)
    if text in PLACEHOLDERS:
        return Parsed(None)
    digits = re.sub(r"\D", "", re.sub(r"\.0+$", "", narrow(text)))
    if not digits:
        return Parsed(None, (("tail_mismatch", "不是手机尾号，请填手机号后4位"),))
    tail = digits[-TAIL:].zfill(TAIL)
    if len(digits) < TAIL:
        return Parsed(tail, (("tail_zero_lost", f"开头的零已补上：{tail}"),))
    return Parsed(tail)
