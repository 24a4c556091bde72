"""Cells as values that JSON carries, rows without the empty rest."""

from datetime import date, datetime, time, timedelta

from limits import CELL_CHARACTERS, COLUMNS, ROWS, Refused


def rows(cells, left: int = 0) -> list[dict]:
    """Rows as {"n": number from 1, "c": cells}, from the first that is filled to the last.

    `cells` begin with the first row of the sheet, filled or not, and leave out `left` empty columns.
    """
    found = []
    for number, row in enumerate(cells, 1):
        kept = _trimmed([*[None] * left, *(plain(cell) for cell in row)])
        if not kept and not found:
            continue
        if len(kept) > COLUMNS:
            raise Refused(f"第{number}行有 {len(kept)} 列，超过 {COLUMNS} 列，不像是要导入的表。")
        found.append({"n": number, "c": kept})
        if len(found) > ROWS:
            raise Refused(f"超过 {ROWS} 行，请拆分后导入。")
    while found and not found[-1]["c"]:
        found.pop()
    return found


def plain(cell):
    """A value that JSON carries; dates and times are tagged."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, str):
        if len(cell) > CELL_CHARACTERS:
            raise Refused(f"有一个单元格超过 {CELL_CHARACTERS} 字，请删减后重试。")
        return cell.encode("utf-8", "replace").decode()
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
