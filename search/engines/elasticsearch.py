"""Elasticsearch as an engine. All analysis is ours: it is sent tokens, and splits them at spaces."""

import hashlib
import json
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from elastic_transport import TransportError
from elasticsearch import ApiError, BadRequestError, Elasticsearch, NotFoundError, helpers

from search.analysis import tokens
from search.documents import FACETS
from search.engines import clauses
from search.engines.base import (
    Engine,
    EngineQuery,
    EngineUnavailable,
    Entry,
    Match,
    Matches,
)
from search.engines.grouping import page_of
from search.engines.scoring import FACET_SIZE, KEY, TOMBSTONE, Plan, literal_match, plan

# The public waits for no more than this before the replica answers.
ANSWER_SECONDS = 1.2
WRITE_SECONDS = 5.0
BUILD_SECONDS = 60.0
CHUNK = 500
CONFLICT = 409
TOKEN_FIELDS = ("words", "bigrams", "title", "title_phrase", "content")
POSITIONAL = ("title_phrase", "content")
EXACT_FIELDS = ("visibility", "cited", "named", "laws")
# Lucene takes no longer term; nobody cites a name as long as this.
LONGEST_NAME = 500


@dataclass(frozen=True)
class Connection:
    """How to reach the cluster. An empty value is one that is not used; `prefix` begins every name there."""

    urls: tuple[str, ...]
    prefix: str = "zhifa"
    api_key: str = ""
    user: str = ""
    password: str = ""
    ca_file: str = ""
    verify: bool = True

    def client(self) -> Elasticsearch:
        options: dict = {}
        if self.api_key:
            options["api_key"] = self.api_key
        elif self.user:
            options["basic_auth"] = (self.user, self.password)
        if any(url.startswith("https://") for url in self.urls):
            options["verify_certs"] = self.verify
            options["ssl_show_warn"] = False
            if self.ca_file:
                options["ca_certs"] = self.ca_file
        # Another node is tried once where there is one; a node that hangs is not waited for twice.
        retries = min(1, len(self.urls) - 1)
        return Elasticsearch(
            list(self.urls),
            request_timeout=ANSWER_SECONDS,
            max_retries=retries,
            retry_on_timeout=False,
            **options,
        )


def mapping() -> dict:
    fields: dict[str, dict] = {
        "day": {"type": "integer", "index": False},
        "group": {"type": "keyword", "index": False, "ignore_above": LONGEST_NAME},
    }
    for name in FACETS:
        fields[name] = {"type": "keyword", "ignore_above": LONGEST_NAME}
    for name in EXACT_FIELDS:
        fields[name] = {"type": "keyword", "ignore_above": LONGEST_NAME, "doc_values": False}
    for name in TOKEN_FIELDS:
        option = "positions" if name in POSITIONAL else "freqs"
        fields[name] = {"type": "text", "analyzer": "whitespace", "index_options": option}
    # Texts stand in the documents table; the engine answers with keys alone.
    return {"dynamic": "strict", "_source": {"enabled": False}, "properties": fields}


# An index with other fields is not written to.
FORM = hashlib.blake2b(json.dumps(mapping()).encode(), digest_size=4).hexdigest()


