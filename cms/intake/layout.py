"""Finds the headings of a sheet, maps its columns, and tells data rows from everything else."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from cms.intake.cells.text import as_text
from cms.intake.headings import Names, heading
from cms.intake.reading import RawRow, SheetData
from cms.intake.spec import DELIMITED, Column

SEARCHED_ROWS = 40
MIN_HEADINGS = 3
LONGEST_HEADING = 20
# A data row fills at least so many mapped cells, or it is a remark.
MIN_CELLS = 3
_TOTAL = re.compile(r"^(合\s*计|总\s*计|共\s*计|累\s*计)")
_SUBTOTAL = re.compile(r"^(小\s*计|本页小计|分\s*计)")
_NOTE = re.compile(r"^(注|备注|说明|填表|填报|制表|审核|单位负责人|联系人|负责人|以上|本表)")
_LEFT_OVER = re.compile(r"旧|作废|草稿|备份|副本|模板|样表|示例|填写说明|填表说明|汇总|统计")
# Two records that stand side by side on one line are told apart by these.
SIDES = ("L", "R")

# Given the headings nobody knows, which columns a person said they are.
Remembered = Callable[[list[str]], dict[str, str]]


@dataclass(frozen=True)
class Line:
    """One record as it stands: its cells by column name, and what was found on the line itself."""

    number: int | str
    cells: dict[str, Any]
    marks: tuple[tuple[str, str, str], ...] = ()


@dataclass
class Layout:
    """How one sheet is laid out; `use` is "data" or "ignore".

    `headings` are the texts of all headings by position. `blocks` map positions to columns: one block, or
    two where records stand side by side. `unmapped` are headings no column answers to.
    """

    use: str
    why: str = ""
    header_rows: list[int] = field(default_factory=list)
    headings: dict[int, str] = field(default_factory=dict)
    blocks: list[dict[int, Column]] = field(default_factory=lambda: [{}])
    unmapped: dict[int, str] = field(default_factory=dict)
    titles: tuple[str, ...] = ()
    skipped: dict[str, list[int]] = field(default_factory=dict)
    data: list[Line] = field(default_factory=list)

    @property
    def columns(self) -> dict[int, Column]:
        return {position: column for block in self.blocks for position, column in block.items()}

    def ledger(self, kind: str, sender: str = "") -> str:
        """Names this table: the same one sent again, also mended, gives the same 16 hex digits."""
        names = sorted({column.name for column in self.columns.values()} | set(self.unmapped.values()))
        facts = "\n".join([kind, sender, *(self.titles[:1] if len(self.titles) > 1 else ()), *names])
        return hashlib.sha256(facts.encode()).hexdigest()[:16]


def lay_out(
    sheet: SheetData,
    columns: tuple[Column, ...],
    remembered: Remembered = lambda headings: {},
    *,
    left_over: bool = False,
) -> Layout:
    """The layout of a sheet for a kind of file.

    A sheet whose name says draft or summary is passed over, unless `left_over` asks for it all the same.
    """
    if sheet.hidden:
        return Layout("ignore", "隐藏的工作表")
    if _LEFT_OVER.search(sheet.name) and not left_over:
        return Layout("ignore", f"从名称“{sheet.name}”看不是要导入的数据")
    names = Names(columns)
    start = _find_heading(sheet.rows, names)
    layout = Layout("data")
    if start is None:
        start = _guess_heading(sheet.rows)
        layout.why = "没有找到所需的表头"
    if start is None:
        return Layout("ignore", layout.why)
    levels = _levels(sheet.rows, start, names)
    _map(levels, names, layout, remembered)
    missing = [column.name for column in columns if column.required and column not in layout.columns.values()]
    if missing:
        layout.use, layout.why = "ignore", layout.why or f"缺少列：{'、'.join(missing)}"
        return layout
    layout.titles = (*_titles(sheet.rows[:start]), sheet.name)
    _Sorter(sheet, layout, names).sort(start, start + len(levels))
    return layout


def _titles(rows: list[RawRow]) -> list[str]:
    return [text for row in rows for cell in row.cells if (text := as_text(cell))]


def _find_heading(rows: list[RawRow], names: Names) -> int | None:
    """The position of the row with most headings among the first rows; the first where several tie."""
    scored = [
        (_heading_hits(row, below, names), -place)
        for place, (row, below) in enumerate(zip_longest(rows[:SEARCHED_ROWS], rows[1:SEARCHED_ROWS]))
    ]
    best, place = max(scored, default=(0, 0))
    return -place if best >= min(MIN_HEADINGS, len(names)) else None


def _guess_heading(rows: list[RawRow]) -> int | None:
    """Where headings may stand that nobody knows: the first row of short, different texts over data."""
    for place, row in enumerate(rows[:SEARCHED_ROWS]):
        texts = [as_text(cell) for cell in row.cells if as_text(cell)]
        short = all(isinstance(cell, str) or cell is None for cell in row.cells) and all(
            len(text) <= LONGEST_HEADING and not any(char.isdigit() for char in text) for text in texts
        )
        below = [other for other in rows[place + 1 :] if other.filled]
        if short and len(set(texts)) >= MIN_HEADINGS and len(texts) == len(set(texts)) and below:
            return place
    return None


def _heading_hits(row: RawRow, below: RawRow | None, names: Names) -> int:
    """Headings in a row and, where it groups columns, in the row that names them."""
    own = names.hits(row.cells)
    grouped = own > 1 and below is not None and _is_second_level(below, names)
    return own + names.hits(below.cells) if grouped else own


def _levels(rows: list[RawRow], start: int, names: Names) -> list[RawRow]:
    following = rows[start + 1] if start + 1 < len(rows) else None
    grouped = following is not None and _is_second_level(following, names)
    return [rows[start], following] if grouped else [rows[start]]


def _is_second_level(lower: RawRow, names: Names) -> bool:
    """True where a row only names columns under groups: text under gaps, nothing that is data."""
    filled = [cell for cell in lower.cells if as_text(cell)]
    if not filled or any(not isinstance(cell, str) for cell in filled):
        return False
    return sum(cell in names for cell in filled) >= max(1, len(filled) // 2)


def _map(levels: list[RawRow], names: Names, layout: Layout, remembered: Remembered) -> None:
    """Map the columns from one or two heading rows."""
    layout.header_rows = [row.number for row in levels]
    headings = {
        position: [as_text(row.cell(position)) for row in reversed(levels) if as_text(row.cell(position))]
        for position in range(max(len(row.cells) for row in levels))
    }
    headings = {position: texts for position, texts in headings.items() if any(map(heading, texts))}
    layout.headings = {position: texts[0] for position, texts in headings.items()}
    by_person = remembered(list(layout.headings.values()))
    for position, texts in headings.items():
        column = names.column(by_person[texts[0]]) if texts[0] in by_person else names.first(texts)
        if texts[0] in by_person and column is None:
            continue
        if column is None:
            layout.unmapped[position] = texts[0]
        elif column not in layout.blocks[-1].values():
            layout.blocks[-1][position] = column
        elif _starts_again(column, layout):
            layout.blocks.append({position: column})
        else:
            layout.unmapped[position] = texts[0]
    _drop_stray_block(layout)


def _starts_again(column: Column, layout: Layout) -> bool:
    """True where a heading that came first comes again: a second record begins on the same line."""
    first = list(layout.blocks[-1].values())[:2]
    return len(layout.blocks) < len(SIDES) and column in first


def _drop_stray_block(layout: Layout) -> None:
    """A second block must name what is required; else its headings only happened to repeat."""
    if len(layout.blocks) < len(SIDES):
        return
    left, right = layout.blocks
    required = {column.name for column in left.values() if column.required}
    if not required or not required <= {column.name for column in right.values()}:
        layout.blocks.pop()
        layout.unmapped.update({position: column.name for position, column in right.items()})


class _Sorter:
    """Tells the rows below the headings apart and turns those that hold data into lines."""

    def __init__(self, sheet: SheetData, layout: Layout, names: Names):
        self.sheet, self.layout, self.names = sheet, layout, names
        self.columns = layout.columns
        self.by_position = {row.number: row for row in sheet.rows}
        self.covering = {
            (number, merge.column): merge.top
            for merge in sheet.merges
            for number in range(merge.top + 1, merge.bottom + 1)
        }

    def sort(self, start: int, below: int) -> None:
        for row in self.sheet.rows[:start]:
            if row.filled:
                self._skip("title", row)
        # The heading of a delimited file is its first record, not a row to be passed over.
        if self.sheet.name != DELIMITED:
            self.layout.skipped["header"] = list(self.layout.header_rows)
        blanks: list[RawRow] = []
        for row in self.sheet.rows[below:]:
            if not row.filled:
                blanks.append(row)
                continue
            kind = self._kind(row)
            if kind == "data":
                # Blank rows count only where data goes on below them.
                for blank in blanks if self.layout.data else []:
                    self._skip("blank", blank)
                blanks = []
                self.layout.data.extend(self._lines(row))
            else:
                self._skip(kind, row)

    def _skip(self, kind: str, row: RawRow) -> None:
        self.layout.skipped.setdefault(kind, []).append(row.number)

    def _kind(self, row: RawRow) -> str:
        texts = [as_text(cell) for cell in row.cells]
        mapped = [position for position in self.columns if position < len(texts) and texts[position]]
        covered = [position for position in self.columns if (row.number, position) in self.covering]
        if any(_TOTAL.match(text) for text in texts[:3]):
            return "total"
        if any(_SUBTOTAL.match(text) for text in texts[:3]):
            return "subtotal"
        if self.names.hits(row.cells) >= max(MIN_HEADINGS, len(mapped) // 2):
            return "header"
        first = next((text for text in texts if text), "")
        # A merged cell above fills what the row itself leaves empty, but makes no row by itself.
        said = len(mapped) + (len(covered) if len(mapped) > 1 else 0)
        enough = said >= min(MIN_CELLS, len(self.layout.blocks[0]))
        return "data" if enough and not (len(mapped) == 1 and _NOTE.match(first)) else "note"

    def _lines(self, row: RawRow) -> list[Line]:
        blocks = self.layout.blocks
        if len(blocks) == 1:
            return [self._line(row, row.number, blocks[0])]
        sides = zip(SIDES, blocks, strict=True)
        return [
            self._line(row, f"{row.number}{side}", block)
            for side, block in sides
            if sum(bool(as_text(row.cell(position))) for position in block) > 1
        ]

    def _line(self, row: RawRow, number: int | str, block: dict[int, Column]) -> Line:
        cells = {column.name: self._cell(row, position) for position, column in block.items()}
        return Line(number, cells, tuple(_marks(row, block)))

    def _cell(self, row: RawRow, position: int) -> Any:
        """The cell itself, or the merged cell that covers it."""
        top = self.covering.get((row.number, position))
        if top is None or top not in self.by_position:
            return row.cell(position)
        return self.by_position[top].cell(position)


def _marks(row: RawRow, block: dict[int, Column]):
    if row.hidden:
        yield "hidden_row", "整行", "此行在表格中被隐藏，请确认是否导入"
    filled = [position for position in block if as_text(row.cell(position))]
    struck = [position for position in filled if position in row.struck]
    if struck and len(struck) * 2 > len(filled):
        yield "struck_row", "整行", "此行在表格中被划掉，请确认是否导入"
    else:
        for position in struck:
            yield "struck_cell", block[position].name, "此格内容被划掉，请确认是否仍然有效"
    for position, text in row.comments.items():
        if position in block:
            yield "cell_comment", block[position].name, f"有批注：{text}"
