"""Tables as offices send them, made by the demo and taken in as any other file is."""

import tempfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from openpyxl import Workbook

from cms.accounts.models import User
from cms.intake.command import hand_in, import_now
from cms.intake.registry import spec_of


def take_in(
    kind: str, title: str, rows: Iterable[dict], *, actor: User, on: date, told: str = ""
) -> dict[str, int]:
    """Import rows of one table, {heading: value}; how many were stored, and how many wait.

    `told` is what stands below the title, above the headings.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{title}.xlsx"
        _write(path, [title, told], rows)
        _judged, counts = import_now(path, spec_of(kind), on=on, sender="", actor=actor)
    return counts


def leave_waiting(
    kind: str, title: str, rows: Iterable[dict], *, actor: User, on: date, sender: str
) -> dict[str, int]:
    """Upload a table whose rows nobody has decided on yet; what it would do, and how many wait."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{title}.xlsx"
        _write(path, [title], rows)
        return hand_in(path, spec_of(kind), on=on, sender=sender, actor=actor)


def _write(path: Path, lines: list[str], rows: Iterable[dict]) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("表")
    for line in filter(None, lines):
        sheet.append([line])
    for number, row in enumerate(rows, 1):
        if number == 1:
            sheet.append(["序号", *row])
        sheet.append([number, *row.values()])
    book.save(path)