class ElasticsearchEngine(Engine):
    """Versioned indices behind the alias `<prefix>-documents`."""

    name = "elasticsearch"

    def __init__(self, connection: Connection):
        self.alias = f"{connection.prefix}-documents"
        self._client = connection.client()
        self._writer = self._client.options(request_timeout=WRITE_SECONDS)
        self._builder = self._client.options(request_timeout=BUILD_SECONDS)

    def ready(self) -> bool:
        with unavailable():
            return any(index.startswith(f"{self.alias}-{FORM}-") for index in self._current(self._writer))

    def write(self, entries: Iterable[Entry]) -> None:
        actions = [self._action(entry, self.alias) for entry in entries]
        if not actions:
            return
        with unavailable():
            if not self.ready():
                self._create("first", aliases={self.alias: {}})
            self._bulk(self._writer, actions)
            self._writer.indices.refresh(index=self.alias)

    def rebuild(self, entries: Iterable[Entry], meanwhile: Callable[[], Iterable[Entry]] = lambda: ()) -> int:
        with unavailable():
            self.clean()
            index = self._create(str(time.time_ns()), settings={"refresh_interval": "-1"})
            try:
                self._bulk(self._builder, (self._action(entry, index) for entry in entries if entry.document))
                self._bulk(self._builder, (self._action(entry, index) for entry in meanwhile()))
                self._builder.indices.put_settings(index=index, settings={"refresh_interval": None})
                self._builder.indices.refresh(index=index)
                self._swap(index)
            except BaseException:
                self._builder.indices.delete(index=index, ignore_unavailable=True)
                raise
            return self.count()

    def clean(self) -> None:
        with unavailable():
            for index in self._indices() - self._current():
                self._builder.indices.delete(index=index, ignore_unavailable=True)

    def search(self, query: EngineQuery) -> Matches:
        planned = plan(query)
        if planned is None:
            return Matches()
        limit, offset = query.window
        body = {
            "query": translated(planned.ranked(narrowed=not planned.filters)),
            "size": limit,
            "from_": offset,
            "source": False,
            "track_total_hits": True,
            **_facets_wanted(planned, query.facets),
        }
        if planned.filters:
            body["post_filter"] = translated(clauses.Combined(must=tuple(planned.filters.values())))
        if planned.by_date:
            body["sort"] = [{"day": "desc"}]
        if query.group_size or query.reorder:
            body["docvalue_fields"] = ["group"]
        with unavailable():
            answer = self._client.search(index=self.alias, **body).body
        total = answer["hits"]["total"]["value"]
        groups, group_total = page_of(
            answer["hits"]["hits"],
            total,
            query,
            read=_match,
            group_names=_group_names,
            among=lambda keys: self._among(planned, keys),
        )
        return Matches(groups, total, group_total, _facets_found(answer, query.facets))

    def _among(self, planned: Plan, keys: tuple[str, ...]) -> list[dict]:
        wanted = clauses.Combined(must=(planned.ranked(), clauses.OneOf(KEY, keys)))
        with unavailable():
            found = self._client.search(
                index=self.alias, query=translated(wanted), size=len(keys), source=False,
                docvalue_fields=["group"],
            )  # fmt: skip
        return found["hits"]["hits"]

    def match(self, terms, kind, *, every, prefix, limit):
        clause = literal_match(terms, kind, every=every, prefix=prefix)
        if clause is None:
            return []
        with unavailable():
            found = self._client.search(index=self.alias, query=translated(clause), size=limit, source=False)
        return [_match(hit) for hit in found["hits"]["hits"]]

    def count(self) -> int:
        living = {"bool": {"must_not": [{"term": {"kind": TOMBSTONE}}]}}
        with unavailable():
            try:
                return self._writer.count(index=self.alias, query=living)["count"]
            except NotFoundError:
                return 0

    # Indices

    def _create(self, name: str, aliases: dict | None = None, settings: dict | None = None) -> str:
        index = f"{self.alias}-{FORM}-{name}"
        self._builder.indices.put_index_template(
            name=self.alias,
            index_patterns=[f"{self.alias}-*"],
            template={
                "settings": {"number_of_shards": 1, "auto_expand_replicas": "0-1"},
                "mappings": mapping(),
            },
            priority=500,
        )
        try:
            self._builder.indices.create(index=index, aliases=aliases or {}, settings=settings or {})
        except BadRequestError as error:
            # Two writers meet at the very first document: one of them makes the index.
            if error.error != "resource_already_exists_exception":
                raise
        return index

    def _indices(self) -> set[str]:
        return set(self._builder.indices.get(index=f"{self.alias}-*", features="settings"))

    def _current(self, client: Elasticsearch | None = None) -> set[str]:
        try:
            return set((client or self._builder).indices.get_alias(name=self.alias))
        except NotFoundError:
            return set()

    def _swap(self, index: str) -> None:
        """One call: no reader finds the alias empty or double. The old index goes after its last answers."""
        old = sorted(self._current())
        left = [{"remove": {"index": name, "alias": self.alias}} for name in old]
        self._builder.indices.update_aliases(actions=[*left, {"add": {"index": index, "alias": self.alias}}])
        for name in old:
            self._builder.indices.delete(index=name, ignore_unavailable=True)

    # Writing

    def _bulk(self, client: Elasticsearch, actions: Iterable[dict]) -> None:
        results = helpers.streaming_bulk(
            client, actions, chunk_size=CHUNK, max_retries=3, initial_backoff=0.5, raise_on_error=False
        )
        for done, result in results:
            answer = next(iter(result.values()))
            # A conflict is a late write: what is held is newer.
            if not done and answer["status"] != CONFLICT:
                raise EngineUnavailable(f"Elasticsearch 拒绝写入：{answer['status']} {answer.get('error')}")

    def _action(self, entry: Entry, index: str) -> dict:
        return {
            "_op_type": "index",
            "_index": index,
            "_id": entry.key,
            "version": entry.version,
            "version_type": "external",
            "_source": _source(entry),
        }


