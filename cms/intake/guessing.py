"""What a heading nobody knows may be, by its name and by what stands below it."""

import re
from collections.abc import Iterable
from datetime import date
from difflib import SequenceMatcher

from cms.intake.cells.text import as_text
from cms.intake.headings import heading
from cms.intake.levels import Level, level_of
from cms.intake.spec import Column

# How alike a heading and a column's name must be for a guess, and for one that needs nobody's word:
# 是否党员 is half of 是否公开.
ALIKE, VERY_ALIKE = 0.5, 0.7
# How many of the sampled cells a column must understand for a guess by content.
UNDERSTOOD = 0.8
# How many cells below a heading are looked at for a guess.
SAMPLES = 30
_NUMBER = re.compile(r"\d{1,6}(?:\.0)?")
_ORDINAL = "序号"
_NOTHING_OF_ITS_OWN = "这不是它的内容"


def guess_column(text: str, cells: list, free: Iterable[Column], on: date) -> str:
    """The name of the column among `free` that a heading and the cells below it most likely are; or ""."""
    free = list(free)
    named = max(free, key=lambda column: _likeness(text, column), default=None)
    if named and _likeness(text, named) >= ALIKE:
        return named.name
    if cells and counts_up([as_text(cell) for cell in cells]):
        return next((column.name for column in free if column.name == _ORDINAL), "")
    looked = max(filter(_has_looks, free), key=lambda column: _looks(column, cells), default=None)
    if looked and _looks(looked, cells) >= UNDERSTOOD:
        return looked.name
    # Only columns that refuse what is not theirs can be told by content.
    read = max(filter(_tells, free), key=lambda column: _understood(column, cells, on), default=None)
    return read.name if read and cells and _understood(read, cells, on) >= UNDERSTOOD else ""


def counts_up(cells: list[str]) -> bool:
    """Whether a column only numbers its rows: 0, 1, 2 …"""
    if not all(_NUMBER.fullmatch(cell) for cell in cells):
        return False
    numbers = [int(float(cell)) for cell in cells]
    return numbers[0] in (0, 1) and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _has_looks(column: Column) -> bool:
    return bool(column.looks)


def _looks(column: Column, cells: list) -> float:
    """The share of cells that look like those of the column."""
    texts = ["".join(as_text(cell).split()) for cell in cells]
    return sum(bool(re.fullmatch(column.looks, text)) for text in texts) / len(texts) if texts else 0.0


def sure_guess(text: str, cells: list, free: Iterable[Column], on: date) -> Column | None:
    """The column a heading is by name and by content together; None where somebody has to say."""
    ranked = sorted(free, key=lambda column: _closeness(text, column), reverse=True)
    if not ranked or not cells:
        return None
    best, closeness = ranked[0], _closeness(text, ranked[0])
    rival = _closeness(text, ranked[1]) if len(ranked) > 1 else 0.0
    fits = not _tells(best) or _understood(best, cells, on) >= UNDERSTOOD
    return best if closeness >= VERY_ALIKE and closeness > rival and fits else None


def _closeness(text: str, column: Column) -> float:
    """How alike a heading and a name of the column are, also where the words stand the other way round."""
    return max(_likeness(text, column), *(_shared(heading(text), heading(name)) for name in _names(column)))


def _shared(one: str, other: str) -> float:
    common = sum(min(one.count(char), other.count(char)) for char in set(one))
    return 2 * common / max(len(one) + len(other), 1)


def _names(column: Column) -> tuple[str, ...]:
    return (column.name, *column.aliases)


def _likeness(text: str, column: Column) -> float:
    return max(SequenceMatcher(None, heading(text), heading(name)).ratio() for name in _names(column))


def _tells(column: Column) -> bool:
    """Whether a column refuses what is not its own."""
    return _understood(column, [_NOTHING_OF_ITS_OWN], date.max) == 0


def _understood(column: Column, cells: list, on: date) -> float:
    """The share of cells that the column's parser reads without a doubt."""
    sure = 0
    for cell in cells:
        try:
            parsed = column.parse(cell, on)
        # What fails over a cell does not understand it.
        except Exception:  # noqa: S112
            continue
        doubts = level_of(code for code, _ in parsed.findings)
        sure += parsed.value is not None and doubts < Level.REVIEW
    return sure / len(cells) if cells else 0.0
