"""What a heading nobody knows may be, by its name and by what stands below it."""

from collections.abc import Iterable
from datetime import date
from difflib import SequenceMatcher

from cms.intake.headings import heading
from cms.intake.levels import Level, level_of
from cms.intake.spec import Column

# How alike a heading and a column's name must be for a guess, and for one that needs nobody's word.
ALIKE, VERY_ALIKE = 0.5, 0.72
# How many of the sampled cells a column must understand for a guess by content.
UNDERSTOOD = 0.8
# How many cells below a heading are looked at for a guess.
SAMPLES = 30
_NOTHING_OF_ITS_OWN = "这不是它的内容"


def guess_column(text: str, cells: list, free: Iterable[Column], on: date) -> str:
    """The name of the column among `free` that a heading and the cells below it most likely are; or ""."""
    free = list(free)
    named = max(free, key=lambda column: _likeness(text, column), default=None)
    if named and _likeness(text, named) >= ALIKE:
        return named.name
    # Only columns that refuse what is not theirs can be told by content.
    read = max(filter(_tells, free), key=lambda column: _understood(column, cells, on), default=None)
    return read.name if read and cells and _understood(read, cells, on) >= UNDERSTOOD else ""


def sure_guess(text: str, cells: list, free: Iterable[Column], on: date) -> Column | None:
    """The column a heading is by name and by content together; None where somebody has to say."""
    ranked = sorted(free, key=lambda column: _likeness(text, column), reverse=True)
    if not ranked or not cells:
        return None
    best = ranked[0]
    likeness = _likeness(text, best)
    second = _likeness(text, ranked[1]) if len(ranked) > 1 else 0.0
    alike = likeness >= (ALIKE if _tells(best) else VERY_ALIKE)
    fits = not _tells(best) or _understood(best, cells, on) >= UNDERSTOOD
    return best if alike and fits and likeness > second else None


def _likeness(text: str, column: Column) -> float:
    names = (column.name, *column.aliases)
    return max(SequenceMatcher(None, heading(text), heading(name)).ratio() for name in names)


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
