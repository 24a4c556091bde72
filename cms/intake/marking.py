"""What is to be said at the rows of a sheet, for what it marks itself and for what was guessed of it."""

import re

from cms.intake.cells.text import as_text
from cms.intake.reading import RawRow
from cms.intake.shape import Block, Layout, Mark
from search.chinese.folding import narrow

_SCALED = r"[万千百](?:人次|人|份|次|件|册|个|户|场|平方米|平米|m2)?"
# 线上受众（万人次）, 时长（分钟）, 面积（亩）: figures in another unit than the column's.
_UNIT = re.compile(rf"[(\[/](?:单位:)?(?:{_SCALED}|分钟|亩|公顷|平方公里)[)\]]?$")
_UNIT_IN_TITLE = re.compile(rf"单位:?\s*{_SCALED}(?![\w])")


def marks_of(row: RawRow, block: Block):
    """What the sheet itself marks in a row: hidden, struck through, commented on."""
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


def placing_marks(layout: Layout) -> tuple[Mark, ...]:
    """What is to be said at every row of the columns that were guessed, or found no place."""
    columns = layout.columns
    guessed = [
        ("column_guessed", columns[place].name, f"表头“{text}”按“{columns[place].name}”读取，请核对")
        for place, text in layout.guessed.items()
    ]
    return (*guessed, *map(unplaced_mark, layout.unplaced.values()))


def unit_marks(layout: Layout) -> tuple[Mark, ...]:
    """What is to be said of figures whose heading or title gives another unit than the column's."""
    titled = next((text for text in layout.titles if _UNIT_IN_TITLE.search(narrow(text))), "")
    found = []
    for place, column in layout.columns.items():
        text = layout.headings.get(place, "")
        where = text if _UNIT.search(narrow(text)) else titled if column.adds else ""
        if where:
            told = f"“{where}”里另有单位，这个数按原样读取：请换算后改正，本来就对的确认即可"
            found.append(("unit_in_heading", column.name, told))
    return tuple(found)


def unplaced_mark(text: str) -> Mark:
    """A column holds something and nobody knows what."""
    told = f"“{text}”这一列有内容，但不知道是什么。请在“对应列”里指明，或确认不导入这一列"
    return ("column_unplaced", text, told)
