"""Finds the headings of a table and the columns they name."""

import re
from itertools import zip_longest

from cms.intake.cells.text import as_text
from cms.intake.headings import Names, heading
from cms.intake.reading import RawRow
from cms.intake.shape import Layout, Remembered
from cms.intake.spec import Column

SEARCHED_ROWS = 40
MIN_HEADINGS = 3
LONGEST_HEADING = 20
# A row names the columns if it has so large a share of the headings of the row with most.
ENOUGH = 0.6
# The column of messages that the platform itself writes into a file it gives back.
OWN = "处理意见"
# Records that stand side by side on one line are told apart by these.
SIDES = {1: ("",), 2: ("L", "R"), 3: ("L", "M", "R")}


def find_heading(rows: list[RawRow], names: Names) -> int | None:
    """The position of the first row with about as many headings as the one with most.

    A second table further down may have its headings written more usually than the first.
    """
    scores = [
        _heading_hits(row, below, names)
        for row, below in zip_longest(rows[:SEARCHED_ROWS], rows[1:SEARCHED_ROWS])
    ]
    best = max(scores, default=0)
    if best < min(MIN_HEADINGS, len(names)):
        searched = enumerate(rows[:SEARCHED_ROWS])
        return next((place for place, row in searched if names.are_all(row.cells)), None)
    least = min(best, max(best * ENOUGH, MIN_HEADINGS))
    return next(place for place, score in enumerate(scores) if score >= least)


def guess_heading(rows: list[RawRow]) -> int | None:
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


def levels_at(rows: list[RawRow], start: int, names: Names) -> list[RawRow]:
    """The one or two rows of headings that begin at a position."""
    following = rows[start + 1] if start + 1 < len(rows) else None
    return [rows[start], following] if _is_second_level(rows[start], following, names) else [rows[start]]


def map_columns(levels: list[RawRow], names: Names, layout: Layout, remembered: Remembered) -> None:
    """Map the columns from one or two heading rows."""
    layout.header_rows = [row.number for row in levels]
    headings = {
        position: [as_text(row.cell(position)) for row in reversed(levels) if as_text(row.cell(position))]
        for position in range(max(len(row.cells) for row in levels))
    }
    headings = {position: texts for position, texts in headings.items() if any(map(heading, texts))}
    layout.headings = _told_apart({position: texts[0] for position, texts in headings.items()})
    by_person = layout.by_person = remembered(list(layout.headings.values()))
    for position, texts in headings.items():
        text = layout.headings[position]
        column = names.column(by_person[text]) if text in by_person else names.first(texts)
        if column is None and (text in by_person or text == OWN):
            layout.left_out.add(position)
        elif column is None:
            layout.unmapped[position] = text
        elif column not in layout.blocks[-1].values():
            layout.blocks[-1][position] = column
        elif (other := _less_meant(column, text, layout)) is not None:
            layout.unmapped[other] = layout.headings[other]
            del layout.blocks[-1][other]
            layout.blocks[-1][position] = column
        elif _starts_again(column, layout):
            layout.blocks.append({position: column})
        else:
            layout.unmapped[position] = text
    _drop_stray_block(layout)


def map_without_heading(below: list[RawRow], names: Names, layout: Layout) -> None:
    """Heed what a person said of columns that have no heading at all."""
    if not layout.by_person:
        return
    for position in range(max((len(row.cells) for row in below), default=0)):
        said = layout.by_person.get(without_heading(position)) if position not in layout.headings else None
        column = names.column(said or "")
        if column and column not in layout.columns.values():
            layout.blocks[0][position] = column
        elif said is not None:
            layout.left_out.add(position)


def without_heading(position: int) -> str:
    """What a column without a heading is called in a table that has some."""
    return f"{letters_of(position)}列（没有表头）"


def column_names(width: int) -> dict[int, str]:
    """What the columns of a table without headings are called: A列, B列 …"""
    return {position: f"{letters_of(position)}列" for position in range(width)}


def letters_of(position: int) -> str:
    """0 is A, 25 is Z, 26 is AA."""
    letters, rest = "", position + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


def _told_apart(headings: dict[int, str]) -> dict[int, str]:
    """A heading that comes again is told from the first: a person may say something else of it."""
    times: dict[str, int] = {}
    found = {}
    for position, text in headings.items():
        times[text] = times.get(text, 0) + 1
        found[position] = text if times[text] == 1 else f"{text}（第{times[text]}个）"
    return found


def _heading_hits(row: RawRow, below: RawRow | None, names: Names) -> int:
    """Headings in a row and, where it groups columns, in the row that names them."""
    own = names.hits(row.cells)
    grouped = own > 1 and _is_second_level(row, below, names)
    return names.hits((*row.cells, *below.cells)) if grouped else own


def _is_second_level(upper: RawRow, lower: RawRow | None, names: Names) -> bool:
    """True where the next row only names columns under groups: text under gaps, nothing that is data.

    Headings that come again begin another table.
    """
    if lower is None or lower.number != upper.number + 1:
        return False
    filled = [cell for cell in lower.cells if as_text(cell)]
    if not filled or any(not isinstance(cell, str) for cell in filled):
        return False
    known = [place for place, cell in enumerate(lower.cells) if cell in names]
    # Below headings that are known themselves stands what they name.
    if all(upper.cell(place) in names for place in known):
        return False
    twice = names.hits(upper.cells) + names.hits(lower.cells) - names.hits((*upper.cells, *lower.cells))
    return twice < 2 and sum(cell in names for cell in filled) >= max(1, len(filled) // 2)


def _less_meant(column: Column, text: str, layout: Layout) -> int | None:
    """Where the heading stands that has taken a column and gives it up to this one; None where it stays."""
    place = next(place for place, each in layout.blocks[-1].items() if each == column)
    if not column.rather or not re.fullmatch(column.rather, heading(text)):
        return None
    return None if re.fullmatch(column.rather, heading(layout.headings[place])) else place


def _starts_again(column: Column, layout: Layout) -> bool:
    """True where a heading that came first comes again: a further record begins on the same line."""
    first = list(layout.blocks[0].values())[:2]
    return len(layout.blocks) < max(SIDES) and column in first


def _drop_lone_first(layout: Layout) -> None:
    """A first block of one column before a fuller one is no record: its heading was only written twice."""
    if len(layout.blocks) > 1 and len(layout.blocks[0]) == 1 < len(layout.blocks[1]):
        for position in layout.blocks.pop(0):
            layout.unmapped[position] = layout.headings[position]


def _drop_stray_block(layout: Layout) -> None:
    """A further block must name what is required; else its headings only happened to repeat."""
    _drop_lone_first(layout)
    needed = {column.name for column in layout.blocks[0].values() if column.required and not column.told}
    while len(layout.blocks) > 1:
        if needed and all(
            needed <= {column.name for column in block.values()} for block in layout.blocks[1:]
        ):
            return
        stray = layout.blocks.pop()
        layout.unmapped.update({position: layout.headings[position] for position in stray})
