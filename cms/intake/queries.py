"""Reads of batches, and of their rows as a person may see them."""

from dataclasses import dataclass

from django.db.models import QuerySet

from cms.core.protected import mask_id, mask_phone
from cms.intake.cells.text import as_text
from cms.intake.levels import Level
from cms.intake.models import ImportBatch, ImportRow
from cms.intake.registry import spec_of, specs_for


@dataclass(frozen=True)
class ShownCell:
    """A cell that was repaired or questioned: what stands there, what would be stored. Numbers masked."""

    column: str
    before: str
    after: str


@dataclass(frozen=True)
class ShownRow:
    row: ImportRow
    level: Level
    title: str
    cells: tuple[ShownCell, ...]


def batches_for(user) -> QuerySet[ImportBatch]:
    """The batches of the kinds this account may import, newest first."""
    kinds = [spec.kind for spec in specs_for(user)]
    return ImportBatch.objects.filter(kind__in=kinds).select_related("uploaded_by", "applied_by")


def level_counts(batch: ImportBatch) -> list[tuple[Level, int]]:
    """Rows per level over all sheets, the worst first."""
    totals = dict.fromkeys(Level, 0)
    for sheet in batch.sheets:
        for code, count in sheet.get("levels", {}).items():
            totals[Level[code.upper()]] += count
    return sorted(totals.items(), reverse=True)


def shown_rows(batch: ImportBatch, rows) -> list[ShownRow]:
    """Rows decrypted for the preview, with identity and telephone numbers masked."""
    columns = {column.name: column for column in spec_of(batch.kind).columns}
    return [_shown(row, columns) for row in rows]


def _shown(row: ImportRow, columns) -> ShownRow:
    cells = row.cells
    raw, values = cells["raw"], cells["values"]
    touched = [name for name in columns if name in raw and as_text(raw[name]) != as_text(values.get(name))]
    shown = tuple(
        ShownCell(
            name,
            _display(raw[name], columns[name].personal),
            _display(values.get(name), columns[name].personal),
        )
        for name in touched
    )
    title = next((as_text(values[name]) for name in ("姓名", "名称", "单位全称") if values.get(name)), "")
    return ShownRow(row, Level(row.level), title, shown)


def _display(value, personal: bool) -> str:
    text = as_text(value)
    if not personal:
        return text
    return mask_id(text) if len(text) > 11 else mask_phone(text)
