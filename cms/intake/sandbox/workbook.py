"""Workbooks: values through calamine, what it does not tell through `marks`."""

import zipfile

from limits import UNPACKED_BYTES, Refused
from values import rows

DAMAGED = "文件内容无法识别，可能已损坏或不是表格。请用表格软件打开，另存为 xlsx 后重试。"
PROTECTED = "文件有密码保护，请取消密码后重试。"


def read_workbook(path, *, zipped: bool) -> list[dict]:
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    marks = _marks(path) if zipped else {}
    try:
        book = CalamineWorkbook.from_path(str(path))
        sheets = []
        for place, meta in enumerate(book.sheets_metadata):
            sheet = book.get_sheet_by_index(place)
            found = rows(sheet.iter_rows(), sheet.start[1] if sheet.start else 0)
            for row in found:
                row.update(marks.get(meta.name, {}).get(row["n"], {}))
            sheets.append(
                {
                    "name": meta.name,
                    "hidden": meta.visible != SheetVisibleEnum.Visible,
                    "rows": found,
                    "merges": _merges(sheet),
                }
            )
    except CalamineError as error:
        text = str(error).lower()
        protected = "password" in text or "encrypt" in text
        raise Refused(PROTECTED if protected else DAMAGED) from None
    return sheets


def _merges(sheet) -> list[list[int]]:
    """Vertically merged cells as [first row, last row, column]: rows from 1, columns from 0."""
    return [
        [top + 1, bottom + 1, left]
        for (top, left), (bottom, _) in sheet.merged_cell_ranges or ()
        if bottom > top
    ]


def _marks(path) -> dict:
    from defusedxml import DefusedXmlException
    from marks import read_marks

    try:
        with zipfile.ZipFile(path) as archive:
            held = archive.infolist()
            if sum(info.file_size for info in held) > UNPACKED_BYTES:
                raise Refused("文件解压后过大，可能含有大量空白格式。请另存为新文件后重试。")
            if any("encrypt" in info.filename.lower() for info in held):
                raise Refused(PROTECTED)
            return read_marks(archive)
    except zipfile.BadZipFile:
        raise Refused("文件不完整或已损坏，请重新保存后再传。") from None
    except (DefusedXmlException, SyntaxError, KeyError, ValueError):
        raise Refused(DAMAGED) from None
