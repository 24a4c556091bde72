"""What every character means where numbers are looked for: a letter for its kind, a digit for its value.

Both readings are as long as the text, so every place in them is a place in the text.
"""

import html
import re
import unicodedata
from collections.abc import Callable

from search.chinese.folding import narrow

# Digits, by how they are written: the ① in front of a number is no part of it.
DIGIT, MARKED, SPOKEN, LOOKALIKE, CHECK = "dmcly"
# What may stand between the digits of one number, from what joins most to what joins least.
NOTHING, SPACE, JOINER, LINE, LIST = "isjnp"
# What ends a number: a letter, anything else.
LETTER, WALL = "aw"

_SPOKEN = {
    char: str(value)
    for value, chars in enumerate(
        (
            "〇零○◯洞",
            "一壹弌幺",
            "二贰貳弍两兩",
            "三叁叄參参弎",
            "四肆",
            "五伍",
            "六陆陸",
            "七柒拐",
            "八捌",
            "九玖勾",
        )
    )
    for char in chars
}
_LOOKALIKES = {
    char: str(value)
    for value, chars in {
        0: "OoΟοОо",
        1: "lIΙІӀ",
        2: "Zz",
        3: "ЗзƷ",
        5: "SsЅѕ",
        6: "bGб",
        8: "BΒВ",
        9: "gq",
    }.items()
    for char in chars
}
_CHECKS = frozenset("XxХхΧχ×✕✖")
# Empty to the eye, though Unicode calls them letters or symbols.
_EMPTY = frozenset("\u115f\u1160\u3164\u2800")
_LISTING = frozenset(',，、/|()[]{}（）［］【】〔〕「」『』《》〈〉:：;；。"“”‘’')
_WALLS = frozenset("!！?？<>%‰$￥¥€£@")
_LAST_ALPHABET = 0x2E80

_MARKUP = re.compile(
    r"(?P<tag></?[A-Za-z][^<>]*>|<!--[^<>]*-->)|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,10});|%[0-9A-Fa-f]{2}"
)
_BREAKS = re.compile(r"</?(?:p|br|hr|li|ul|ol|h\d|div|tr|td|th|table|blockquote)\b", re.IGNORECASE)
_ESCAPED = frozenset("0123456789 -._+")
_FILLER = "\u200b"


def kinds(plain: str) -> str:
    return plain.translate(_kinds)


def values(plain: str) -> str:
    return plain.translate(_values)


def without_markup(text: str) -> str:
    """`text`, as long as before, with entities read and tags made invisible."""
    return _MARKUP.sub(_read, text) if "<" in text or "&" in text or "%" in text else text


def tags(text: str) -> list[tuple[int, str]]:
    """Where each tag's inside begins, and the inside: what stands in attributes is published too."""
    if "<" not in text:
        return []
    return [(found.start() + 1, found[0][1:-1]) for found in _MARKUP.finditer(text) if found["tag"]]


def _read(found: re.Match) -> str:
    whole = found[0]
    if found["tag"]:
        first = "\n" if _BREAKS.match(whole) else _FILLER
    elif whole[0] == "&":
        first = html.unescape(whole)[:1]
    else:
        first = chr(int(whole[1:], 16))
        if first not in _ESCAPED:
            return whole
    return first + _FILLER * (len(whole) - 1)


class _Glyphs(dict):
    """A table for str.translate that learns each character when it first meets it."""

    def __init__(self, meaning: Callable[[str], tuple[str, str]], which: int):
        super().__init__()
        self._meaning, self._which = meaning, which

    def __missing__(self, point: int) -> str:
        self[point] = found = self._meaning(chr(point))[self._which]
        return found


def _meaning(char: str) -> tuple[str, str]:
    """Kind and value; the value of what is no digit is a space."""
    if char in _SPOKEN:
        return SPOKEN, _SPOKEN[char]
    digit = unicodedata.digit(char, None)
    if digit is not None:
        return (DIGIT if unicodedata.category(char) == "Nd" else MARKED), str(digit)
    plain = narrow(char)
    if unicodedata.category(char) == "Nl" and unicodedata.numeric(char) in range(10):
        return MARKED, str(int(unicodedata.numeric(char)))
    if len(plain) == 1 and plain != char:
        return _meaning(plain)
    if char in _CHECKS:
        return CHECK, "X"
    if char in _LOOKALIKES:
        return LOOKALIKE, _LOOKALIKES[char]
    return _between(char), " "


def _between(char: str) -> str:
    category = unicodedata.category(char)
    if char in _LISTING:
        return LIST
    if char in _WALLS:
        return WALL
    if char in "\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029":
        return LINE
    if char == "\t" or category == "Zs":
        return SPACE
    if char in _EMPTY or category in ("Cf", "Mn", "Me", "Cc"):
        return NOTHING
    if category[0] in "PS" or category in ("Co", "Lm"):
        return JOINER
    return LETTER if category[0] == "L" and ord(char) < _LAST_ALPHABET else WALL


_kinds, _values = _Glyphs(_meaning, 0), _Glyphs(_meaning, 1)
