"""What an official paper says, without a word on how it looks."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import cached_property

from search.chinese.dates import chinese_date
from search.chinese.numerals import format_chinese_number

# Levels of headings as GB/T 9704 numbers them: 一、（一）1.（1）
LEVELS = (1, 2, 3, 4)
# What neither a Word file nor a PDF can hold.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 4; the paper numbers it."""

    text: str
    level: int = 1

    def __post_init__(self):
        if self.level not in LEVELS:
            raise ValueError(f"no heading of level {self.level}")


@dataclass(frozen=True)
class NamedHeading(Heading):
    """A heading that brings its own number, such as 第一章."""


@dataclass(frozen=True)
class Paragraph:
    text: str


@dataclass(frozen=True)
class NewPage:
    """Where the next of several papers begins, with a title of its own."""

    title: str


@dataclass(frozen=True)
class Cell:
    """One field of a table, which may span columns and rows. `room` is how many lines stand empty above its
    last one, for the hand and the seal.
    """

    text: str
    columns: int = 1
    rows: int = 1
    room: int = 0

    @property
    def lines(self) -> list[str]:
        lines = lines_of(self.text)
        return [*lines[:-1], *[BLANK] * self.room, *lines[-1:]]


@dataclass(frozen=True)
class Table:
    """Rows of cells below merged headings that stand on every page.

    `widths` are the shares of the columns. A row names no cell where one of an earlier row reaches into it.
    Raises ValueError where cells and columns do not come out even.
    """

    widths: tuple[int, ...]
    head: tuple[tuple[Cell | str, ...], ...]
    rows: tuple[tuple[Cell | str, ...], ...]
    caption: str = ""

    def __post_init__(self):
        _placed(self.head, len(self.widths))
        _placed(self.rows, len(self.widths))

    def places(self) -> Iterator[tuple[int, int, Cell]]:
        """Row and column, counted from 0 over head and body, of each cell."""
        yield from _placed(self.head, len(self.widths))
        for row, column, cell in _placed(self.rows, len(self.widths)):
            yield row + len(self.head), column, cell


def _placed(rows, width: int) -> list[tuple[int, int, Cell]]:
    taken: set[tuple[int, int]] = set()
    found = []
    for at, row in enumerate(rows):
        column = 0
        for given in row:
            cell = given if isinstance(given, Cell) else Cell(str(given))
            while (at, column) in taken:
                column += 1
            own = {(at + down, column + on) for down in range(cell.rows) for on in range(cell.columns)}
            if own & taken or column + cell.columns > width or at + cell.rows > len(rows):
                raise ValueError(f"row {at + 1} of the table does not fit its columns")
            taken |= own
            found.append((at, column, cell))
    if len(taken) != width * len(rows):
        raise ValueError("a row of the table is too short")
    return found


@dataclass(frozen=True)
class Imprint:
    """What the foot of each page says: which version, of which day, by which checksum it is known."""

    version: str
    day: date
    checksum: str = ""


@dataclass(frozen=True)
class Paper:
    """An official paper. `made_at` is told as its time of creation, so that equal papers are equal bytes."""

    title: str
    blocks: tuple[Heading | Paragraph | Table | NewPage, ...]
    made_at: datetime
    subtitles: tuple[str, ...] = ()
    signature: str = ""
    signed_on: date | None = None
    imprint: Imprint | None = None
    landscape: bool = False

    @cached_property
    def checksum(self) -> str:
        """SHA-256 over the words, without the imprint that tells it: the same words, the same checksum."""
        content = asdict(self)
        del content["imprint"], content["made_at"], content["landscape"]
        kinds = [type(block).__name__ for block in self.blocks]
        plain = json.dumps(
            [kinds, content], ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str
        )
        return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def foot(self) -> str:
        """The imprint in words; empty where there is none."""
        if self.imprint is None:
            return ""
        told = self.imprint.checksum or self.checksum
        return f"{self.imprint.version}　{chinese_date(self.imprint.day)}　SHA-256：{told}"

    def numbered(self) -> Iterator[tuple[Heading | Paragraph | Table | NewPage, str]]:
        """The blocks, each heading with its number."""
        counts = [0] * len(LEVELS)
        for block in self.blocks:
            number = ""
            if isinstance(block, Heading) and not isinstance(block, NamedHeading):
                counts[block.level - 1] += 1
                counts[block.level :] = [0] * (len(LEVELS) - block.level)
                number = _number(block.level, counts[block.level - 1])
            yield block, number


def _number(level: int, count: int) -> str:
    if level <= 2:
        numeral = format_chinese_number(count)
        return f"{numeral}、" if level == 1 else f"（{numeral}）"
    return f"{count}." if level == 3 else f"（{count}）"


def printable(text: str) -> str:
    """The text without the characters that no paper can hold."""
    return _UNPRINTABLE.sub("", text)


# As wide as a character, so that it takes a line of its own.
BLANK = "\u3000"


def lines_of(text: str) -> list[str]:
    """The paragraphs of a text that somebody typed, empty ones dropped."""
    return [line.strip() for line in printable(text).splitlines() if line.strip()]
