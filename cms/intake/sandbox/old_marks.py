"""The same marks of an xls file: hidden rows, struck-through cells, comments, error values."""

import os
from pathlib import Path

from limits import Refused
from marks import SheetMarks
from parts import DAMAGED


def read_old_marks(path: Path) -> dict[str, SheetMarks]:
    """The marks of each sheet by its name."""
    import xlrd

    try:
        with Path(os.devnull).open("w") as silence:
            book = xlrd.open_workbook(str(path), logfile=silence, formatting_info=True)
            return {sheet.name: _marks(book, sheet) for sheet in book.sheets()}
    # The library meets a broken file with whatever goes wrong first.
    except Exception:
        raise Refused(DAMAGED) from None


def _marks(book, sheet) -> SheetMarks:
    import xlrd

    marks = SheetMarks()
    for number, row in sheet.rowinfo_map.items():
        if row.hidden or row.height == 0:
            marks.rows.setdefault(number + 1, {})["h"] = True
    struck = {place for place, form in enumerate(book.xf_list) if book.font_list[form.font_index].struck_out}
    runs = {place for place, font in enumerate(book.font_list) if font.struck_out}
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            kind = sheet.cell_type(row, column)
            if kind == xlrd.XL_CELL_ERROR:
                value = xlrd.error_text_from_code.get(sheet.cell_value(row, column), "#N/A")
                marks.errors.setdefault(row + 1, {})[column] = value
            parts = sheet.rich_text_runlist_map.get((row, column), ())
            by_run = any(font in runs for _, font in parts)
            if kind and (by_run or sheet.cell_xf_index(row, column) in struck):
                marks.note_struck(row + 1, column)
    for (row, column), note in sheet.cell_note_map.items():
        if note.text.strip():
            held = marks.rows.setdefault(row + 1, {})
            held.setdefault("m", {})[column] = note.text.strip()[:200]
    return marks
