"""What has as many digits as a personal number and is none: told by its shape."""

import re
from datetime import date

from cms.core.personal_data.windows import Window

_UNITS = frozenset("元万亿人份册张件次个名户场本套篇期条页字米吨年月日时点分秒号%‰℃㎡")
_BETWEEN_FIGURES = frozenset(',，、/／|;；:：()（）[]{}【】"“”')
_DAY = re.compile(r"(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_BETWEEN_YEAR_AND_MONTH = frozenset("-/.－／．")
_MONTH = re.compile(r"0?[1-9]|1[0-2]")
_HOUR, _MINUTE = re.compile(r"[01]?\d|2[0-4]"), re.compile(r"[0-5]\d")
_FIGURE = re.compile(r"(?:0|[1-9]\d*)(?:\.\d+)?")
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def is_something_else(window: Window) -> bool:
    """True where the pieces of `window` are a date, a time, an address, an amount or a standard's number."""
    pieces, seams = window.pieces, window.seams
    if len(pieces) == 1:
        return False
    return (
        window.after in _UNITS
        or _holds_date(pieces, seams)
        or _holds_time(pieces, seams)
        or _is_network_address(pieces, seams)
        or _is_amount(pieces, seams)
        or _is_standard(pieces, seams)
    )


def is_row(window: Window) -> bool:
    """True for figures side by side: none begins with a nought, as pieces of a number soon do."""
    figures = [window.pieces[0]]
    for piece, seam in zip(window.pieces[1:], window.seams, strict=True):
        if seam == "." and "." not in figures[-1]:
            figures[-1] += f".{piece}"
        elif _BETWEEN_FIGURES.issuperset(seam):
            figures.append(piece)
        else:
            return False
    if len(figures) == 1 or not all(_FIGURE.fullmatch(figure) for figure in figures):
        return False
    is_counting = window.pieces == sorted(window.pieces)
    return is_counting or any(len(piece) > 1 for piece in window.pieces)


def is_spaced_out(window: Window) -> bool:
    """True for pieces of about one size with only space between them, as one writes a number to be read."""
    sizes = [len(piece) for piece in window.pieces]
    in_pairs = set(sizes[:-1]) == {2} and sizes[-1] <= 2
    return not any(window.seams) and (in_pairs or (len(sizes) <= 3 and min(sizes) >= 3))


def is_day(digits: str) -> bool:
    """True for eight digits that are a day."""
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True


def is_credit_code(digits: str) -> bool:
    """True when the check character of a unified social credit code (GB 32100) fits."""
    total = sum(_CREDIT_ALPHABET.index(char) * pow(3, place, 31) for place, char in enumerate(digits[:17]))
    return _CREDIT_ALPHABET[-total % 31] == digits[17]


def _holds_date(pieces: list[str], seams: list[str]) -> bool:
    if any(_DAY.fullmatch(piece) for piece in pieces):
        return True
    for place, piece in enumerate(pieces[:-1]):
        if (
            _YEAR.fullmatch(piece)
            and seams[place] in ("-", "/", ".", "－", "／", "．")
            and _MONTH.fullmatch(pieces[place + 1])
        ):
            return True
    return False


def _holds_time(pieces: list[str], seams: list[str]) -> bool:
    return any(
        seams[place] in (":", "：")
        and _HOUR.fullmatch(pieces[place])
        and _MINUTE.fullmatch(pieces[place + 1])
        for place in range(len(seams))
    )


def _is_network_address(pieces: list[str], seams: list[str]) -> bool:
    return len(pieces) == 4 and set(seams) == {"."} and all(int(piece) < 256 for piece in pieces)


def _is_amount(pieces: list[str], seams: list[str]) -> bool:
    return set(seams) <= {",", "，"} and all(len(piece) == 3 for piece in pieces[1:]) and len(pieces[0]) < 4


def _is_standard(pieces: list[str], seams: list[str]) -> bool:
    """GB/T 15624.12-2011: a number, a part, a year."""
    return len(pieces) == 3 and seams[0] == "." and bool(_YEAR.fullmatch(pieces[2]))
