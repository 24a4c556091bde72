"""Finds the headings of a sheet, maps its columns, and tells data rows from everything else."""

import re
import unicodedata
from dataclasses import dataclass, field
from itertools import zip_longest

from cms.intake.cells.text import as_text
from cms.intake.reading import DELIMITED, RawRow, SheetData
from cms.intake.spec import Column

SEARCHED_ROWS = 40
MIN_HEADINGS = 3
# A data row fills at least so many mapped cells, or it is a remark.
MIN_CELLS = 3
_TOTAL = re.compile(r"^(合\s*计|总\s*计|共\s*计|累\s*计)")
_SUBTOTAL = re.compile(r"^(小\s*计|本页小计|分\s*计)")
_NOTE = re.compile(r"^(注|备注|说明|填表|填报|制表|审核|单位负责人|联系人|负责人|以上|本表)")
_LEFT_OVER = re.compile(r"旧|作废|草稿|备份|副本|模板|样表|示例|填写说明|填表说明|汇总|统计")


@dataclass
class Layout:
    """How one sheet is laid out. `columns` maps a position to a column; `use` is "data" or "ignore"."""

    use: str
    why: str = ""
    header_rows: list[int] = field(default_factory=list)
    columns: dict[int, Column] = field(default_factory=dict)
    unmapped: dict[int, str] = field(default_factory=dict)
    skipped: dict[str, list[int]] = field(default_factory=dict)
    data: list[RawRow] = field(default_factory=list)


def heading(text) -> str:
    """A heading in the form in which headings are compared: 姓　名＊（必填） → 姓名."""
    plain = unicodedata.normalize("NFKC", as_text(text))
    plain = re.sub(r"\((?!村\))[^()]*\)", "", plain)
    return re.sub(r"[\s*:：,，、/·_\-()（）【】\[\]“”\"']", "", plain).lower()


def lay_out(sheet: SheetData, columns: tuple[Column, ...]) -> Layout:
    """The layout of a sheet for a kind of file."""
    if sheet.hidden:
        return Layout("ignore", "隐藏的工作表")
    if _LEFT_OVER.search(sheet.name):
        return Layout("ignore", f"从名称“{sheet.name}”看不是要导入的数据")
    names = _names(columns)
    start = _find_heading(sheet.rows, names)
    if start is None:
        return Layout("ignore", "没有找到所需的表头")
    layout = Layout("data")
    below = _map(sheet.rows, start, names, layout)
    missing = [column.name for column in columns if column.required and column not in layout.columns.values()]
    if missing:
        return Layout("ignore", f"缺少列：{'、'.join(missing)}")
    _sort_rows(sheet.rows, start, below, layout, names, delimited=sheet.name == DELIMITED)
    return layout


def _names(columns: tuple[Column, ...]) -> dict[str, Column]:
    return {heading(name): column for column in columns for name in (column.name, *column.aliases)}


def _hits(row: RawRow, names: dict[str, Column]) -> int:
    return len({names[found].name for cell in row.cells if (found := heading(cell)) in names})


def _find_heading(rows: list[RawRow], names: dict[str, Column]) -> int | None:
    """The position of the row with most headings among the first rows; the first where several tie."""
    scored = [
        (_heading_hits(row, below, names), -place)
        for place, (row, below) in enumerate(zip_longest(rows[:SEARCHED_ROWS], rows[1:SEARCHED_ROWS]))
    ]
    best, place = max(scored, default=(0, 0))
    return -place if best >= min(MIN_HEADINGS, len(names)) else None


def _heading_hits(row: RawRow, below: RawRow | None, names: dict[str, Column]) -> int:
    """Headings in a row and, where it groups columns, in the row that names them."""
    own = _hits(row, names)
    grouped = own > 1 and below is not None and _is_second_level(row, below, names)
    return own + _hits(below, names) if grouped else own


def _map(rows: list[RawRow], start: int, names: dict[str, Column], layout: Layout) -> int:
    """Map the columns from one or two heading rows; return the position of the first row below."""
    levels = [rows[start]]
    following = rows[start + 1] if start + 1 < len(rows) else None
    if following and _is_second_level(rows[start], following, names):
        levels.append(following)
    layout.header_rows = [row.number for row in levels]
    for position in range(max(len(row.cells) for row in levels)):
        texts = [row.cells[position] for row in levels if position < len(row.cells)]
        wanted = [heading(text) for text in reversed(texts) if heading(text)]
        column = next((names[text] for text in wanted if text in names), None)
        if column and column not in layout.columns.values():
            layout.columns[position] = column
        elif wanted:
            layout.unmapped[position] = as_text(texts[-1]) or as_text(texts[0])
    return start + len(levels)


def _is_second_level(upper: RawRow, lower: RawRow, names: dict[str, Column]) -> bool:
    """True where the lower row only names columns under groups: text under gaps, nothing that is data."""
    filled = [position for position, cell in enumerate(lower.cells) if as_text(cell)]
    if not filled or any(not isinstance(lower.cells[position], str) for position in filled):
        return False
    known = sum(heading(lower.cells[position]) in names for position in filled)
    return known >= max(1, len(filled) // 2)


def _sort_rows(
    rows, start: int, below: int, layout: Layout, names: dict[str, Column], *, delimited: bool
) -> None:
    def skip(kind: str, row: RawRow) -> None:
        layout.skipped.setdefault(kind, []).append(row.number)

    for row in rows[:start]:
        if row.filled:
            skip("title", row)
    # The heading of a delimited file is its first record, not a row to be passed over.
    if not delimited:
        layout.skipped["header"] = list(layout.header_rows)
    blanks: list[RawRow] = []
    for row in rows[below:]:
        if not row.filled:
            blanks.append(row)
            continue
        kind = _kind(row, layout, names)
        if kind == "data":
            # Blank rows count only where data goes on below them.
            for blank in blanks if layout.data else []:
                skip("blank", blank)
            blanks = []
            layout.data.append(row)
        else:
            skip(kind, row)


def _kind(row: RawRow, layout: Layout, names: dict[str, Column]) -> str:
    texts = [as_text(cell) for cell in row.cells]
    first = next((text for text in texts if text), "")
    mapped = [position for position in layout.columns if position < len(texts) and texts[position]]
    if any(_TOTAL.match(text) for text in texts[:3]):
        return "total"
    if any(_SUBTOTAL.match(text) for text in texts[:3]):
        return "subtotal"
    if _hits(row, names) >= max(MIN_HEADINGS, len(mapped) // 2):
        return "header"
    if len(mapped) >= min(MIN_CELLS, len(layout.columns)) and not (len(mapped) == 1 and _NOTE.match(first)):
        return "data"
    return "note"
