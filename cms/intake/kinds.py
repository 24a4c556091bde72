"""Which kind of table a sheet is, by its headings and titles: somebody may have chosen the wrong one."""

from collections.abc import Iterable

from cms.intake.headers import find_heading, levels_at
from cms.intake.headings import Names
from cms.intake.reading import SheetData
from cms.intake.spec import ImportSpec

# By how many headings more another kind must be meant.
CLEARLY = 2


def seems_to_be(
    sheet: SheetData, spec: ImportSpec, titles: Iterable[str], others: Iterable[ImportSpec]
) -> ImportSpec | None:
    """The kind that a sheet clearly is instead of `spec`; None where it may well be that one."""
    titles = list(titles)
    own = _known(sheet, spec)
    called = _is_called(spec, titles)
    rivals = []
    for other in others:
        known = _known(sheet, other)
        if other.kind == spec.kind or not _has_required(known, other):
            continue
        names_other = _is_called(other, titles) and not called
        if len(known) >= len(own) + (0 if names_other else CLEARLY):
            rivals.append((names_other, len(known), other))
    return max(rivals, key=lambda rival: rival[:2])[2] if rivals else None


def _known(sheet: SheetData, spec: ImportSpec) -> set[str]:
    """The columns of a kind that the headings of a sheet name."""
    names = Names(spec.columns)
    start = find_heading(sheet.rows, names)
    if start is None:
        return set()
    cells = [cell for level in levels_at(sheet.rows, start, names) for cell in level.cells]
    return {column.name for cell in cells if (column := names.first([cell]))}


def _has_required(known: set[str], spec: ImportSpec) -> bool:
    needed = {column.name for column in spec.columns if column.required and not column.told}
    return bool(known) and needed <= known


def _is_called(spec: ImportSpec, titles: list[str]) -> bool:
    return any(word in title for word in spec.words for title in titles)
