"""The sender's own workbook with our messages in it: a column at the end, and coloured cells."""

import json
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile, is_zipfile

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

HEADING = "处理意见"
_FILLS = {
    "warn": PatternFill("solid", start_color="FFF4CE"),
    "review": PatternFill("solid", start_color="FFE0B2"),
    "reject": PatternFill("solid", start_color="F8C9C4"),
}
WIDTH = 60


def annotate(path: Path, name: str, notes: Path, answer: Path) -> None:
    """Write the workbook at `path`, called `name`, to `answer` with the messages of the JSON file `notes`."""
    book = _opened(path, name)
    for sheet, told in json.loads(notes.read_text()).items():
        if sheet in book.sheetnames:
            _write(book[sheet], told)
    book.save(answer)


def _opened(path: Path, name: str) -> Workbook:
    if is_zipfile(path):
        with ZipFile(path) as archive:
            office_xml = "xl/workbook.xml" in archive.namelist()
        if office_xml:
            return _without_formulas(path.read_bytes())
    return _copied(path, name)


def _without_formulas(content: bytes) -> Workbook:
    """The workbook with what its formulas last came to; one never calculated stands there as text."""
    book = load_workbook(BytesIO(content), keep_links=False)
    formulas = [
        cell
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    worked_out = load_workbook(BytesIO(content), keep_links=False, data_only=True) if formulas else book
    for cell in formulas:
        result = worked_out[cell.parent.title][cell.coordinate].value
        cell.value = _source(cell.value) if result is None else result
        cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
    return book


def _source(formula) -> str:
    return formula if isinstance(formula, str) else str(getattr(formula, "text", ""))


def _copied(path: Path, name: str) -> Workbook:
    """An older or text file as a new workbook: the values, without the looks."""
    from __main__ import sheets

    book = Workbook()
    book.remove(book.active)
    for sheet in sheets(path, name):
        copy = book.create_sheet(sheet["name"])
        for row in sheet["rows"]:
            for position, value in enumerate(row["c"], 1):
                if value is not None:
                    cell = copy.cell(row["n"], position)
                    cell.value = next(iter(value.values())) if isinstance(value, dict) else value
                    # What looks like a formula stays text.
                    cell.data_type = "s" if isinstance(value, str) else cell.data_type
    return book


def _write(sheet, told: dict) -> None:
    last = sheet.max_column + 1
    sheet.column_dimensions[get_column_letter(last)].width = WIDTH
    if told["header"]:
        sheet.cell(told["header"], last, HEADING).font = Font(bold=True)
    for row in told["rows"]:
        cell = sheet.cell(row["n"], last)
        # Two records on one line share the cell.
        cell.value = f"{cell.value}\n{row['text']}" if cell.value else row["text"]
        cell.data_type = "s"
        cell.fill = _FILLS[row["level"]]
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        for position in row["columns"]:
            sheet.cell(row["n"], position + 1).fill = _FILLS[row["level"]]
