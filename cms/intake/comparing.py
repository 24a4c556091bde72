"""A row that looks like another row or record, shown beside it with the differences marked."""

from collections.abc import Iterable
from dataclasses import dataclass

from cms.intake.models import ImportBatch
from cms.intake.queries import ShownRow, displayed, text_of
from cms.intake.registry import spec_of
from cms.intake.spec import Column, ImportSpec


@dataclass(frozen=True)
class Pair:
    """One column of both; numbers masked."""

    column: str
    here: str
    there: str
    differs: bool


@dataclass(frozen=True)
class Beside:
    """What a row looks like: its name, the row of this batch where it is one, and both column by column."""

    label: str
    row: int | None
    pairs: tuple[Pair, ...]

    @property
    def differing(self) -> list[Pair]:
        return [pair for pair in self.pairs if pair.differs]


def besides(batch: ImportBatch, rows: Iterable[ShownRow]) -> dict[int, Beside]:
    """By row key what each row that looks like another stands beside."""
    spec = spec_of(batch.kind)
    others = {
        shown.row.pk: (shown, found.other)
        for shown in rows
        if (found := next((each for each in shown.findings if each.other), None))
    }
    numbers = {str(other.row[1]) for _, other in others.values() if other.row}
    held = {(row.sheet, row.number): row for row in batch.rows.filter(number__in=numbers)}
    stored = spec.stored([other.record for _, other in others.values() if other.record])
    found = {}
    for key, (shown, other) in others.items():
        twin = held.get((other.row[0], str(other.row[1]))) if other.row else None
        there = twin.cells["values"] if twin else stored.get(other.record)
        if there is not None:
            pairs = _pairs(spec, shown.row.cells["values"], there, whole=twin is not None)
            found[key] = Beside(other.label, twin and twin.pk, pairs)
    return found


def _pairs(spec: ImportSpec, here: dict, there: dict, *, whole: bool) -> tuple[Pair, ...]:
    """Both by column, what differs first; of a record only the columns it tells."""
    told = [column for column in spec.columns if column.name != "序号" and (whole or column.name in there)]
    pairs = (_pair(column, here.get(column.name), there.get(column.name)) for column in told)
    return tuple(
        sorted((pair for pair in pairs if pair.here or pair.there), key=lambda pair: not pair.differs)
    )


def _pair(column: Column, here, there) -> Pair:
    shown = (displayed(value, column.personal) for value in (here, there))
    return Pair(column.name, *shown, text_of(here) != text_of(there))
