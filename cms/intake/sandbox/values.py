"""Cells as values that JSON carries, rows without the empty rest."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from limits import CELL_CHARACTERS, COLUMNS, ROWS, TOO_LONG, Refused

# How a workbook writes what XML cannot carry: _x000D_ is the end of a line.
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def rows(cells: Iterable, left: int = 0, errors: dict[int, dict[int, str]] | None = None) -> list[dict]:
    """The rows that hold something, as {"n": number from 1, "c": cells}.

    `cells` begin with the first row of the sheet, filled or not, and leave out `left` empty columns; `errors`
    are the error values by row and column, which stand there as blanks.
    """
    found = []
    for number, row in enumerate(cells, 1):
        try:
            whole = [*[None] * left, *(plain(cell) for cell in row)]
        except Refused as refusal:
            raise Refused(f"第{number}行{refusal}") from None
        for column, told in (errors or {}).get(number, {}).items():
            whole += [None] * (column + 1 - len(whole))
            whole[column] = told
        kept = _trimmed(whole)
        if not kept:
            continue
        if len(kept) > COLUMNS:
            raise Refused(
                f"第{number}行有 {len(kept)} 列，超过 {COLUMNS} 列，不像是要导入的表。请删去多余的列后重传。"
            )
        found.append({"n": number, "c": kept})
        if len(found) > ROWS:
            raise Refused(TOO_LONG)
    return found


def plain(cell):
    """A value that JSON carries; dates and times are tagged. Space alone is nothing."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, str):
        if len(cell) > CELL_CHARACTERS:
            raise Refused(f"有一个单元格超过 {CELL_CHARACTERS} 字，请删减后重试。")
        if "_x" in cell:
            cell = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), cell)
        return cell.encode("utf-8", "replace").decode() if cell.strip() else None
    if isinstance(cell, datetime):
        return {"d": cell.date().isoformat()} if cell.time() == time() else {"dt": cell.isoformat()}
    if isinstance(cell, date):
        return {"d": cell.isoformat()}
    if isinstance(cell, time):
        return {"t": cell.isoformat()}
    if isinstance(cell, timedelta):
        return str(cell)
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return int(cell)
    return cell


def _trimmed(row: list) -> list:
    while row and row[-1] is None:
        row.pop()
    return row
