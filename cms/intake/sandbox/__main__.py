"""The child process that opens files nobody trusts: `python -I sandbox read|annotate ARGUMENTS`.

It stands alone: nothing of the product is imported, nothing of its settings is known here.
"""

import json
import resource
import sys
from pathlib import Path

from limits import CPU_SECONDS, FILE_BYTES, HALF_READABLE, MEMORY, ROWS, TOO_LONG, Refused

NO_TABLE = "不是表格文件。可以导入 xlsx、xls、csv；其他格式请先另存。"
# What pictures, documents and archives of other kinds begin with.
OTHER = (b"\x89PNG", b"\xff\xd8", b"GIF8", b"%PDF", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"{\\rtf", b"BM")


def main(task: str, *arguments: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS[task],) * 2)
    {"read": read, "annotate": annotate}[task](*arguments)


def read(path: str, name: str, answer: str) -> None:
    """Write the sheets of the file at `path`, called `name`, to `answer` as JSON."""
    try:
        found = sheets(Path(path), name)
        if sum(len(sheet["rows"]) for sheet in found) > ROWS:
            raise Refused(TOO_LONG)
        content = {"sheets": found}
    except Refused as refusal:
        content = {"error": str(refusal)}
    Path(answer).write_text(json.dumps(content, ensure_ascii=True))


def annotate(path: str, name: str, notes: str, answer: str) -> None:
    """Write the file at `path`, called `name`, to `answer` with the messages of the JSON file `notes`."""
    import annotated

    annotated.annotate(Path(path), name, Path(notes), Path(answer))


def sheets(path: Path, name: str) -> list[dict]:
    """What the bytes say, whatever the file is called."""
    from delimited import decoded, read_delimited
    from markup import read_page, read_spreadsheet
    from workbook import read_workbook

    if path.stat().st_size > FILE_BYTES:
        raise Refused(f"文件超过 {FILE_BYTES // 1024**2} MB，请拆分后导入。")
    with path.open("rb") as file:
        start = file.read(2048)
    if start.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        return read_workbook(path, zipped=start.startswith(b"PK"))
    if not start or start.startswith(OTHER):
        raise Refused(NO_TABLE)
    text = decoded(path.read_bytes())
    head = text[:2048].lstrip("\ufeff \t\r\n").lower()
    if head.startswith("<"):
        if "opendocument" in head and "<html" not in head:
            raise Refused(HALF_READABLE)
        if "urn:schemas-microsoft-com:office:spreadsheet" in head and "<html" not in head:
            return read_spreadsheet(text.partition("?>")[2] if head.startswith("<?xml") else text)
        return read_page(text)
    if any(ord(char) < 32 and char not in "\t\r\n\f\v" for char in head):
        raise Refused(NO_TABLE)
    return [read_delimited(text)]


if __name__ == "__main__":
    main(*sys.argv[1:])
