"""Workbooks: values through calamine, what it does not tell through `marks` and `old_marks`."""

import zipfile
from pathlib import Path

from limits import CELLS, HALF_READABLE, UNPACKED_BYTES, Refused
from marks import SheetMarks
from parts import DAMAGED, WORKBOOK
from values import rows

PROTECTED = "文件有密码保护，请取消密码后重试。"
NO_WORKBOOK = "这是压缩包，不是表格。请解压后上传里面的表格文件。"


def read_workbook(path: Path, *, zipped: bool) -> list[dict]:
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    marks = _marks(path) if zipped else {}
    # A stray cell in the last row and column makes a table of millions of empty cells.
    sparse = {name for name, held in marks.items() if held.last[0] * held.last[1] > CELLS}
    try:
        if not zipped and _is_locked(path):
            raise Refused(PROTECTED)
        with path.open("rb") as file:
            book = CalamineWorkbook.from_filelike(file)
        if not zipped:
            from old_marks import read_old_marks

            marks = read_old_marks(path)
        sheets = []
        for place, meta in enumerate(book.sheets_metadata):
            held = marks.get(meta.name, SheetMarks())
            if meta.name in sparse:
                found, merges = _sparse(path, meta.name), []
            else:
                sheet = book.get_sheet_by_index(place)
                found = rows(sheet.iter_rows(), sheet.start[1] if sheet.start else 0, held.errors)
                merges = _merges(sheet, found)
            for row in found:
                row.update(held.rows.get(row["n"], {}))
            hidden = meta.visible != SheetVisibleEnum.Visible
            sheets.append({"name": meta.name, "hidden": hidden, "rows": found, "merges": merges})
    except CalamineError as error:
        text = str(error).lower()
        protected = "password" in text or "encrypt" in text
        raise Refused(PROTECTED if protected else DAMAGED) from None
    return sheets


def _is_locked(path: Path) -> bool:
    """Whether an OLE file holds a workbook that a password keeps."""
    return "EncryptedPackage".encode("utf-16-le") in path.read_bytes()


def _merges(sheet, found: list[dict]) -> list[list[int]]:
    """Vertically merged cells as [first row, last row, column]: rows from 1, columns from 0.

    A merge that goes on below the last row covers nothing there.
    """
    last = found[-1]["n"] if found else 0
    return [
        [top + 1, min(bottom + 1, last), left]
        for (top, left), (bottom, _) in sheet.merged_cell_ranges or ()
        if top + 1 < min(bottom + 1, last)
    ]


def _sparse(path: Path, name: str) -> list[dict]:
    """The rows of a sheet whose few cells lie far apart, one after another."""
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
    sheet = book[name]
    sheet.reset_dimensions()
    return rows(sheet.iter_rows(values_only=True))


def _marks(path: Path) -> dict[str, SheetMarks]:
    from marks import read_marks

    try:
        with zipfile.ZipFile(path) as archive:
            held = archive.infolist()
            if sum(info.file_size for info in held) > UNPACKED_BYTES:
                raise Refused("文件解压后过大，可能含有大量空白格式。请另存为新文件后重试。")
            if any(info.flag_bits & 1 or "encrypt" in info.filename.lower() for info in held):
                raise Refused(PROTECTED)
            parts = {info.filename for info in held}
            if not {"[Content_Types].xml", "mimetype"} & parts and "content.xml" not in parts:
                raise Refused(NO_WORKBOOK)
            if WORKBOOK not in parts and ("content.xml" in parts or "xl/workbook.bin" in parts):
                raise Refused(HALF_READABLE)
            return read_marks(archive)
    except zipfile.BadZipFile:
        raise Refused("文件不完整或已损坏，请重新保存后再传。") from None
    except (KeyError, ValueError, NotImplementedError, RuntimeError):
        raise Refused(DAMAGED) from None
