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

from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone

from search.chinese.folding import narrow

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
    return {"Content-Disposition": f'attachment; filename="{name}.{kind}"'}


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
