"""One spelling for what is one thing: width, script, case and article numbers."""

import re
import unicodedata
from functools import lru_cache

from zhconv_rs import zhconv

from search.chinese.numerals import CHARACTERS, format_chinese_number, parse_chinese_number

MAX_LENGTH = 200_000
# 第38条, 第 38 条, 38条, 第二百九十一条之二, 38、39条 are found; 3条鱼 does no harm.
_ARABIC_ARTICLE = re.compile(r"第?\s*(\d{1,5})\s*条(?:\s*之\s*(\d{1,2}))?")
_TRADITIONAL_HINT = re.compile(r"[\u4e00-\u9fff]")


def normalise(text: str) -> str:
    """The canonical form of `text`: NFKC, simplified, lower case, article numbers written out.

    Idempotent. Never raises: lone surrogates and control characters become spaces.
    """
    clean = "".join(char if _speakable(char) else " " for char in text[:MAX_LENGTH])
    plain = unicodedata.normalize("NFKC", clean).lower()
    if _TRADITIONAL_HINT.search(plain):
        plain = _simplified(plain)
    return _ARABIC_ARTICLE.sub(_written_out, plain)


def _speakable(char: str) -> bool:
    return char == "\n" or (ord(char) >= 32 and not 0xD800 <= ord(char) <= 0xDFFF)


@lru_cache(maxsize=512)
def _simplified_short(text: str) -> str:
    return zhconv(text, "zh-hans")


def _simplified(text: str) -> str:
    # A query is converted many times, an article once.
    return _simplified_short(text) if len(text) < 100 else zhconv(text, "zh-hans")


def _written_out(match: re.Match) -> str:
    number = format_chinese_number(int(match[1]))
    suffix = f"之{format_chinese_number(int(match[2]))}" if match[2] else ""
    return f"第{number}条{suffix}"


def article_reference(label: str) -> str:
    """The article of a label as in addresses: 第二百九十一条之二 → "291-2"; empty if it is no label."""
    match = re.fullmatch(rf"第([{CHARACTERS}\d]+)条(?:之([{CHARACTERS}\d]+))?", label)
    if not match:
        return ""
    number = str(parse_chinese_number(match[1]))
    return f"{number}-{parse_chinese_number(match[2])}" if match[2] else number
