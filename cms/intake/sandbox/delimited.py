"""Text files: comma, tab or semicolon; UTF-8, GB18030 or UTF-16."""

import csv
import io

from limits import CELL_CHARACTERS, Refused
from values import rows

ENCODINGS = ("utf-8-sig", "gb18030")


def read_delimited(data: bytes) -> dict:
    text = _decoded(data)
    csv.field_size_limit(CELL_CHARACTERS)
    # A title may stand above the headings: the line with most of them tells.
    sample = text[:4096].split("\n")
    delimiter = max((",", "\t", ";", "；"), key=lambda each: max(line.count(each) for line in sample))
    try:
        records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        return {"name": "(csv)", "rows": rows(records)}
    except csv.Error:
        raise Refused(f"有一个单元格超过 {CELL_CHARACTERS} 字，或引号不成对，请检查后重试。") from None


def _decoded(data: bytes) -> str:
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
