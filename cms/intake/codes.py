"""Rules that tables with codes share: each row has its own; a parent is there before its child."""

from cms.intake.judging import is_importable
from cms.intake.spec import Other, Row


def judge_codes(rows: list[Row], column: str) -> None:
    """Note rows without a code and those that repeat an earlier row's."""
    seen: dict[str, Row] = {}
    for row in rows:
        code = row.values[column]
        if not code:
            row.find("code_missing", column, "没有编码，请补填")
        elif code in seen:
            first = seen[code]
            other = Other(f"第{first.number}行", row=(first.sheet, first.number))
            row.find("code_duplicate", column, f"与第{first.number}行编码相同，请核对", other)
        else:
            seen[code] = row


def judge_parents(rows: list[Row], column: str, parent_column: str, stored) -> None:
    """Note rows whose parent is neither in the table nor `stored`, or waits itself."""
    by_code = {row.values[column]: row for row in reversed(rows) if row.values[column]}
    for row in rows:
        parent = row.values[parent_column]
        if parent and parent not in by_code and parent not in stored:
            told = f"没有编码为 {parent} 的上级，请先导入上级或改正"
            row.find("parent_missing", parent_column, told)
    waiting = [row for row in rows if not is_importable(row)]
    while waiting:
        held_up = {row.values[column] for row in waiting if by_code.get(row.values[column]) is row} - set(
            stored
        )
        waiting = [row for row in rows if row.values[parent_column] in held_up and is_importable(row)]
        for row in waiting:
            first = by_code[row.values[parent_column]]
            row.find("parent_missing", parent_column, f"上级在第{first.number}行，还待处理，请先处理上级")
