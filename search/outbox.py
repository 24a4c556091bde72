"""Writes documents beside their records and hands them to the engines after commit."""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import models, transaction
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Greatest

from search.documents import EDITORIAL, PUBLIC, Document
from search.engines import engines_in_use
from search.engines.base import Engine, Entry
from search.models import SearchDocument
from search.registry import source_of
from search.turns import flushing

BATCH = 500
# By model, the keys of what waits for the end of `gathering`; None outside of it.
_gathered: ContextVar[dict | None] = ContextVar("gathered", default=None)
FIELDS = (
    "kind", "title", "body", "url", "law", "article", "article_label", "names", "facets", "date",
    "visibility",
)  # fmt: skip
MARKS = {"tantivy": "tantivy_pending", "elasticsearch": "elasticsearch_pending"}
# What must no longer be seen goes first: removals, then what lost its visibility.
URGENCY = Case(
    When(deleted=True, then=Value(0)),
    When(~Q(visibility__in=[PUBLIC, EDITORIAL]), then=Value(1)),
    default=Value(2),
)


@contextmanager
def gathering() -> Iterator[None]:
    """What is put within is written in one pass at the end, each document once; nothing where it fails.

    For many writes of one transaction, which the caller holds: until its end nothing of them is found.
    """
    held: dict[type[models.Model], set] = {}
    token = _gathered.set(held)
    try:
        yield
    finally:
        _gathered.reset(token)
    for model, keys in held.items():
        _put_gathered(model, sorted(keys))


def _put_gathered(model: type[models.Model], pks: list) -> None:
    queryset = source_of(model).queryset()
    for start in range(0, len(pks), BATCH):
        some = pks[start : start + BATCH]
        found = list(queryset.filter(pk__in=some))
        put(found)
        if gone := set(some) - {instance.pk for instance in found}:
            remove(model, sorted(gone))


def put(instances: Iterable[models.Model], *, yielding: bool = False) -> None:
    """Write the documents of `instances`, all of one model, in the current transaction.

    What is `yielding` never overwrites a document that somebody else writes at the same moment.
    """
    if (gathered := _gathered.get()) is not None:
        for instance in instances:
            gathered.setdefault(type(instance), set()).add(instance.pk)
        return
    documents, gone, model = [], [], None
    for instance in instances:
        model = type(instance)
        document = source_of(model).document(instance)
        if document is None:
            gone.append(instance.pk)
        else:
            documents.append(document)
    write(documents, yielding=yielding)
    if gone:
        remove(model, gone)


def put_again(queryset: models.QuerySet, pks: list) -> None:
    """Write the documents of these records as they stand now.

    The documents are held before the records are read: whoever changes a record meanwhile waits, and
    writes its newer document afterwards.
    """
    key = source_of(queryset.model).key
    with transaction.atomic():
        list(_held([key(pk) for pk in pks]).values_list("pk"))
        put(queryset.filter(pk__in=pks), yielding=True)


def drop_strays(source, keys: list[str]) -> None:
    """Remove the documents whose record is no longer among those that may be found."""
    with transaction.atomic():
        list(_held(keys).values_list("pk"))
        pks = [key.removeprefix(source.key("")) for key in keys]
        living = {source.key(pk) for pk in source.queryset().filter(pk__in=pks).values_list("pk", flat=True)}
        remove_keys([key for key in keys if key not in living])


def remove(model: type[models.Model], pks: Iterable) -> None:
    """Turn the documents of these instances into tombstones."""
    key = source_of(model).key
    remove_keys([key(pk) for pk in pks])


def write(documents: list[Document], *, yielding: bool = False) -> None:
    """Insert or update documents by key; what has not changed is left alone."""
    if not documents:
        return
    with transaction.atomic(savepoint=False):
        held = {row.key: row for row in _held([document.key for document in documents])}
        now, marks = _now(), _marks()
        changed, new = [], []
        for document in documents:
            values = {field: _plain(getattr(document, field)) for field in FIELDS}
            row = held.get(document.key)
            if row and not row.deleted and all(getattr(row, name) == values[name] for name in FIELDS):
                continue
            version = max(now, row.version + 1) if row else now
            (changed if row else new).append(
                SearchDocument(key=document.key, version=version, **marks, **values)
            )
        _upsert(changed)
        _upsert(new, yielding)
        if changed or new:
            _announce()


