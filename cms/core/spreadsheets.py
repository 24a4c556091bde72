"""Tables out: the one writer of CSV and Excel files, which no spreadsheet program mistakes for formulas.

Numbers and dates stay what they are; every other value becomes text, and text that could be run when
the file is opened gets an apostrophe in front.
"""

import csv
import datetime
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from search.chinese.folding import narrow

if TYPE_CHECKING:
    from cms.core.papers import Table

CSV = "csv"
XLSX = "xlsx"
CONTENT_TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_STARTS_FORMULA = ("=", "+", "-", "@")
# What a program may drop before it looks at the first character.
_QUOTES = "\"'`‘’“”"
_MOST_CHARACTERS = 32_000
# Codes and telephone numbers begin with a nought or are long: they stay text.
_WHOLE = re.compile(r"0|[1-9]\d{0,9}")
# What no workbook can hold.
_ILLEGAL = re.compile(r"[\000-\010]|[\013-\014]|[\016-\037]")


def table_response(kind: str, name: str, headings: Iterable, rows: Iterable[Iterable]):
    """The table as a download called `name`, without its ending."""
    return HttpResponse(write_table(kind, headings, rows), CONTENT_TYPES[kind], headers=_as_file(kind, name))


def streamed_response(kind: str, name: str, headings: Iterable, rows: Iterable[Iterable]):
    """The same for tables of any length: a CSV file leaves line by line."""
    if kind != CSV:
        return table_response(kind, name, headings, rows)
    return StreamingHttpResponse(csv_lines(headings, rows), CONTENT_TYPES[CSV], headers=_as_file(kind, name))


def _as_file(kind: str, name: str) -> dict[str, str]:
    return {"Content-Disposition": content_disposition_header(as_attachment=True, filename=f"{name}.{kind}")}


def write_table(kind: str, headings: Iterable, rows: Iterable[Iterable]) -> bytes:
    """The table as a file of `kind` (CSV or XLSX). Text stays text, whatever it begins with."""
    return b"".join(csv_lines(headings, rows)) if kind == CSV else _xlsx(headings, rows)


def csv_lines(headings: Iterable, rows: Iterable[Iterable]) -> Iterator[bytes]:
    """The lines of the table, one by one; text in quotation marks, so that no separator splits it."""
    line = io.StringIO()
    writer = csv.writer(line, quoting=csv.QUOTE_NONNUMERIC)
    # Excel takes a file without this mark for the system's own encoding.
    yield b"\xef\xbb\xbf"
    yield _line(writer, line, headings)
    for row in rows:
        yield _line(writer, line, row)


def _line(writer, line: io.StringIO, row: Iterable) -> bytes:
    line.seek(0)
    line.truncate()
    writer.writerow([_dated(harmless(value)) for value in row])
    return line.getvalue().encode()


def _dated(value):
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value


def _xlsx(headings: Iterable, rows: Iterable[Iterable]) -> bytes:
    # Late: it loads much that no page needs.
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet("数据")
    sheet.freeze_panes = "A2"
    titles = [str(harmless(heading)) for heading in headings]
    for position, title in enumerate(titles, 1):
        sheet.column_dimensions[get_column_letter(position)].width = max(12, 2.2 * len(title))
    sheet.append([_cell(sheet, title, bold=True) for title in titles])
    for row in rows:
        sheet.append([_cell(sheet, harmless(value)) for value in row])
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def _cell(sheet, value, *, bold: bool = False):
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell


def harmless(value):
    """The value as it may stand in a cell: a number or a date as such, anything else as text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (int, float, Decimal)):
        return value
    if isinstance(value, datetime.datetime):
        return timezone.make_naive(value) if timezone.is_aware(value) else value
    if isinstance(value, datetime.date):
        return value
    if isinstance(value, (list, tuple, set, frozenset)):
        value = "、".join(map(str, value))
    text = _ILLEGAL.sub("", str(value))[:_MOST_CHARACTERS]
    return f"'{text}" if is_formula(text) else text


def is_formula(text: str) -> bool:
    """Whether a spreadsheet program might run the text instead of showing it."""
    plain = narrow(text)
    seen = "".join(each for each in plain if unicodedata.category(each) not in ("Cf", "Cc", "Zs", "Zl", "Zp"))
    return seen.lstrip(_QUOTES).startswith(_STARTS_FORMULA) or text.startswith(("\t", "\r", "\n"))


def printed_table(title: str, table: "Table", *, note: str = "") -> bytes:
    """A table as offices print it, as an Excel file: merged headings, borders, one page wide, heads repeated.

    Cells hold what `harmless` lets through; a whole number written as text becomes a number.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Border, Font, Side
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    sheet.title = "统计表"
    width, line = len(table.widths), Side(style="thin")
    centred = Alignment(horizontal="center", vertical="center", wrap_text=True)
    _put(sheet, 1, 1, title, Font(bold=True, size=16), centred)
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=width)
    _put(sheet, 2, 1, note, Font(size=10), Alignment(horizontal="right"))
    sheet.merge_cells(start_row=2, end_row=2, start_column=1, end_column=width)
    top = 3
    for row, column, cell in table.places():
        is_head = row < len(table.head)
        first_row, first_column = top + row, column + 1
        _put(sheet, first_row, first_column, cell.text, Font(bold=is_head), centred if is_head else None)
        if cell.rows * cell.columns > 1:
            last_row, last_column = first_row + cell.rows - 1, first_column + cell.columns - 1
            sheet.merge_cells(
                start_row=first_row, end_row=last_row, start_column=first_column, end_column=last_column
            )
    last = top + len(table.head) + len(table.rows) - 1
    for cells in sheet.iter_rows(min_row=top, max_row=last, max_col=width):
        for cell in cells:
            cell.border = Border(line, line, line, line)
    for position, share in enumerate(table.widths, 1):
        sheet.column_dimensions[get_column_letter(position)].width = share
    _as_printed(sheet, top, len(table.head))
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def _put(sheet, row: int, column: int, text: str, font, alignment) -> None:
    value = int(text) if _WHOLE.fullmatch(text) else harmless(text)
    cell = sheet.cell(row, column, value)
    if isinstance(value, str):
        cell.data_type = "s"
    cell.font = font
    if alignment is not None:
        cell.alignment = alignment


def _as_printed(sheet, top: int, heads: int) -> None:
    """A4 across, one page wide, headings on every page, page numbers at the foot."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{top}:{top + heads - 1}"
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
    sheet.freeze_panes = f"B{top + heads}"
