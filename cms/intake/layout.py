"""The layout of a sheet for a kind of file: headings, columns, records and everything else."""

import re
from datetime import date
from itertools import takewhile

from cms.intake.cells.text import as_text
from cms.intake.guessing import SAMPLES, counts_up, sure_guess
from cms.intake.headers import (
    MIN_HEADINGS,
    column_names,
    find_heading,
    guess_heading,
    levels_at,
    map_columns,
    map_without_heading,
    without_heading,
)
from cms.intake.headings import SHORTEST, Names, heading
from cms.intake.marking import placing_marks, unit_marks
from cms.intake.reading import RawRow, SheetData
from cms.intake.shape import Layout, Line, Remembered
from cms.intake.sorting import Sorter
from cms.intake.spec import LABELS, Column
from cms.intake.standing import stands_otherwise

# What is surely not to be imported, and what may only be called so: 旧里居民区 is a place.
_LEFT_OVER = re.compile(
    r"旧(?:名册|名单|版|表|数据|台账|档|稿|的|\d|$)|作废|草稿|备份|副本|模板|样表|示例|填写说明|填表说明"
)
# How many rows below the headings tell what a column holds.
NEAR = 200
_NUMBER = re.compile(r"\d{1,6}(?:\.0)?")
_SUMMARY = re.compile(r"汇总|统计")


def is_left_over(name: str) -> bool:
    """Whether the name of a sheet says that it is a draft, an old state or a form to fill in."""
    return bool(_LEFT_OVER.search(name))


def repeating(name: str) -> int:
    """How much a sheet's name says that it repeats others: a summary more than an old one; 0 for none."""
    return 2 if _SUMMARY.search(name) else 1 if "旧" in name else 0


def lay_out(
    sheet: SheetData,
    columns: tuple[Column, ...],
    remembered: Remembered = lambda headings: {},
    *,
    left_over: bool = False,
    labels: tuple[str, ...] = LABELS,
) -> Layout:
    """The layout of a sheet for a kind of file.

    A sheet whose name says draft or old is passed over, unless `left_over` asks for it all the same.
    """
    if sheet.hidden:
        return Layout("ignore", "隐藏的工作表")
    if is_left_over(sheet.name) and not left_over:
        return Layout("ignore", f"从名称“{sheet.name}”看不是要导入的数据")
    names = Names(columns)
    if not sheet.asked and (told := stands_otherwise(sheet.rows, names)):
        return Layout("ignore", told)
    start = find_heading(sheet.rows, names)
    layout = Layout("data")
    if start is None:
        start = guess_heading(sheet.rows)
        layout.why = "没有找到所需的表头"
    if start is None:
        return _headless(sheet, columns, names, remembered, labels)
    levels = levels_at(sheet.rows, start, names)
    map_columns(levels, names, layout, remembered)
    below = sheet.rows[start + len(levels) :]
    map_without_heading(below, names, layout)
    # What stands below the headings of a further table is of other columns.
    near = list(takewhile(lambda row: names.hits(row.cells) < MIN_HEADINGS, below[:NEAR]))
    _number_rows(layout, names, near)
    _guess(layout, columns, near)
    if not _is_complete(layout, columns):
        return layout
    layout.titles = (*_titles(sheet.rows[:start]), sheet.name)
    first = Sorter(sheet, layout, names, labels).sort(start, start + len(levels))
    _place(layout, sheet, first)
    return layout


def _headless(sheet, columns, names, remembered, labels) -> Layout:
    """A list without headings: its columns go by their letters until somebody says what they are."""
    width = max((len(row.cells) for row in sheet.rows), default=0)
    layout = Layout("data", "没有找到所需的表头：请在“对应列”里说明各列是什么")
    if width < SHORTEST:
        return Layout("ignore", "没有找到所需的表头")
    layout.headings = column_names(width)
    by_person = remembered(list(layout.headings.values()))
    for position, text in layout.headings.items():
        column = names.column(by_person.get(text, ""))
        if column and column not in layout.blocks[0].values():
            layout.blocks[0][position] = column
        elif text in by_person:
            layout.left_out.add(position)
        else:
            layout.unmapped[position] = text
    if not by_person or not _is_complete(layout, columns):
        layout.use = "ignore"
        return layout
    layout.why, layout.titles = "", (sheet.name,)
    _place(layout, sheet, Sorter(sheet, layout, names, labels).sort(0, 0))
    return layout


def _is_complete(layout: Layout, columns: tuple[Column, ...]) -> bool:
    """Whether every column is there that must be; what a title may tell need not."""
    found = layout.columns.values()
    missing = [each.name for each in columns if each.required and not each.told and each not in found]
    if missing:
        layout.use, layout.why = "ignore", layout.why or f"缺少列：{'、'.join(missing)}"
    return not missing


def _titles(rows: list[RawRow]) -> list[str]:
    return [text for row in rows for cell in row.cells if (text := as_text(cell))]


def _number_rows(layout: Layout, names: Names, below: list[RawRow]) -> None:
    """A column called 编号 that counts 1, 2, 3 numbers the rows, and is no number that anybody was given."""
    ordinal = names.column("序号")
    for block in layout.blocks:
        for position, column in block.items():
            if heading(layout.headings.get(position)) != "编号" or column.required or column == ordinal:
                continue
            cells = [as_text(row.cell(position)) for row in below]
            numbers = [cell for cell in cells if _NUMBER.fullmatch(cell)]
            if ordinal and ordinal not in block.values() and len(numbers) > 1 and counts_up(numbers):
                block[position] = ordinal


def _guess(layout: Layout, columns: tuple[Column, ...], below: list[RawRow]) -> None:
    """Take headings for what they are by name and by content together."""
    for position, text in list(layout.unmapped.items()):
        cells = [row.cell(position) for row in below if as_text(row.cell(position))][:SAMPLES]
        taken = layout.columns.values()
        found = sure_guess(text, cells, [each for each in columns if each not in taken], date.max)
        if found:
            layout.blocks[0][position] = found
            layout.guessed[position] = layout.unmapped.pop(position)


def _place(layout: Layout, sheet: SheetData, first: int) -> None:
    """Find the columns in which something stands and that nobody takes, and say so at every row.

    `first` lines are of the first table: one further down has columns of its own.
    """
    numbers = {int(str(line.number).rstrip("LMR")) for line in layout.data[:first]}
    rows = [row for row in sheet.rows if row.number in numbers]
    placed = layout.columns.keys() | layout.left_out
    for position in range(max((len(row.cells) for row in rows), default=0)):
        cells = [text for row in rows if (text := as_text(row.cell(position)))]
        if position in placed or not cells:
            continue
        if position not in layout.unmapped and counts_up(cells):
            continue
        if not _repeats(layout, position, rows):
            layout.unplaced[position] = layout.unmapped.get(position, without_heading(position))
    marks, units = placing_marks(layout), unit_marks(layout)
    if marks or units:
        layout.data = [
            Line(
                line.number,
                line.cells,
                (*line.marks, *marks, *(mark for mark in units if as_text(line.cells.get(mark[1])))),
            )
            for line in layout.data
        ]


def _repeats(layout: Layout, position: int, rows: list[RawRow]) -> bool:
    """Whether a second column of one heading says nothing that the first does not."""
    text = re.sub(r"（第\d个）$", "", layout.unmapped.get(position, ""))
    first = next((place for place, each in layout.headings.items() if each == text), position)
    return first != position and all(
        as_text(row.cell(position)) in ("", as_text(row.cell(first))) for row in rows
    )
