"""Headings nobody knows: what a person said they are, remembered by sender and layout; and guesses."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from cms.core.personal_data import without_personal_numbers
from cms.core.protected import mask_phone
from cms.intake.cells.text import as_text
from cms.intake.guessing import SAMPLES, guess_column
from cms.intake.headings import heading
from cms.intake.layout import lay_out
from cms.intake.models import ColumnMapping, ImportBatch
from cms.intake.reading import read_file
from cms.intake.shape import Remembered
from cms.intake.spec import Column, ImportSpec

# How a column without a heading is called.
_NAMELESS = re.compile(r"[A-Z]+列(?:（|$)")
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


def remembered_for(kind: str, sender: str, columns: dict[str, str] | None = None) -> Remembered:
    """What people said of this sender's tables of this kind; `columns` is said now, of whatever table.

    A heading that was to be left out of one table of a sender's is left out of the others.
    """

    def recall(headings: list[str]) -> dict[str, str]:
        own, here, elsewhere = layout_hash(headings), {}, {}
        for mapping in ColumnMapping.objects.filter(kind=kind, sender=sender).order_by("updated_at"):
            (here if mapping.layout == own else elsewhere).update(mapping.columns)
        left_out = [text for text, column in elsewhere.items() if sender and _is_left_out(text, column)]
        said = dict.fromkeys(left_out, "") | here
        now = {text: column for text, column in (columns or {}).items() if text in headings}
        return {text: column for text, column in said.items() if text in here or text in headings} | now

    return recall


def _is_left_out(text: str, column: str) -> bool:
    """Whether a heading was to be left out, by a name that it has in other tables too."""
    return not column and not _NAMELESS.match(text)


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
        remembered = remembered_for(spec.kind, batch.sender)
        layout = lay_out(data, spec.columns, remembered, left_over=True, labels=spec.label_columns)
        asked = layout.unmapped | layout.unplaced | layout.guessed
        if not asked:
            continue
        guesses = {place: layout.columns[place].name for place in layout.guessed}
        taken = [each for place, each in layout.columns.items() if place not in guesses]
        free = [column for column in spec.columns if column not in taken]
        below = [row for row in data.rows if row.number > max(layout.header_rows, default=0)]
        unknown, left = [], [column for column in free if column.name not in guesses.values()]
        for position, text in sorted(asked.items()):
            cells = [row.cell(position) for row in below if as_text(row.cell(position))][:SAMPLES]
            guessed = guesses.get(position) or guess_column(text, cells, left, batch.as_of)
            left = [column for column in left if column.name != guessed]
            unknown.append(Guess(text, tuple(_sample(cell) for cell in cells[:3]), guessed))
        found.append(UnknownSheet(data.name, list(layout.headings.values()), unknown, free))
    return found


def _sample(cell) -> str:
    """A cell as an example; long numbers are masked, whatever column they stand in."""
    masked = _LONG_NUMBER.sub(lambda number: mask_phone(number[0]), as_text(cell))
    return without_personal_numbers(masked)[:30]
