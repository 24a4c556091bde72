"""What applying would do: in steps it is rehearsed without writing, as a whole done and taken back."""

from collections import Counter
from typing import Any

from django.db import transaction

from cms.intake.journal import Journal
from cms.intake.keeping import ready_pairs, resolve_others
from cms.intake.models import ImportBatch, ImportRow
from cms.intake.registry import spec_of
from cms.intake.spec import ImportSpec, Outcome, Row

WHAT = ("create", "change", "unchanged")
NOTHING = Outcome(())


class _TakenBack(Exception):
    pass


def rehearse(spec: ImportSpec, rows: list[Row], on) -> Outcome:
    """The outcome of storing these rows, without storing them."""
    if spec.in_steps:
        return spec.apply(rows, Journal(None, on, rehearsed=True))
    outcome = NOTHING
    try:
        with transaction.atomic():
            outcome = spec.apply(rows, Journal(None, on))
            raise _TakenBack
    except _TakenBack:
        return outcome


def forecast(batch: ImportBatch, pairs: list[tuple[ImportRow, Row]]) -> dict[str, Any]:
    """What has been done with the rows of a batch and what would be; how many are ready, wait, stay out."""
    resolve_others(pairs)
    ready = [row for _, row in ready_pairs(pairs)]
    expected = rehearse(spec_of(batch.kind), ready, batch.as_of) if ready else NOTHING
    return tally([held for held, _ in pairs], expected, len(ready))


def tally(held: list[ImportRow], expected: Outcome = NOTHING, ready: int = 0) -> dict[str, Any]:
    """The counts of a batch: rows by what was or would be done to them, stored, ready, waiting, left out.

    Once rows are stored, what would still be done with the others stands apart as `coming`. `effect` are the
    ready rows that would create or change something.
    """
    done = Counter(row.outcome for row in held)
    foreseen = {what: expected.count(what) for what in WHAT}
    stored = len(held) - done[""]
    return {
        **({what: done[what] for what in WHAT} if stored else foreseen),
        "coming": foreseen if stored else dict.fromkeys(WHAT, 0),
        "stored": stored,
        "ready": ready,
        "effect": len(expected.done) - expected.count("unchanged"),
        "pending": sum(1 for row in held if row.is_pending),
        "skipped": sum(1 for row in held if row.skipped),
    }
