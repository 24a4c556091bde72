"""The one door of the search. Plain values in and out; visibility is part of every request."""

import datetime
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import islice

from django.db.models import QuerySet

from search import outbox
from search.citing import cited_documents
from search.documents import KINDS, PUBLIC
from search.engines import current_engine
from search.engines.base import EngineQuery
from search.highlight import Fragments, Highlighter
from search.models import PinnedResult, SearchDocument, findable, normal_query
from search.registry import sources
from search.synonyms import current_table
from search.understanding import Understanding, understand

MAX_PAGE_SIZE = 100
# Nobody reads further; a deeper page is answered as the deepest.
MAX_DEPTH = 1000
MAX_QUERY = 200


@dataclass(frozen=True)
class SearchRequest:
    """What a person asks. Pages count from 1; `visibility` names what the asker may see; `literal` takes
    the query as it was typed.
    """

    query: str
    kinds: tuple[str, ...] = ()
    page: int = 1
    page_size: int = 20
    visibility: tuple[str, ...] = (PUBLIC,)
    literal: bool = False


@dataclass(frozen=True)
class Hit:
    key: str
    kind: str
    title: str
    url: str
    law: str
    article: str
    score: float
    date: datetime.date | None
    title_fragments: Fragments
    body_fragments: Fragments


@dataclass(frozen=True)
class SearchResponse:
    """The page asked for. `pages` is bounded by the greatest depth; `kind_counts` ignores the kinds asked.

    `searched` is what was searched for where pinyin or a homophone was understood, else the query;
    `perhaps` another wording to offer. `direct` are the articles the query cites, `pinned` the pages the
    office put first.
    """

    query: str
    total: int
    took_ms: float
    page: int
    pages: int
    hits: tuple[Hit, ...] = ()
    kind_counts: dict[str, int] = field(default_factory=dict)
    searched: str = ""
    perhaps: str = ""
    direct: tuple[Hit, ...] = ()
    pinned: tuple[Hit, ...] = ()


def search(request: SearchRequest) -> SearchResponse:
    """Answer a request. Any text is a valid query; an empty one finds nothing."""
    started = time.perf_counter()
    query = request.query[:MAX_QUERY].strip()
    size = min(max(request.page_size, 1), MAX_PAGE_SIZE)
    page = min(max(request.page, 1), MAX_DEPTH // size)
    kinds = tuple(kind for kind in request.kinds if kind in KINDS)
    if not query:
        return SearchResponse(query, 0, 0.0, 1, 0)
    meant = Understanding(query) if request.literal else understand(query)
    table = current_table()
    found = current_engine().search(
        EngineQuery(meant.text, kinds, request.visibility, size, (page - 1) * size, table)
    )
    highlighter = Highlighter(meant.text, table)
    hits = _hits(found.matches, highlighter, request.visibility)
    first = page == 1 and not kinds
    pages = -(-min(found.total, MAX_DEPTH) // size)
    counts = {kind: found.kind_counts[kind] for kind in KINDS if kind in found.kind_counts}
    direct = tuple(
        _hit(row, highlighter) for row in (cited_documents(meant.text, request.visibility) if first else ())
    )
    pinned = tuple(_hit(row, highlighter) for row in (_pinned(query) if first else ()))
    took = (time.perf_counter() - started) * 1000
    return SearchResponse(
        query=query,
        total=found.total,
        took_ms=round(took, 2),
        page=page,
        pages=pages,
        hits=hits,
        kind_counts=counts,
        searched=meant.text,
        perhaps=meant.perhaps,
        direct=direct,
        pinned=pinned,
    )


def _pinned(query: str) -> list[SearchDocument]:
    """The documents at the addresses the office pinned to this query, in its order."""
    addresses = PinnedResult.objects.filter(normal=normal_query(query), active=True).order_by("order", "pk")
    return [row for pin in addresses if (row := findable(pin.url).first())]


def _hits(matches, highlighter: Highlighter, visibility: tuple[str, ...]) -> tuple[Hit, ...]:
    """Hits from the documents table, which knows of a deletion or a lost visibility before the engine."""
    rows = SearchDocument.objects.filter(
        key__in=[match.key for match in matches], deleted=False, visibility__in=visibility
    )
    by_key = {row.key: row for row in rows}
    return tuple(
        _hit(row, highlighter, round(match.score, 4)) for match in matches if (row := by_key.get(match.key))
    )


def _hit(row: SearchDocument, highlighter: Highlighter, score: float = 0.0) -> Hit:
    return Hit(
        key=row.key,
        kind=row.kind,
        title=row.title,
        url=row.url,
        law=row.law,
        article=row.article_label,
        score=score,
        date=row.date,
        title_fragments=highlighter.title(row.title),
        body_fragments=highlighter.passage(row.body),
    )


def reindex(instances: QuerySet | Iterable) -> None:
    """Write the documents of instances of one model that were changed in bulk."""
    for batch in _batches(instances):
        outbox.put(batch)


def _batches(instances: QuerySet | Iterable):
    rest = iter(instances.iterator(outbox.BATCH) if isinstance(instances, QuerySet) else instances)
    while batch := list(islice(rest, outbox.BATCH)):
        yield batch


def forget(model, pks: Iterable) -> None:
    """Remove the documents of instances that were deleted in bulk."""
    outbox.remove(model, pks)


def rebuild(progress: Callable[[str, int], None] = lambda kind, done: None) -> int:
    """Write every document anew from its record, then build the index beside the old one and swap.

    `progress` is called with a kind and the number of its documents written. Returns the documents held.
    """
    for source in sources():
        living = set()
        for instances in _batches(source.queryset()):
            outbox.put(instances)
            living.update(source.key(instance.pk) for instance in instances)
            progress(source.kind, len(living))
        _drop_strays(source, living)
    return rebuild_index()


def rebuild_index() -> int:
    """Build the engine's index anew from the documents table; return the documents held."""
    rows = SearchDocument.objects.filter(deleted=False).order_by("pk").iterator(outbox.BATCH)
    held = current_engine().rebuild(outbox.entry_of(row) for row in rows)
    # What changed meanwhile goes in now; for the rest the engine knows that it holds this version.
    outbox.flush()
    return held


def _drop_strays(source, living: set[str]) -> None:
    prefix = source.key("")
    held = SearchDocument.objects.filter(key__startswith=prefix, deleted=False).values_list("key", flat=True)
    outbox.remove_keys([key for key in held if key not in living])


def pending_count() -> int:
    """How many documents wait for the engine."""
    return SearchDocument.objects.filter(pending=True).count()