def remove_keys(keys: list[str]) -> None:
    living = SearchDocument.objects.filter(key__in=keys, deleted=False)
    # Most of what is saved is not public and never was: to look costs less than to write.
    if not living.exists():
        return
    with transaction.atomic(savepoint=False):
        removed = living.update(
            version=Greatest(F("version") + 1, _now()), title="", body="", names=[], facets={}, deleted=True,
            **_marks(),
        )  # fmt: skip
        if removed:
            _announce()


def flush_to(engine: Engine) -> int:
    """Hand every pending document to the engine; return how many.

    A document changed meanwhile stays pending: only the version handed over is marked as taken. Pending is
    a mark on the row, not a cursor, so a transaction that commits late is not passed over. While the
    engine is being rebuilt its old index is kept up to date, and all stays pending for the new one.
    """
    flushed = 0
    while True:
        with flushing(engine.name) as free:
            newest = ["-version"] if not free else ["pk"]
            rows = list(pending(engine).order_by(URGENCY, *newest)[:BATCH])
            if not rows:
                return flushed
            engine.write([entry_of(row) for row in rows])
            flushed += len(rows)
            if not free:
                return flushed
            _mark_taken(engine, rows)


def pending(engine: Engine) -> models.QuerySet:
    """What the engine has not taken yet."""
    return SearchDocument.objects.filter(**{MARKS[engine.name]: True})


def entries() -> Iterator[Entry]:
    """Every living document, in portions, without holding a transaction open."""
    last = 0
    while rows := list(SearchDocument.objects.filter(deleted=False, pk__gt=last).order_by("pk")[:BATCH]):
        yield from map(entry_of, rows)
        last = rows[-1].pk


def entry_of(row: SearchDocument) -> Entry:
    document = None
    if not row.deleted:
        document = Document(key=row.key, **{field: getattr(row, field) for field in FIELDS})
    return Entry(row.key, row.version, document)


def _now() -> int:
    return time.time_ns() // 1000


def _held(keys: list[str]) -> models.QuerySet:
    """The rows of these keys, locked in one order so that two writers never wait for each other."""
    return SearchDocument.objects.select_for_update().filter(key__in=keys).order_by("key")


def _marks() -> dict[str, bool]:
    used = {engine.name for engine in engines_in_use()}
    return {mark: name in used for name, mark in MARKS.items()}


def _upsert(rows: list[SearchDocument], yielding: bool = False) -> None:
    if yielding:
        SearchDocument.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
        return
    SearchDocument.objects.bulk_create(
        sorted(rows, key=lambda row: row.key),
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=[*FIELDS, "version", "deleted", *MARKS.values()],
    )


def _mark_taken(engine: Engine, rows: list[SearchDocument]) -> None:
    by_version: dict[int, list[int]] = {}
    for row in rows:
        by_version.setdefault(row.version, []).append(row.pk)
    others = {mark: False for mark in MARKS.values() if mark != MARKS[engine.name]}
    for version, pks in by_version.items():
        same = SearchDocument.objects.filter(pk__in=pks, version=version)
        same.filter(deleted=True, **others).delete()
        same.update(**{MARKS[engine.name]: False})


def _plain(value):
    return list(value) if isinstance(value, tuple) else value


def _announce() -> None:
    """After commit, have the worker flush.

    Robust: a queue that is out of order never makes saving a record fail; the next flush takes the rest.
    """
    transaction.on_commit(_enqueue_flush, robust=True)


def _enqueue_flush() -> None:
    from search.tasks import flush_outbox

    if any(pending(engine).exists() for engine in engines_in_use()):
        flush_outbox.enqueue()
