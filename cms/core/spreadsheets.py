"""Tables out: CSV and Excel files that no spreadsheet program mistakes for formulas."""

import csv
import io

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

CSV = "csv"
XLSX = "xlsx"
CONTENT_TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# A cell that begins with one of these is run, not shown, when the file is opened.
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_table(kind: str, headings: list[str], rows) -> bytes:
    """The table as a file of `kind` (CSV or XLSX). Text stays text, whatever it begins with."""
    return {CSV: _csv, XLSX: _xlsx}[kind](headings, rows)


def _csv(headings, rows) -> bytes:
    output = io.StringIO()
    writer = csv.writer(output)
    writer.writerow(headings)
    writer.writerows([_harmless(value) for value in row] for row in rows)
    # Excel takes a file without this mark for the system's own encoding.
    return output.getvalue().encode("utf-8-sig")


def _xlsx(headings, rows) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.append(headings)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(cell.column)].width = max(12, 2.2 * len(str(cell.value)))
    sheet.freeze_panes = "A2"
    for row in rows:
        sheet.append([_harmless(value) for value in row])
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def _harmless(value):
    if isinstance(value, str) and value.startswith(_STARTS_FORMULA):
        return f"'{value}"
    return "" if value is None else value
