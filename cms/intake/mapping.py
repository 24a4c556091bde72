"""Headings nobody knows: what a person said they are, remembered by sender and layout; and guesses."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path

from cms.core.personal_data import without_personal_numbers
from cms.core.protected import mask_phone
from cms.intake.cells.text import as_text
from cms.intake.headings import heading
from cms.intake.layout import Remembered, lay_out
from cms.intake.levels import Level, level_of
from cms.intake.models import ColumnMapping, ImportBatch
from cms.intake.reading import read_file
from cms.intake.spec import Column, ImportSpec

# How alike a heading and a column's name must be for a guess.
ALIKE = 0.5
# How many of the sampled cells a column must understand for a guess by content.
UNDERSTOOD = 0.8
# How many cells below a heading are looked at for a guess.
SAMPLES = 30
_LONG_NUMBER = re.compile(r"\d{7,}[\dXx]?")


@dataclass(frozen=True)
class Guess:
    """A heading nobody knows, some cells below it, and the column it may be."""

    heading: str
    samples: tuple[str, ...]
    column: str


def layout_hash(headings: list[str]) -> str:
    """Names a table by its headings, whatever their order."""
    return hashlib.sha256("\n".join(sorted(map(heading, headings))).encode()).hexdigest()


def remembered_for(kind: str, sender: str) -> Remembered:
    """What people said of this sender's tables of this kind."""

    def recall(headings: list[str]) -> dict[str, str]:
        held = ColumnMapping.objects.filter(kind=kind, sender=sender, layout=layout_hash(headings)).first()
        return held.columns if held else {}

    return recall


def guess_column(text: str, cells: list, spec: ImportSpec, free: list[Column], on: date) -> str:
    """The name of the column among `free` that a heading and the cells below it most likely are; or ""."""
    named = max(free, key=lambda column: _likeness(text, column), default=None)
    if named and _likeness(text, named) >= ALIKE:
        return named.name
    # Only columns that refuse what is not theirs can be told by content.
    telling = [column for column in free if _understands(column, ["这不是它的内容"], on) == 0]
    read = max(telling, key=lambda column: _understands(column, cells, on), default=None)
    return read.name if read and cells and _understands(read, cells, on) >= UNDERSTOOD else ""


def _likeness(text: str, column: Column) -> float:
    names = (column.name, *column.aliases)
    return max(SequenceMatcher(None, heading(text), heading(name)).ratio() for name in names)


def _understands(column: Column, cells: list, on: date) -> float:
    """The share of cells that the column's parser reads without a doubt."""
    parsed = [column.parse(cell, on) for cell in cells]
    sure = [
        each
        for each in parsed
        if each.value is not None and level_of(code for code, _ in each.findings) < Level.REVIEW
    ]
    return len(sure) / len(cells) if cells else 0.0


@dataclass(frozen=True)
class UnknownSheet:
    """A sheet with headings nobody knows; `free` are the columns none of its headings answers to."""

    name: str
    headings: list[str]
    unknown: list[Guess]
    free: list[Column]


def unknown_headings(path: Path, batch: ImportBatch, spec: ImportSpec) -> list[UnknownSheet]:
    """The sheets of a batch's file that have headings nobody knows, with guesses."""
    found = []
    for data in read_file(path, batch.file_name):
        layout = lay_out(data, spec.columns, remembered_for(spec.kind, batch.sender), left_over=True)
        if not layout.unmapped:
            continue
        free = [column for column in spec.columns if column not in layout.columns.values()]
        below = [row for row in data.rows if row.number > max(layout.header_rows)]
        unknown, left = [], list(free)
        for position, text in layout.unmapped.items():
            cells = [row.cell(position) for row in below if as_text(row.cell(position))][:SAMPLES]
            guessed = guess_column(text, cells, spec, left, batch.as_of)
            left = [column for column in left if column.name != guessed]
            unknown.append(Guess(text, tuple(_sample(cell) for cell in cells[:3]), guessed))
        found.append(UnknownSheet(data.name, list(layout.headings.values()), unknown, free))
    return found


def _sample(cell) -> str:
    """A cell as an example; long numbers are masked, whatever column they stand in."""
    masked = _LONG_NUMBER.sub(lambda number: mask_phone(number[0]), as_text(cell))
    return without_personal_numbers(masked)[:30]
