"""Text files: whatever stands between the cells; UTF-8, GB18030 or UTF-16."""

import csv
import io
from itertools import islice

from limits import CELL_CHARACTERS, Refused
from values import rows

ENCODINGS = ("utf-8-sig", "gb18030")
DELIMITERS = (",", "\t", ";", "|", "，", "；", "^", "~")
# How many records are looked at to find the delimiter, and how many cells make a line of headings.
SAMPLE, HEADINGS = 60, 2


def read_delimited(text: str) -> dict:
    csv.field_size_limit(CELL_CHARACTERS)
    delimiter = max(DELIMITERS, key=lambda each: _fits(text, each))
    try:
        return {"name": "(csv)", "rows": rows(_records(text, delimiter))}
    except csv.Error as error:
        told = f"第{error}行有一个单元格超过 {CELL_CHARACTERS} 字，或引号不成对，请检查后重试。"
        raise Refused(told) from None


def decoded(data: bytes) -> str:
    """The text of a file in whichever encoding it was saved; Refused where it is none."""
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


def _records(text: str, delimiter: str):
    # Some programs name the delimiter in the first line.
    if text[:4].lower() == "sep=":
        text = text.partition("\n")[2]
    records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for record in records:
            # ="0012" is how programs write a text that a spreadsheet is not to take for a number.
            yield [cell[2:-1] if cell[:2] == '="' and cell[-1] == '"' else cell for cell in record]
    except csv.Error:
        raise csv.Error(records.line_num) from None


def _fits(text: str, delimiter: str) -> tuple[float, int]:
    """How well a delimiter explains the first records: from the headings on, each has about as many cells.

    Commas in remarks begin later than the headings, or come now and then.
    """
    try:
        counts = [len(record) for record in islice(_records(text, delimiter), SAMPLE) if any(record)]
    except csv.Error:
        return (0, 0)
    width = next((count for count in counts if count >= HEADINGS), 0)
    return (sum(HEADINGS <= count <= width for count in counts) / max(len(counts), 1), width)
