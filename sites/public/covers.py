"""Typographic covers: a thread-bound book with the title on its slip, for pages without a picture."""

import re
from dataclasses import dataclass

from search.chinese.numerals import read_out

WIDTH, HEIGHT = 240, 300
CLOTHS = 4
# Red cloth is the Constitution's.
CONSTITUTION = "宪法"
_BREAKS = re.compile(r"[\s，。：；、！？·—\-“”‘’《》〈〉（）()【】|/]+")
_MAX_COLUMNS = 3
_LARGEST, _SMALLEST = 34, 15
_SLIP_LEFT, _SLIP_TOP = 20, 20
_PADDING = 11
_SLIP_HEIGHT = HEIGHT - 2 * _SLIP_TOP
_SLIP_WIDTH = 132
_LINE = 1.16
_COLUMN = 1.3


@dataclass(frozen=True)
class Glyph:
    """One character and the middle of its foot."""

    text: str
    x: float
    y: float


@dataclass(frozen=True)
class Cover:
    """A cover ready to be drawn in a field of 240 × 300. `cloth` is 1 to 4."""

    cloth: int
    size: float
    slip_left: float
    slip_top: float
    slip_width: float
    slip_height: float
    glyphs: tuple[Glyph, ...]


def make_cover(title: str, number: int) -> Cover:
    """Set `title` in vertical columns from the right; `number` chooses the cloth once and for all."""
    columns, size = _fit(title)
    tallest = max((len(column) for column in columns), default=1)
    width = len(columns) * size * _COLUMN + 2 * _PADDING - size * (_COLUMN - 1)
    height = tallest * size * _LINE + 2 * _PADDING
    right = _SLIP_LEFT + width - _PADDING - size / 2
    glyphs = tuple(
        Glyph(
            character,
            round(right - place * size * _COLUMN, 1),
            round(_SLIP_TOP + _PADDING + row * size * _LINE + size * 0.92, 1),
        )
        for place, column in enumerate(columns)
        for row, character in enumerate(column)
    )
    cloth = 1 if CONSTITUTION in title else number % (CLOTHS - 1) + 2
    return Cover(cloth, size, _SLIP_LEFT, _SLIP_TOP, round(width, 1), round(height, 1), glyphs)


def _fit(title: str) -> tuple[list[str], float]:
    """Columns of characters and the largest size at which they stand on the slip."""
    characters = _BREAKS.sub("", read_out(title)) or "法"
    for count in range(1, _MAX_COLUMNS + 1):
        rows = -(-len(characters) // count)
        size = min(_LARGEST, (_SLIP_HEIGHT - 2 * _PADDING) / (rows * _LINE), _size_by_width(count))
        # One column down to a comfortable size, then two, then three.
        if size >= 24 or count == _MAX_COLUMNS:
            break
    if size < _SMALLEST:
        rows, size = int((_SLIP_HEIGHT - 2 * _PADDING) / (_SMALLEST * _LINE)), _SMALLEST
        characters = characters[: rows * _MAX_COLUMNS - 1] + "…"
    return [characters[start : start + rows] for start in range(0, len(characters), rows)], round(size, 1)


def _size_by_width(count: int) -> float:
    return (_SLIP_WIDTH - 2 * _PADDING) / (count * _COLUMN)
