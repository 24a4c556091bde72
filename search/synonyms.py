"""The table of plain speech as it stands now, the same in every process, effective at once."""

import csv
import time
from pathlib import Path

from django.core.cache import cache
from django.db import connections, transaction

from search.analysis.synonyms import SynonymRow, SynonymTable
from search.models import Synonym

SHIPPED = Path(__file__).with_name("plain_speech.csv")
BOTH_WAYS = "双向"
_VERSION = "search.synonyms.version"
_held: tuple[int, SynonymTable] | None = None


def current_table() -> SynonymTable:
    """The active rows, read anew in this process after any process has changed them."""
    global _held
    version = cache.get(_VERSION)
    if version is None:
        version = cache.get_or_set(_VERSION, time.time_ns, None)
    if _held is None or _held[0] != version:
        _held = (
            version,
            SynonymTable(
                SynonymRow(row.term, row.meaning, row.both_ways)
                for row in Synonym.objects.filter(active=True)
            ),
        )
    return _held[1]


def announce(**kwargs) -> None:
    """Make every process read the table again: now for this transaction, after it for the others."""
    cache.set(_VERSION, time.time_ns(), None)
    transaction.on_commit(lambda: cache.set(_VERSION, time.time_ns(), None), robust=True)


def load_shipped(using: str = "default") -> int:
    """Fill an empty table with the list the project ships; what the office keeps is left alone."""
    if Synonym._meta.db_table not in connections[using].introspection.table_names():
        return 0
    if Synonym.objects.using(using).exists():
        return 0
    made = Synonym.objects.using(using).bulk_create(shipped_rows(), batch_size=500)
    announce()
    return len(made)


def shipped_rows() -> list[Synonym]:
    with SHIPPED.open(encoding="utf-8", newline="") as file:
        return [
            Synonym(term=row["日常说法"], meaning=row["法律用语"], both_ways=row["方向"] == BOTH_WAYS)
            for row in csv.DictReader(file)
        ]
