"""Decisions are not asked for twice: a row that comes again as it was brings its decision along."""

from collections.abc import Sequence

from cms.intake.judging import judge
from cms.intake.keeping import save_rows, unpack_decision, write_judgement
from cms.intake.models import ImportBatch, ImportRow
from cms.intake.registry import spec_of
from cms.intake.spec import Row

_DECISION = ("decision", "decided_by", "decided_at")


def carry_over(
    batch: ImportBatch, held: list[ImportRow], rows: list[Row], decided: Sequence[ImportRow] = ()
) -> None:
    """Give rows that wait the decision a person made on the very same row of an earlier batch.

    `decided` are the rows this batch held before it was read again.
    """
    known = _decided([row.fingerprint for row in held if row.is_pending], batch)
    known |= {row.fingerprint: row for row in decided}
    pairs = zip(held, rows, strict=True)
    found = [(kept, row) for kept, row in pairs if kept.is_pending and kept.fingerprint in known]
    if not found:
        return
    for kept, row in found:
        earlier = known[kept.fingerprint]
        for name in _DECISION:
            setattr(kept, name, getattr(earlier, name))
        row.decision = unpack_decision(earlier.decision)
    spec = spec_of(batch.kind)
    judge(rows, spec, batch.as_of)
    for kept, row in zip(held, rows, strict=True):
        write_judgement(kept, row, spec)
    save_rows(held)


def _decided(fingerprints: list[str], batch: ImportBatch) -> dict[str, ImportRow]:
    """The latest decided row of each fingerprint among earlier batches of this kind."""
    earlier = (
        ImportRow.objects.filter(batch__kind=batch.kind, fingerprint__in=fingerprints)
        .exclude(batch=batch)
        .exclude(decided_at=None)
        .order_by("decided_at")
    )
    return {row.fingerprint: row for row in earlier}