def _source(entry: Entry) -> dict:
    if entry.document is None:
        # Held until the next rebuild, so that a late older write cannot bring the document back.
        return {"kind": TOMBSTONE}
    document, analysed = entry.document, tokens.of_document(entry.document)
    return {
        "visibility": document.visibility,
        "group": document.group,
        "day": document.date.toordinal() if document.date else 0,
        **document.facet_values,
        **{name: " ".join(getattr(analysed, name)) for name in TOKEN_FIELDS},
        **{name: getattr(analysed, name) for name in ("cited", "named", "laws")},
    }


@contextmanager
def unavailable() -> Iterator[None]:
    """Whatever the cluster refuses or fails to do is one error to the caller."""
    try:
        yield
    except (TransportError, ApiError, helpers.BulkIndexError) as error:
        raise EngineUnavailable(f"{type(error).__name__}: {error}") from error


def _match(hit: dict) -> Match:
    return Match(hit["_id"], hit["_score"] or 0.0)


def _group_names(hits: list[dict]) -> list[str]:
    return [hit["fields"]["group"][0] for hit in hits]


def _facets_wanted(planned: Plan, names: tuple[str, ...]) -> dict:
    """Each facet is counted under the filters of the others."""
    aggregations = {}
    for name in names:
        terms = {"terms": {"field": name, "size": FACET_SIZE}}
        others = tuple(clause for facet, clause in planned.filters.items() if facet != name)
        if others:
            terms = {"filter": translated(clauses.Combined(must=others)), "aggs": {"values": terms}}
        aggregations[name] = terms
    return {"aggs": aggregations} if aggregations else {}


def _facets_found(answer: dict, names: tuple[str, ...]) -> dict[str, dict[str, int]]:
    found = {}
    for name in names:
        counted = answer["aggregations"][name]
        buckets = counted.get("values", counted)["buckets"]
        if buckets:
            found[name] = {bucket["key"]: bucket["doc_count"] for bucket in buckets}
    return found


def translated(clause: clauses.Clause, boost: float = 1.0) -> dict:
    """The clause in Elasticsearch's words."""
    match clause:
        case clauses.Anything():
            return {"match_all": {"boost": boost}}
        case clauses.Term(field, value):
            return {"term": {field: {"value": value, "boost": boost}}}
        case clauses.OneOf():
            return {"constant_score": {"filter": _filter(clause), "boost": 0.0}}
        case clauses.Phrase(field, (beginning,), prefix=True):
            return {"prefix": {field: {"value": beginning, "boost": boost}}}
        case clauses.Phrase(field, words, prefix):
            name = "match_phrase_prefix" if prefix else "match_phrase"
            return {name: {field: {"query": " ".join(words), "boost": boost}}}
        case clauses.Boosted(inner, factor):
            return translated(inner, boost * factor)
        case clauses.Fixed(inner, score):
            return {"constant_score": {"filter": translated(inner), "boost": score * boost}}
        case clauses.Best(inner, tie):
            parts = [translated(part) for part in inner]
            return {"dis_max": {"queries": parts, "tie_breaker": tie, "boost": boost}}
        case clauses.Combined(must, should, without):
            scored = [part for part in must if not _unscored(part)]
            return {
                "bool": {
                    "must": [translated(part) for part in scored],
                    "filter": [_filter(part) for part in must if _unscored(part)],
                    "should": [translated(part) for part in should],
                    "must_not": [translated(part) for part in without],
                    "boost": boost,
                }
            }
    raise TypeError(clause)


def _unscored(clause: clauses.Clause) -> bool:
    return isinstance(clause, clauses.OneOf) or (isinstance(clause, clauses.Fixed) and clause.score == 0)


def _filter(clause: clauses.OneOf | clauses.Fixed) -> dict:
    """A condition without a score, which the cluster may cache."""
    if isinstance(clause, clauses.OneOf):
        if clause.field == KEY:
            return {"ids": {"values": list(clause.values)}}
        return {"terms": {clause.field: list(clause.values)}}
    return translated(clause.clause)
