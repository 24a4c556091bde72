"""The child process that opens files nobody trusts. Run by `reading.py`: child.py PATH NAME ANSWER."""

import csv
import io
import json
import re
import resource
import sys
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

MEMORY = 2 * 1024**3
CPU_SECONDS = 50
FILE_BYTES = 50 * 1024**2
UNPACKED_BYTES = 400 * 1024**2
ROWS = 100_000
COLUMNS = 200
# Excel's own limit for the text of one cell.
CELL_CHARACTERS = 32_767
ENCODINGS = ("utf-8-sig", "gb18030")
_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*>")
_NUMBER = re.compile(rb'\br="(\d+)"')
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')


class Refused(Exception):
    """A reason a person can act on."""


def main(path: str, name: str, answer: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    try:
        sheets = read(Path(path), name)
        content = {"sheets": sheets}
    except Refused as refusal:
        content = {"error": str(refusal)}
    Path(answer).write_text(json.dumps(content, ensure_ascii=True))


def read(path: Path, name: str) -> list[dict]:
    if path.stat().st_size > FILE_BYTES:
        raise Refused(f"文件超过 {FILE_BYTES // 1024**2} MB，请拆分后导入。")
    with path.open("rb") as file:
        start = file.read(8)
    if start.startswith(b"PK"):
        return workbook(path, hidden_rows(path))
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        return workbook(path, {})
    if name.lower().endswith((".csv", ".txt", ".tsv")):
        return [delimited(path.read_bytes())]
    raise Refused("不是表格文件。可以导入 xlsx、xls、csv；其他格式请先另存。")


def hidden_rows(path: Path) -> dict[int, set[int]]:
    """Hidden rows by the position of their sheet; refuses what would unpack to too much."""
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(info.file_size for info in archive.infolist()) > UNPACKED_BYTES:
                raise Refused("文件解压后过大，可能含有大量空白格式。请另存为新文件后重试。")
            names = [info.filename for info in archive.infolist()]
            if any("encrypt" in name.lower() for name in names):
                raise Refused("文件有密码保护，请取消密码后重试。")
            sheets = sorted(
                (name for name in names if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name)),
                key=lambda name: int(re.search(r"(\d+)\.xml", name)[1]),
            )
            return {place: hidden_in(archive, name) for place, name in enumerate(sheets)}
    except zipfile.BadZipFile:
        raise Refused("文件不完整或已损坏，请重新保存后再传。") from None


def hidden_in(archive: zipfile.ZipFile, name: str) -> set[int]:
    hidden = set()
    rest = b""
    with archive.open(name) as file:
        while block := file.read(1 << 20):
            block = rest + block
            end = 0
            for match in _ROW.finditer(block):
                end = match.end()
                number = _NUMBER.search(match[0])
                if number and _HIDDEN.search(match[0]):
                    hidden.add(int(number[1]))
            # A tag may be cut by the end of a block.
            rest = block[max(end, len(block) - 2000) :]
    return hidden


def workbook(path: Path, hidden: dict[int, set[int]]) -> list[dict]:
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_path(str(path))
        sheets = []
        for place, meta in enumerate(book.sheets_metadata):
            sheet = book.get_sheet_by_index(place)
            sheets.append(
                {
                    "name": meta.name,
                    "hidden": meta.visible != SheetVisibleEnum.Visible,
                    "rows": rows(sheet.iter_rows(), hidden.get(place, set()), sheet.start),
                }
            )
    except CalamineError as error:
        text = str(error).lower()
        if "password" in text or "encrypt" in text:
            raise Refused("文件有密码保护，请取消密码后重试。") from None
        raise Refused(
            "文件内容无法识别，可能已损坏或不是表格。请用表格软件打开，另存为 xlsx 后重试。"
        ) from None
    return sheets


def rows(cells, hidden: set[int], start) -> list[dict]:
    first = (start[0] if start else 0) + 1
    indent = [None] * (start[1] if start else 0)
    found = []
    for number, row in enumerate(cells, first):
        kept = trimmed([*indent, *(plain(cell) for cell in row)])
        if not kept and not found:
            continue
        if len(kept) > COLUMNS:
            raise Refused(f"第{number}行有 {len(kept)} 列，超过 {COLUMNS} 列，不像是要导入的表。")
        found.append({"n": number, "c": kept, **({"h": True} if number in hidden else {})})
        if len(found) > ROWS:
            raise Refused(f"超过 {ROWS} 行，请拆分后导入。")
    while found and not found[-1]["c"]:
        found.pop()
    return found


def trimmed(row: list) -> list:
    while row and row[-1] is None:
        row.pop()
    return row


def plain(cell):
    """A value that JSON carries; dates are tagged."""
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


def delimited(data: bytes) -> dict:
    text = decoded(data)
    csv.field_size_limit(CELL_CHARACTERS)
    sample = text[:4096].split("\n", 1)[0]
    delimiter = max((",", "\t", ";", "；"), key=sample.count)
    try:
        records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        return {"name": "(csv)", "hidden": False, "rows": rows(records, set(), (0, 0))}
    except csv.Error:
        raise Refused(f"有一个单元格超过 {CELL_CHARACTERS} 字，或引号不成对，请检查后重试。") from None


def decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ("utf-16",)
    elif data[:200].count(0) > 20:
        encodings = ("utf-16-le" if data[1:2] == b"\0" else "utf-16-be",)
    else:
        encodings = ENCODINGS
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Refused("文字编码无法识别，请另存为 UTF-8 的 csv 或 xlsx。")


if __name__ == "__main__":
    main(*sys.argv[1:])
