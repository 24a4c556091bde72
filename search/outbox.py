"""Writes documents beside their records and hands them to the engine after commit."""

import time
from collections.abc import Iterable

from django.db import models, transaction
from django.db.models.functions import Greatest

from search.documents import Document
from search.engines import current_engine
from search.engines.base import Entry
from search.models import SearchDocument
from search.registry import source_of

BATCH = 500
FIELDS = (
    "kind", "title", "body", "url", "law", "article", "article_label", "names", "facets", "date",
    "visibility",
)  # fmt: skip


def put(instances: Iterable[models.Model]) -> None:
    """Write the documents of `instances`, all of one model, in the current transaction."""
    documents, gone, model = [], [], None
    for instance in instances:
        model = type(instance)
        document = source_of(model).document(instance)
        if document is None:
            gone.append(instance.pk)
        else:
            documents.append(document)
    write(documents)
    if gone:
        remove(model, gone)


def remove(model: type[models.Model], pks: Iterable) -> None:
    """Turn the documents of these instances into tombstones."""
    key = source_of(model).key
    remove_keys([key(pk) for pk in pks])


def write(documents: list[Document]) -> None:
    """Insert or update documents by key."""
    version = time.time_ns() // 1000
    rows = [
        SearchDocument(
            key=document.key,
            version=version,
            **{field: _plain(getattr(document, field)) for field in FIELDS},
        )
        for document in documents
    ]
    if not rows:
        return
    with transaction.atomic():
        SearchDocument.objects.bulk_create(
            rows,
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["key"],
            update_fields=[*FIELDS, "version", "deleted", "pending"],
        )
        _announce()


def remove_keys(keys: list[str]) -> None:
    with transaction.atomic():
        SearchDocument.objects.filter(key__in=keys, deleted=False).update(
            version=Greatest(models.F("version") + 1, time.time_ns() // 1000),
            title="", body="", names=[], facets={}, deleted=True, pending=True,
        )  # fmt: skip
        _announce()


def flush() -> int:
    """Hand every pending document to the engine; return how many.

    A document changed meanwhile stays pending: only the version handed over is marked as taken. Pending is
    a mark on the row, not a cursor, so a transaction that commits late is not passed over.
    """
    flushed = 0
    while rows := list(SearchDocument.objects.filter(pending=True).order_by("pk")[:BATCH]):
        current_engine().write([entry_of(row) for row in rows])
        _mark_taken(rows)
        flushed += len(rows)
    return flushed


def _mark_taken(rows: list[SearchDocument]) -> None:
    by_version: dict[int, list[int]] = {}
    for row in rows:
        by_version.setdefault(row.version, []).append(row.pk)
    for version, pks in by_version.items():
        same = SearchDocument.objects.filter(pk__in=pks, version=version)
        same.filter(deleted=True).delete()
        same.update(pending=False)


def entry_of(row: SearchDocument) -> Entry:
    document = None
    if not row.deleted:
        document = Document(key=row.key, **{field: getattr(row, field) for field in FIELDS})
    return Entry(row.key, row.version, document)


def _plain(value):
    return list(value) if isinstance(value, tuple) else value


def _announce() -> None:
    """After commit, have the worker flush.

    Robust: a queue that is out of order never makes saving a record fail; the next flush takes the rest.
    """
    transaction.on_commit(_enqueue_flush, robust=True)


def _enqueue_flush() -> None:
    from search.tasks import flush_outbox

    if SearchDocument.objects.filter(pending=True).exists():
        flush_outbox.enqueue()
