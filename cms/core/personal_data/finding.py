"""The finder: which windows of a chain of digits are personal numbers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cms.core.personal_data import glyphs
from cms.core.personal_data.chains import FEWEST, Chain, chains
from cms.core.personal_data.innocents import is_credit_code, is_day, is_row, is_something_else, is_spaced_out
from cms.core.personal_data.windows import Window, windows

BLOT = "＊"
IDENTITY, MOBILE = "身份证号", "手机号"
# A mobile, alone or with 0, 86, 0086; identity numbers, the last with X behind it.
_LENGTHS = (11, 12, 13, 15, 17, 18)
_MOBILE = re.compile(r"1[3-9]\d{9}")
_COUNTRY = re.compile(r"(?:(?:00)?86|0)(?=1[3-9]\d{9}$)")
_ID = re.compile(r"([1-9]\d)\d{4}((?:18|19|20)\d{6})\d{3}[\dX]")
_OLD_ID = re.compile(r"([1-9]\d)\d{4}([1-9]\d{5})\d{3}")
_PLAUSIBLE = re.compile(r"(?:(?:00)?86|0)?1[3-9]\d{9}|[1-9]\d{5}(?:18|19|20)\d{9,10}|[1-9]\d{14}")
_PROVINCES = {
    str(code)
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
    for code in range(first, last + 1)
}
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
# How people cut a number on paper: these are found between other figures too.
_MOBILE_CUTS = {(11,), (3, 4, 4), (3, 8), (7, 4)}
_ID_CUTS = {(18,), (17,), (6, 8, 4), (6, 8, 3), (6, 12), (14, 4), (6, 4, 4, 4), (6, 4, 2, 2, 4)}
_OLD_ID_CUTS = {(15,), (6, 6, 3)}


@dataclass(frozen=True)
class PersonalNumber:
    """A number found: its kind (身份证号 or 手机号), masked, and where it stands in the text."""

    kind: str
    masked: str
    position: int
    end: int


def find_personal_numbers(text: str) -> list[PersonalNumber]:
    """Every identity number and every mobile in `text`, in the order in which they stand.

    Digits of any script, read-out Chinese numerals, letters that look like digits, separators, invisible
    characters, markup and country codes do not hide one. Takes time linear in the length of the text.
    """
    if len(text) < FEWEST:
        return []
    found = list(_in(text, 0))
    for start, inside in glyphs.tags(text):
        found += _in(inside, start)
    apart: list[PersonalNumber] = []
    for number in sorted(found, key=lambda number: (number.position, -number.end)):
        if not apart or number.position >= apart[-1].end:
            apart.append(number)
    return apart


def without_personal_numbers(text: str) -> str:
    """`text` as it is written, each personal number blotted out."""
    pieces, reached = [], 0
    for number in find_personal_numbers(text):
        pieces += [text[reached : number.position], BLOT]
        reached = number.end
    return "".join([*pieces, text[reached:]])


def _in(text: str, offset: int) -> Iterator[PersonalNumber]:
    for chain in chains(text):
        taken: set[int] = set()
        for window, kind in sorted(
            _matches(chain), key=lambda match: (-len(match[0].digits), match[0].first)
        ):
            if taken.isdisjoint(window.places):
                taken.update(window.places)
                yield _shown(window, kind, offset)


def _shown(window: Window, kind: str, offset: int) -> PersonalNumber:
    digits, end = _COUNTRY.sub("", window.digits), window.end
    if kind == IDENTITY and _ends_in_x(window):
        digits, end = f"{digits}X", window.check.end
    return PersonalNumber(kind, f"{digits[:3]}****{digits[-4:]}", offset + window.start, offset + end)


def _matches(chain: Chain) -> Iterator[tuple[Window, str]]:
    for window in windows(chain, _LENGTHS, _PLAUSIBLE.fullmatch):
        if kind := _kind(window):
            yield window, kind


def _kind(window: Window) -> str:
    """What the window is, or nothing."""
    if _is_identity(window) or _is_old_identity(window):
        return IDENTITY
    return MOBILE if _is_mobile(window) else ""


def _is_identity(window: Window) -> bool:
    digits = f"{window.digits}X" if _ends_in_x(window) else window.digits
    match = _ID.fullmatch(digits)
    if not match or not is_day(match[2]):
        return False
    if _check_character(digits) == digits[17]:
        return True
    if len(window.pieces) == 1:
        return not is_credit_code(digits)
    return match[1] in _PROVINCES and (window.is_whole or _is_cut(window, window.digits, _ID_CUTS))


def _is_old_identity(window: Window) -> bool:
    match = _OLD_ID.fullmatch(window.digits)
    if not match or match[1] not in _PROVINCES or not is_day(f"19{match[2]}"):
        return False
    if _is_cut(window, window.digits, _OLD_ID_CUTS):
        return True
    return window.is_whole and not is_something_else(window) and not is_row(window)


def _is_mobile(window: Window) -> bool:
    digits = _COUNTRY.sub("", window.digits)
    if not _MOBILE.fullmatch(digits):
        return False
    if _is_cut(window, digits, _MOBILE_CUTS):
        return True
    if not window.is_whole or is_something_else(window):
        return False
    return is_spaced_out(window) or _is_read_aloud(window) or not is_row(window)


def _is_read_aloud(window: Window) -> bool:
    """Three, four and four digits with one mark between them, as 138/1234/5678: hardly a row of figures."""
    marks = set(window.seams)
    return [len(piece) for piece in window.pieces] == [3, 4, 4] and (
        len(marks) == 1 or marks <= set("()（）")
    )


def _is_cut(window: Window, digits: str, cuts: set[tuple[int, ...]]) -> bool:
    """True when `digits`, the end of the window, are cut as people do."""
    if not window.is_joined:
        return False
    sizes = [len(piece) for piece in window.pieces]
    prefix = len(window.digits) - len(digits)
    sizes = sizes[1:] if sizes[0] == prefix else [sizes[0] - prefix, *sizes[1:]]
    return tuple(sizes) in cuts


def _ends_in_x(window: Window) -> bool:
    return len(window.digits) == 17 and window.check is not None


def _check_character(digits: str) -> str:
    total = sum(int(digit) * weight for digit, weight in zip(digits[:17], _WEIGHTS, strict=True))
    return "10X98765432"[total % 11]
