"""Reads a workbook or CSV in a child process with limits on memory, time and unpacked size.

The child gets a path and writes plain values; whatever a hostile file does to it, the parent only sees that
no answer came. Formulas are never evaluated, macros and links are not read.
"""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

TIMEOUT_SECONDS = 60
# What the only sheet of a delimited file is called.
DELIMITED = "(csv)"


class UnreadableFile(ValueError):
    """The file cannot be read; the message says why and what to do, in Chinese."""


@dataclass(frozen=True)
class RawRow:
    """A row as it stands. `number` is Excel's, from 1; in a CSV it counts records."""

    number: int
    cells: tuple[Any, ...]
    hidden: bool = False

    @property
    def filled(self) -> bool:
        return any(cell not in (None, "") for cell in self.cells)


@dataclass(frozen=True)
class SheetData:
    name: str
    rows: list[RawRow]
    hidden: bool = False


def read_file(path: Path, name: str) -> list[SheetData]:
    """The sheets of a file called `name`; UnreadableFile where it is no table or too big."""
    with tempfile.NamedTemporaryFile(suffix=".json") as answer:
        command = [
            sys.executable,
            "-I",
            str(Path(__file__).with_name("child.py")),
            str(path),
            name,
            answer.name,
        ]
        try:
            done = subprocess.run(command, timeout=TIMEOUT_SECONDS, capture_output=True, check=False)  # noqa: S603
        except subprocess.TimeoutExpired:
            raise UnreadableFile("文件太复杂，60 秒内没有读完。请另存为普通表格后重试。") from None
        content = Path(answer.name).read_text()
    if done.returncode or not content:
        raise UnreadableFile("文件无法读取：内容过大或已损坏。请用表格软件打开，另存为 xlsx 后重试。")
    answered = json.loads(content)
    if "error" in answered:
        raise UnreadableFile(answered["error"])
    return [_sheet(sheet) for sheet in answered["sheets"]]


def _sheet(sheet: dict) -> SheetData:
    rows = [
        RawRow(row["n"], tuple(_value(cell) for cell in row["c"]), row.get("h", False))
        for row in sheet["rows"]
    ]
    return SheetData(sheet["name"], rows, sheet["hidden"])


def _value(cell: Any) -> Any:
    if isinstance(cell, dict):
        kind, text = next(iter(cell.items()))
        return {"d": date, "dt": datetime, "t": time}[kind].fromisoformat(text)
    return cell
