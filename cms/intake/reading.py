"""Reads a workbook or CSV in a child process with limits on memory, time and unpacked size.

The child gets a path and writes plain values; whatever a hostile file does to it, the parent only sees that
no answer came. Formulas are never evaluated, macros and links are not read.
"""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

TIMEOUT_SECONDS = 60
# To write a workbook of a hundred thousand rows again, with our messages in it.
REWRITE_SECONDS = 600
_NONE_STRUCK: frozenset[int] = frozenset()
_NO_COMMENTS: dict[int, str] = {}
_SANDBOX = Path(__file__).with_name("sandbox")


class UnreadableFile(ValueError):
    """The file cannot be read; the message says why and what to do, in Chinese."""


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row as it stands. `number` is Excel's, from 1; in a CSV it counts records.

    `struck` holds the positions of struck-through cells, `comments` the texts of comments by position.
    """

    number: int
    cells: tuple[Any, ...]
    hidden: bool = False
    struck: frozenset[int] = frozenset()
    comments: dict[int, str] = field(default_factory=dict)

    @property
    def filled(self) -> bool:
        return any(cell not in (None, "") for cell in self.cells)

    def cell(self, position: int) -> Any:
        return self.cells[position] if position < len(self.cells) else None


@dataclass(frozen=True)
class Merge:
    """A vertically merged cell: its first and last row, its column."""

    top: int
    bottom: int
    column: int


@dataclass(frozen=True)
class SheetData:
    """A sheet as it stands. A person may have `asked` for it; `wanted` rows, by number, are data to them."""

    name: str
    rows: list[RawRow]
    hidden: bool = False
    merges: tuple[Merge, ...] = ()
    asked: bool = False
    wanted: frozenset[int] = frozenset()


class Common(dict):
    """Texts that many rows have in common, each held once: names of columns, of places, of states."""

    LIMIT = 5000

    def __missing__(self, text: Any) -> Any:
        if len(self) < self.LIMIT:
            self[text] = text
        return text


def read_file(path: Path, name: str) -> list[SheetData]:
    """The sheets of a file called `name`; UnreadableFile where it is no table or too big."""
    with tempfile.NamedTemporaryFile(suffix=".json") as answer:
        run_sandboxed("read", str(path), name, answer.name)
        content = Path(answer.name).read_text()
    if not content:
        raise UnreadableFile("文件无法读取：内容过大或已损坏。请用表格软件打开，另存为 xlsx 后重试。")
    answered = json.loads(content)
    del content
    if "error" in answered:
        raise UnreadableFile(answered["error"])
    return [_sheet(sheet) for sheet in answered["sheets"]]


def run_sandboxed(*arguments: str, timeout: float | None = None) -> None:
    """Run a task of the child process; UnreadableFile where it did not come to its end in so many seconds."""
    seconds = timeout or TIMEOUT_SECONDS
    command = [sys.executable, "-I", str(_SANDBOX), *arguments]
    try:
        done = subprocess.run(command, timeout=seconds, capture_output=True, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise UnreadableFile(f"文件太复杂，{seconds:g} 秒内没有读完。请另存为普通表格后重试。") from None
    if done.returncode:
        raise UnreadableFile("文件无法读取：内容过大或已损坏。请用表格软件打开，另存为 xlsx 后重试。")


def tag(cell: Any) -> Any:
    """A cell as JSON carries it."""
    if isinstance(cell, datetime):
        return {"dt": cell.isoformat()}
    if isinstance(cell, date):
        return {"d": cell.isoformat()}
    if isinstance(cell, time):
        return {"t": cell.isoformat()}
    return cell


def untag(cell: Any) -> Any:
    """The cell that `tag` or the child process wrote."""
    if isinstance(cell, dict):
        kind, text = next(iter(cell.items()))
        return {"d": date, "dt": datetime, "t": time}[kind].fromisoformat(text)
    return cell


def _sheet(sheet: dict) -> SheetData:
    rows, common = sheet["rows"], Common()
    # In place: a long file is not held twice.
    for place, row in enumerate(rows):
        rows[place] = RawRow(
            row["n"],
            tuple(common[cell] if isinstance(cell, str) else untag(cell) for cell in row["c"]),
            row.get("h", False),
            frozenset(row["s"]) if "s" in row else _NONE_STRUCK,
            {int(position): text for position, text in row["m"].items()} if "m" in row else _NO_COMMENTS,
        )
    merges = tuple(Merge(*merge) for merge in sheet.get("merges", ()))
    return SheetData(sheet["name"], rows, sheet.get("hidden", False), merges)
