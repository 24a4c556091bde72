"""The one door of the search. Plain values in and out; visibility is part of every request."""

import datetime
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice

from django.db.models import QuerySet

from search import delivery, fallback, outbox
from search.analysis.tokens import asked_for, of_query
from search.citing import cited_documents, sole_citations
from search.documents import FACETS, KINDS, PUBLIC
from search.engines import current_engine, engines_in_use, failover
from search.engines.base import DATE, MAX_DEPTH, RELEVANCE, EngineQuery, EngineUnavailable, Matches
from search.highlight import Fragments, Highlighter
from search.models import PinnedResult, SearchDocument, findable, normal_query
from search.outbox import gathering
from search.query_log import note as note_query
from search.query_log import write as write_queries
from search.question import MAX_LENGTH, Question, parse
from search.ranking import standing
from search.ranking.order import ranking_for
from search.registry import source_of, sources
from search.suggest import Suggestion, suggest
from search.synonyms import current_table
from search.understanding import Understanding, understand
from search.vocabulary import QUERY

# What other rooms may use: asking, and telling what has changed. A record is declared in search.registry.
__all__ = [
    "DATE", "MAX_LENGTH", "QUERY", "RELEVANCE",
    "EngineUnavailable", "Fragments", "Hit", "HitGroup", "SearchRequest", "SearchResponse", "Suggestion",
    "answers", "catch_up", "flush", "forget", "gathering", "held", "note_query", "pending_count",
    "read_ahead", "rebuild", "rebuild_index", "reindex", "search", "suggest", "write_queries",
]  # fmt: skip

Progress = Callable[[str, int], None]
MAX_PAGE_SIZE = 100
# Articles of one law shown together; the law: filter shows all.
GROUP_SIZE = 4


@dataclass(frozen=True)
class SearchRequest:
    """What a person asks: words, "phrases", -exclusions and law:… in `query`, chosen values in `filters`.

    `filters` maps names in FACETS to the values wanted, any one of which will do; unknown names are passed
    over. `order` is RELEVANCE or DATE. Where `grouped`, articles of one law come together. Pages count
    from 1; `visibility` names what the asker may see; `facets` those whose counts are wanted; `literal`
    takes the query as it was typed.
    """

    query: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    order: str = RELEVANCE
    page: int = 1
    page_size: int = 20
    grouped: bool = False
    visibility: tuple[str, ...] = (PUBLIC,)
    facets: tuple[str, ...] = tuple(FACETS)
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
    source: str
    title_fragments: Fragments
    body_fragments: Fragments


@dataclass(frozen=True)
class HitGroup:
    """Hits that share a place in the answer: the best articles of one law, or one hit of any kind.

    `size` is how many there are in all, `law` the law's short title where the hits are its articles.
    """

    hits: tuple[Hit, ...]
    size: int
    law: str = ""


@dataclass(frozen=True)
class SearchResponse:
    """The page asked for. `total` counts documents, `pages` is bounded by the greatest depth.

    `facets` has the number of documents per value under all filters but the facet's own. `stale` says that
    the answer may lack the last minutes. Ungrouped, each hit is a group of its own.

    `searched` is what was searched for where pinyin or a homophone was understood, else the query;
    `perhaps` another wording to offer. `direct` are the articles the query cites, `pinned` the pages the
    office put first.
    """

    query: str
    question: Question
    total: int
    took_ms: float
    page: int
    pages: int
    groups: tuple[HitGroup, ...] = ()
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    stale: bool = False
    searched: str = ""
    perhaps: str = ""
    direct: tuple[Hit, ...] = ()
    pinned: tuple[Hit, ...] = ()

    @property
    def hits(self) -> tuple[Hit, ...]:
        return tuple(hit for group in self.groups for hit in group.hits)


def answers() -> bool:
    """True while the engine that is asked first answers itself, and no replica has to."""
    if failover.trouble():
        return False
    try:
        engine = current_engine()
        engine.count()
        return engine.ready() or not SearchDocument.objects.exists()
    except EngineUnavailable:
        return False


def read_ahead() -> None:
    """Read the dictionary and what people ask, some third of a second, before the first question comes."""
    of_query("知法")
    asked_for("知法")


