"""Which kind of table a sheet is, by its headings and titles: somebody may have chosen the wrong one."""

from collections.abc import Iterable

from cms.intake.cells.text import as_text
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


def likely_kind(
    sheets: Iterable[SheetData], told: Iterable[str], specs: Iterable[ImportSpec]
) -> ImportSpec | None:
    """The kind whose headings a file names most of; `told` are the name of the file and who sent it."""
    told, best, most = tuple(told), None, 0
    shown = [sheet for sheet in sheets if not sheet.hidden]
    for spec in specs:
        for sheet in shown:
            known = _known(sheet, spec)
            if not _has_required(known, spec):
                continue
            called = _is_called(spec, [*told, sheet.name, *_above(sheet, spec)])
            score = len(known) + (CLEARLY if called else 0)
            if score > most:
                best, most = spec, score
    return best


def _above(sheet: SheetData, spec: ImportSpec) -> list[str]:
    """What stands above the headings."""
    start = find_heading(sheet.rows, Names(spec.columns)) or 0
    return [text for row in sheet.rows[:start] for cell in row.cells if (text := as_text(cell))]


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
