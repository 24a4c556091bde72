"""The child process that opens files nobody trusts: `python -I sandbox read|annotate ARGUMENTS`.

It stands alone: nothing of the product is imported, nothing of its settings is known here.
"""

import json
import resource
import sys
from pathlib import Path

from limits import CPU_SECONDS, FILE_BYTES, MEMORY, Refused


def main(task: str, *arguments: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    {"read": read, "annotate": annotate}[task](*arguments)


def read(path: str, name: str, answer: str) -> None:
    """Write the sheets of the file at `path`, called `name`, to `answer` as JSON."""
    try:
        content = {"sheets": sheets(Path(path), name)}
    except Refused as refusal:
        content = {"error": str(refusal)}
    Path(answer).write_text(json.dumps(content, ensure_ascii=True))


def annotate(path: str, name: str, notes: str, answer: str) -> None:
    """Write the file at `path`, called `name`, to `answer` with the messages of the JSON file `notes`."""
    import annotated

    annotated.annotate(Path(path), name, Path(notes), Path(answer))


def sheets(path: Path, name: str) -> list[dict]:
    from delimited import read_delimited
    from workbook import read_workbook

    if path.stat().st_size > FILE_BYTES:
        raise Refused(f"文件超过 {FILE_BYTES // 1024**2} MB，请拆分后导入。")
    with path.open("rb") as file:
        start = file.read(8)
    if start.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        return read_workbook(path, zipped=start.startswith(b"PK"))
    if name.lower().endswith((".csv", ".txt", ".tsv")):
        return [read_delimited(path.read_bytes())]
    raise Refused("不是表格文件。可以导入 xlsx、xls、csv；其他格式请先另存。")


if __name__ == "__main__":
    main(*sys.argv[1:])