def search(request: SearchRequest) -> SearchResponse:
    """Answer a request. Any text is a valid query; without text it is browsing, newest first."""
    started = time.perf_counter()
    query = request.query.strip()
    question, meant = _understood(query, request.literal)
    size = min(max(request.page_size, 1), MAX_PAGE_SIZE)
    page = min(max(request.page, 1), MAX_DEPTH // size)
    table = current_table()
    citations, by_relevance = sole_citations(question.text), request.order == RELEVANCE
    ranking = ranking_for(question.text, table) if question.text and by_relevance and not citations else None
    asked = EngineQuery(
        question=question,
        visibility=request.visibility,
        limit=size,
        offset=(page - 1) * size,
        filters={name: tuple(values) for name, values in request.filters.items() if name in FACETS},
        order=request.order,
        facets=request.facets,
        group_size=GROUP_SIZE if request.grouped else 0,
        synonyms=table,
        citations=citations,
        reorder=ranking.order if ranking else None,
        near=ranking.near() if ranking else (),
        lay=standing.asked_for(),
    )
    found, stale = _answer(asked)
    highlighter = Highlighter(question.text, table)
    first = page == 1 and not any(request.filters.values())
    cited = cited_documents(question.text, request.visibility) if first else ()
    pinned = _pinned(query) if first and query else ()
    return SearchResponse(
        query=query,
        question=question,
        total=found.total,
        page=page,
        pages=-(-min(found.group_total, MAX_DEPTH) // size),
        groups=_groups(found, highlighter, request.visibility),
        facets=_facets(found),
        stale=stale,
        searched=meant.text if meant.corrected else query,
        perhaps=meant.perhaps,
        direct=tuple(_hit(row, highlighter) for row in cited),
        pinned=tuple(_hit(row, highlighter) for row in pinned),
        took_ms=round((time.perf_counter() - started) * 1000, 2),
    )


def _answer(asked: EngineQuery) -> tuple[Matches, bool]:
    """The engine's answer, or the table's while no engine has one; and whether something may be missing."""
    try:
        found, stale = failover.ask(lambda engine: engine.search(asked))
        if stale or not delivery.lacks_documents(found_nothing=not found.total):
            return found, stale
    except EngineUnavailable as error:
        delivery.heal(str(error))
    return fallback.scan(asked), SearchDocument.objects.exists()


def _understood(query: str, literal: bool) -> tuple[Question, Understanding]:
    """The question, and what its words were taken for; with operators they stand as they were typed."""
    question = parse(query)
    if literal or question.phrases or question.excluded or not question.text:
        return question, Understanding(question.text)
    meant = understand(question.text)
    return replace(question, text=meant.text), meant


def _pinned(query: str) -> list[SearchDocument]:
    """The documents at the addresses the office pinned to this query, in its order."""
    addresses = PinnedResult.objects.filter(normal=normal_query(query), active=True).order_by("order", "pk")
    return [row for pin in addresses if (row := findable(pin.url).first())]


def _facets(found: Matches) -> dict[str, Mapping[str, int]]:
    """Counts as found, kinds in the order of KINDS."""
    counts = dict(found.facets)
    if kinds := counts.get("kind"):
        counts["kind"] = {kind: kinds[kind] for kind in KINDS if kind in kinds}
    return counts


def _groups(found: Matches, highlighter: Highlighter, visibility: tuple[str, ...]) -> tuple[HitGroup, ...]:
    """Hits from the documents table, which knows of a deletion or a lost visibility before the engine."""
    # By key alone: asked for the visibility too, SQLite reads every public row.
    rows = SearchDocument.objects.filter(key__in=[match.key for match in found.matches])
    by_key = {row.key: row for row in rows if not row.deleted and row.visibility in visibility}
    groups = []
    for group in found.groups:
        hits = tuple(
            _hit(by_key[match.key], highlighter, match.score)
            for match in group.matches
            if match.key in by_key
        )
        if hits:
            gone = len(group.matches) - len(hits)
            law = hits[0].law if hits[0].kind == "article" else ""
            groups.append(HitGroup(hits, group.size - gone, law))
    return tuple(groups)


def _hit(row: SearchDocument, highlighter: Highlighter, score: float = 0.0) -> Hit:
    return Hit(
        key=row.key,
        kind=row.kind,
        title=row.title,
        url=row.url,
        law=row.law,
        article=row.article_label,
        score=round(score, 4),
        date=row.date,
        source="、".join(row.facets.get("agency", ())[:2]),
        title_fragments=highlighter.title(row.title),
        body_fragments=highlighter.passage(row.body),
    )


def reindex(instances: QuerySet | Iterable) -> None:
    """Write the documents of instances of one model that were changed in bulk."""
    if isinstance(instances, QuerySet):
        for pks in _batches(instances.values_list("pk", flat=True)):
            outbox.put_again(instances, pks)
    else:
        for batch in _batches(instances):
            outbox.put(batch)


def catch_up(model) -> None:
    """Bring what is held of a model in line with what may be found, where no record of it was saved."""
    source = source_of(model)
    held = set(_held(source).values_list("key", flat=True))
    found = {source.key(pk): pk for pk in source.queryset().values_list("pk", flat=True)}
    for keys in _batches(sorted(held - found.keys())):
        outbox.drop_strays(source, keys)
    for pks in _batches(pk for key, pk in found.items() if key not in held):
        outbox.put_again(source.queryset(), pks)


def held(model) -> dict[str, tuple[dict, datetime.date | None]]:
    """Facets and date, as the search holds them, of each document of a model by its key."""
    rows = _held(source_of(model)).values_list("key", "facets", "date")
    return {key: (facets, day) for key, facets, day in rows}


def _batches(items: Iterable):
    rest = iter(items)
    while batch := list(islice(rest, outbox.BATCH)):
        yield batch


def forget(model, pks: Iterable) -> None:
    """Remove the documents of instances that were deleted in bulk."""
    outbox.remove(model, pks)


def rebuild(progress: Progress = lambda what, done: None) -> int:
    """Write every document anew from its record, then build each index beside the old one and swap.

    Safe while records change. `progress` is called with what is being done and how much of it is done.
    Returns the documents held.
    """
    for source in sources():
        done = 0
        before = set(_held(source).values_list("key", flat=True))
        for pks in _batches(source.queryset().values_list("pk", flat=True)):
            outbox.put_again(source.queryset(), pks)
            before.difference_update(map(source.key, pks))
            done += len(pks)
            progress(source.kind, done)
        outbox.drop_strays(source, sorted(before))
    return rebuild_index(progress)


def rebuild_index(progress: Progress = lambda what, done: None) -> int:
    """Build the index of every engine in use anew from the documents table; return the documents held."""
    held = 0
    for engine in engines_in_use():
        held = delivery.rebuild_index(engine, partial(progress, engine.name))
    standing.refresh()
    return held


def _held(source) -> QuerySet:
    return SearchDocument.objects.filter(key__startswith=source.key(""), deleted=False)


def flush() -> None:
    """Have everything written so far found now, and in its right order, without waiting for the worker."""
    delivery.flush()
    if standing.is_stale():
        standing.refresh()


def pending_count() -> int:
    """How many documents wait for the engine."""
    return outbox.pending(current_engine()).count()
