"""How one sheet is laid out: its headings, its columns, its records, and what was passed over."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from cms.intake.spec import Column


@dataclass(frozen=True)
class Wanted:
    """What a person brought back of a file that was passed over: sheets by name, rows by sheet and number."""

    sheets: tuple[str, ...] = ()
    rows: tuple[tuple[str, int], ...] = ()

    def rows_of(self, sheet: str) -> frozenset[int]:
        return frozenset(number for name, number in self.rows if name == sheet)


NOTHING_WANTED = Wanted()
# Given the headings of a table, which columns a person said those nobody knows are; "" for none.
Remembered = Callable[[list[str]], dict[str, str]]
Block = dict[int, Column]
Mark = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """One record as it stands: its cells by column name, and what was found on the line itself."""

    number: int | str
    cells: dict[str, Any]
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class Part:
    """A table of a sheet that has titles of its own: from which row, on which side (L, M, R; "" for all)."""

    first: int
    side: str
    titles: tuple[str, ...]


def titles_at(parts: Iterable[Part], number: int | str, otherwise: tuple[str, ...]) -> tuple[str, ...]:
    """What stands above the headings of a record, by the number of its row."""
    row, side = int(str(number).rstrip("LMR")), str(number).lstrip("0123456789")
    held = [part for part in parts if part.first <= row and part.side in ("", side)]
    return held[-1].titles if held else otherwise


@dataclass
class Layout:
    """`use` is "data" or "ignore".

    `headings` are the texts of all headings by position, each once. `blocks` map positions to columns: one
    block, or several where records stand side by side. `unmapped` are headings no column answers to,
    `guessed` those taken for what they are much like; `by_person` is what somebody said of them, `left_out`
    those to be left out.
    `parts` are the tables of the sheet whose titles are not those of the first.
    `unplaced` are the unmapped columns below which something stands. `skipped` are the numbers of rows that
    hold no record, by kind.
    """

    use: str
    why: str = ""
    header_rows: list[int] = field(default_factory=list)
    headings: dict[int, str] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=lambda: [{}])
    unmapped: dict[int, str] = field(default_factory=dict)
    guessed: dict[int, str] = field(default_factory=dict)
    by_person: dict[str, str] = field(default_factory=dict)
    left_out: set[int] = field(default_factory=set)
    unplaced: dict[int, str] = field(default_factory=dict)
    titles: tuple[str, ...] = ()
    parts: list[Part] = field(default_factory=list)
    skipped: dict[str, list[int | str]] = field(default_factory=dict)
    data: list[Line] = field(default_factory=list)

    @property
    def columns(self) -> Block:
        return {position: column for block in self.blocks for position, column in block.items()}

    def ledger(self, kind: str, sender: str = "") -> str:
        """Names this table: the same one sent again, also mended, gives the same 16 hex digits."""
        names = sorted({column.name for column in self.columns.values()} | set(self.unmapped.values()))
        facts = "\n".join([kind, sender, *(self.titles[:1] if len(self.titles) > 1 else ()), *names])
        return hashlib.sha256(facts.encode()).hexdigest()[:16]
