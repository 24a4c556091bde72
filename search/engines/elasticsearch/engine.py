"""The engine: writing, rebuilding and asking."""

import time
from collections.abc import Callable, Iterable

from elasticsearch import Elasticsearch, NotFoundError, helpers
from elasticsearch.dsl import Q, Search

from search.engines import clauses
from search.engines.base import (
    Engine,
    EngineQuery,
    EngineUnavailable,
    Entry,
    Match,
    Matches,
)
from search.engines.elasticsearch.connection import BUILD_SECONDS, WRITE_SECONDS, Connection, unavailable
from search.engines.elasticsearch.indices import Indices
from search.engines.elasticsearch.mapping import held
from search.engines.elasticsearch.queries import asked, counts, grouped, translated
from search.engines.grouping import page_of
from search.engines.scoring import KEY, TOMBSTONE, Plan, literal_match, plan

CHUNK = 500
CONFLICT = 409


class ElasticsearchEngine(Engine):
    """Versioned indices behind the alias `<prefix>-documents`."""

    name = "elasticsearch"

    def __init__(self, connection: Connection):
        client = connection.client()
        self._writer = client.options(request_timeout=WRITE_SECONDS)
        self._builder = client.options(request_timeout=BUILD_SECONDS)
        self.indices = Indices(connection, self._builder)
        self.alias = self.indices.alias
        # Texts are read from the documents table; the cluster answers with keys alone.
        self._search = Search(using=client, index=self.alias).source(False)

    def ready(self) -> bool:
        with unavailable():
            return self.indices.ready(self._writer)

    def write(self, entries: Iterable[Entry]) -> None:
        actions = [_action(entry, self.alias) for entry in entries]
        if not actions:
            return
        with unavailable():
            if not self.ready():
                self.indices.create("first", aliased=True)
            _bulk(self._writer, actions)
            self._writer.indices.refresh(index=self.alias)

    def rebuild(self, entries: Iterable[Entry], meanwhile: Callable[[], Iterable[Entry]] = lambda: ()) -> int:
        with unavailable():
            self.clean()
            index = self.indices.create(str(time.time_ns()), refresh_interval="-1")
            try:
                _bulk(self._builder, (_action(entry, index._name) for entry in entries if entry.document))
                _bulk(self._builder, (_action(entry, index._name) for entry in meanwhile()))
                index.put_settings(settings={"refresh_interval": None})
                index.refresh()
                self.indices.swap(index)
            except BaseException:
                index.delete(ignore_unavailable=True)
                raise
            return self.count()

    def clean(self) -> None:
        with unavailable():
            self.indices.delete(self.indices.every() - self.indices.current())

    def search(self, query: EngineQuery) -> Matches:
        planned = plan(query)
        if planned is None:
            return Matches()
        with unavailable():
            answer = _answer(asked(self._search, planned, query))
        total = answer["hits"]["total"]["value"]
        groups, group_total = page_of(
            answer["hits"]["hits"],
            total,
            query,
            read=_match,
            group_names=_group_names,
            among=lambda keys: self._among(planned, keys),
        )
        return Matches(groups, total, group_total, counts(answer, query.facets))

    def _among(self, planned: Plan, keys: tuple[str, ...]) -> list[dict]:
        wanted = clauses.Combined(must=(planned.ranked(), clauses.OneOf(KEY, keys)))
        return self._found(grouped(self._search), wanted, len(keys))

    def match(self, terms, kind, *, every, prefix, limit):
        clause = literal_match(terms, kind, every=every, prefix=prefix)
        return [_match(hit) for hit in self._found(self._search, clause, limit)] if clause else []

    def _found(self, search: Search, clause: clauses.Clause, limit: int) -> list[dict]:
        with unavailable():
            return _answer(search.query(translated(clause))[:limit])["hits"]["hits"]

    def count(self) -> int:
        living = Q("bool", must_not=[Q("term", kind=TOMBSTONE)])
        with unavailable():
            try:
                return self._search.using(self._writer).query(living).count()
            except NotFoundError:
                return 0


def _bulk(client: Elasticsearch, actions: Iterable[dict]) -> None:
    results = helpers.streaming_bulk(
        client, actions, chunk_size=CHUNK, max_retries=3, initial_backoff=0.5, raise_on_error=False
    )
    for done, result in results:
        answer = next(iter(result.values()))
        # A conflict is a late write: what is held is newer.
        if not done and answer["status"] != CONFLICT:
            raise EngineUnavailable(f"Elasticsearch 拒绝写入：{answer['status']} {answer.get('error')}")


def _action(entry: Entry, index: str) -> dict:
    order = {"_op_type": "index", "version": entry.version, "version_type": "external"}
    return held(entry, index).to_dict(include_meta=True) | order


def _answer(search: Search) -> dict:
    """As it came: an object for each of a thousand hits costs more than the cluster needs to answer.

    Of all shards or none: an answer of some would be taken for the whole.
    """
    return search.params(allow_partial_search_results=False).execute().to_dict()


def _match(hit: dict) -> Match:
    return Match(hit["_id"], hit["_score"] or 0.0)


def _group_names(hits: list[dict]) -> list[str]:
    return [hit["fields"]["group"][0] for hit in hits]
