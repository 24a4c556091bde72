"""Chinese numerals as laws count with them: 第一千二百五十四条, 二〇二六."""

import re

DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")}
DIGITS.update({"〇": 0, "○": 0, "两": 2})
UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10000}
CHARACTERS = "".join(DIGITS) + "".join(UNITS)
NUMERAL = re.compile(f"[{CHARACTERS}]+")
MAXIMUM = 99_999_999
_READ_OUT = str.maketrans("0123456789", "〇一二三四五六七八九")


def parse_chinese_number(text: str) -> int:
    """The value of a Chinese or Arabic numeral (0 to 99 999 999); ValueError if it is none.

    Both written-out (一千二百五十四) and positional (二〇二六) numerals are read.
    """
    if text.isascii() and text.isdigit():
        return int(text)
    if not NUMERAL.fullmatch(text):
        raise ValueError(f"不是数字：{text!r}")
    if not any(char in UNITS for char in text):
        return int("".join(str(DIGITS[char]) for char in text))
    total = section = digit = 0
    for char in text:
        if char in DIGITS:
            digit = DIGITS[char]
        elif char == "万":
            total, section, digit = (section + digit) * 10000, 0, 0
        else:
            # 十 alone means 一十.
            section += (digit or 1) * UNITS[char]
            digit = 0
    return total + section + digit


def in_digits(text: str, numeral: re.Pattern = NUMERAL) -> str:
    """`text` with its Chinese numerals in digits; `numeral` says which ones: 三月 is one, 三江街道 is not."""
    return numeral.sub(_digits, text)


def read_out(text: str) -> str:
    """`text` with its digits as they are read one by one: 2026 → 二〇二六."""
    return text.translate(_READ_OUT)


def typed_number(text: str | None, otherwise=0, *, digits: int = 9):
    """A run of at most so many ASCII digits as a number; anything else is `otherwise`.

    What addresses and forms carry is read with this: int() also takes signs, spaces, other scripts and
    numbers without end.
    """
    text = text or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else otherwise


def format_chinese_number(value: int) -> str:
    """`value` (0 to 99 999 999) written out as laws do: 12 → 十二, 1254 → 一千二百五十四, 203 → 二百零三."""
    if not 0 <= value <= MAXIMUM:
        raise ValueError(f"超出范围：{value}")
    if value == 0:
        return "零"
    upper, lower = divmod(value, 10000)
    if not upper:
        written = _section(lower)
        return written[1:] if written.startswith("一十") else written
    gap = "零" if lower and lower < 1000 else ""
    head = _section(upper)
    head = head[1:] if head.startswith("一十") else head
    return f"{head}万{gap}{_section(lower) if lower else ''}"


def _digits(match: re.Match) -> str:
    try:
        return str(parse_chinese_number(match[0]))
    except ValueError:
        # A run without end is no number that anybody means.
        return match[0]


def _section(value: int) -> str:
    written, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, unit)
        if digit:
            written += ("零" if gap else "") + "零一二三四五六七八九"[digit] + name
            gap = False
        elif written:
            gap = True
    return written
