"""One spelling for what is one thing.

`narrow` is for reading, `folded` for comparing what people wrote, `compact` where every mark counts,
`normalise` for finding.
"""

import re
import unicodedata
from functools import lru_cache

from zhconv_rs import zhconv

from search.chinese.numerals import CHARACTERS, format_chinese_number, parse_chinese_number

MAX_LENGTH = 200_000
# 第38条, 第 38 条, 38条, 第二百九十一条之二, 38、39条 are found; 3条鱼 does no harm.
_ARABIC_ARTICLE = re.compile(r"第?\s*(\d{1,5})\s*条(?:\s*之\s*(\d{1,2}))?")
_TRADITIONAL_HINT = re.compile(r"[\u4e00-\u9fff]")
_UNSPEAKABLE = re.compile(r"[\x00-\x09\x0b-\x1f\ud800-\udfff]")
_WIDE_LETTERS = re.compile(r"[\uff10-\uff5a\u3000]+")
# Spaces, what cannot be seen, and marks that say nothing.
_MARKS = re.compile(
    r"[\s\u200b-\u200f\u2028-\u202f\u2060\ufeff*/·・_—–―\-:,、。.;()\[\]【】《》〈〉「」『』“”‘’\"']+"
)


def narrow(text: str) -> str:
    """Full-width letters, digits, spaces and punctuation made half-width (NFKC)."""
    return unicodedata.normalize("NFKC", text)


def narrow_letters(text: str) -> str:
    """Like `narrow` for letters, digits and spaces; Chinese punctuation is kept, for what is stored."""
    return "".join(
        narrow(char) if "\uff10" <= char <= "\uff5a" or char == "\u3000" else char for char in text
    )


def compact(text: str) -> str:
    """Width, case and spaces aside; every mark counts: for names of accounts, and words that are secret."""
    return "".join(narrow(text).casefold().split())


def folded(text: object) -> str:
    """The form in which two texts are one: width, case, spaces and punctuation aside. None is empty."""
    return _MARKS.sub("", narrow(str(text or ""))).lower()


def normalise(text: str) -> str:
    """The canonical form of `text`: NFKC, simplified, lower case, article numbers written out.

    Idempotent. Never raises: lone surrogates and control characters become spaces.
    """
    plain = narrow(_UNSPEAKABLE.sub(" ", text[:MAX_LENGTH])).lower()
    if _TRADITIONAL_HINT.search(plain):
        plain = _simplified(plain)
    return _ARABIC_ARTICLE.sub(_written_out, plain)


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
