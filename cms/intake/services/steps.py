"""Whether an import is stored and taken back as a whole, or in steps because it may be long (SQLite)."""

from contextlib import nullcontext

from django.db import connection, transaction

from cms.intake.models import ImportBatch
from cms.intake.registry import spec_of


def in_steps(batch: ImportBatch) -> bool:
    """Whether each step is a transaction of its own: SQLite has one writer, for whom all others wait."""
    return spec_of(batch.kind).in_steps and connection.vendor == "sqlite"


def as_a_whole(batch: ImportBatch):
    """One transaction around it all, unless the batch goes in steps."""
    return nullcontext() if in_steps(batch) else transaction.atomic()
