"""Groups of which only the first row is named, and the others are blank without a merged cell."""

from itertools import pairwise
from typing import Any

from cms.intake.cells.text import as_text
from cms.intake.shape import Layout, Line

# A row belongs to a group where it fills so many other cells; so many rows make one.
ENOUGH = 3
# A dash says "as above" only where most of a group leaves blanks.
_DASHES = {"-", "—", "——", "–", "－", "|", "↓"}


def fill_down(layout: Layout) -> None:
    """Fill groups whose name stands in their first row only, without a merged cell: most rows leave it blank.

    A row with little else in it belongs to no group.
    """
    groups = {column.name for column in layout.columns.values() if column.groups}
    full = [
        place
        for place, line in enumerate(layout.data)
        if sum(not says_nothing(cell) for name, cell in line.cells.items() if name not in groups) >= ENOUGH
    ]
    for name in groups:
        blank = {place for place in full if says_nothing(layout.data[place].cells.get(name))}
        if len(full) < ENOUGH or len(blank) * 2 < len(full) or full[0] in blank:
            continue
        # Who writes a name again in the next row leaves none out.
        said = [None if place in blank else as_text(layout.data[place].cells[name]) for place in full]
        if any(one and one == other for one, other in pairwise(said)):
            continue
        above = None
        for place in full:
            line = layout.data[place]
            if place not in blank:
                above = line.cells[name]
                continue
            told = ("filled_down", name, f"空格按上面一组读作“{as_text(above)}”，请核对")
            layout.data[place] = Line(line.number, {**line.cells, name: above}, (*line.marks, told))


def says_nothing(cell: Any) -> bool:
    """Blank, or a dash."""
    return as_text(cell) in _DASHES or not as_text(cell)
