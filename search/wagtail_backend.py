"""Editors' search: a Wagtail search backend over the same analysis and engine.

Every indexed object has an editorial document of its searchable text. A query asks the engine which
objects of the model contain its terms as they stand, so 宪法 is found inside 国家宪法日活动; the queryset
then filters and orders as the caller wishes, so Wagtail's permissions, filters and ordering hold
unchanged. A term is a substring in Chinese, so a partial match needs nothing more, and `fields` does not
narrow the search.
"""

from functools import cached_property

from django.db.models import Case, FloatField, IntegerField, Q, Value, When
from modelsearch.backends.base import get_model_root
from modelsearch.backends.database.fallback import (
    DatabaseSearchBackend,
    DatabaseSearchQueryCompiler,
    DatabaseSearchResults,
)
from modelsearch.index import SearchField
from modelsearch.query import And, Boost, MatchAll, Not, Or, Phrase, PlainText
from wagtail.search.backends.base import BaseIndex

from search import delivery, fallback, outbox
from search.documents import EDITORIAL, Document
from search.engines import failover
from search.engines.base import EngineUnavailable
from search.models import SearchDocument

# A list in the admin that is longer than this wants a filter, not another page.
MAX_MATCHES = 2000


def kind_of(model) -> str:
    """The kind of a model's editorial documents: that of its root, since pages are found as pages."""
    return f"editorial:{get_model_root(model)._meta.label_lower}"


def document_of(instance) -> Document:
    """All searchable text of an object; its first searchable field is the title."""
    texts = [
        _plain(field.get_value(instance))
        for field in instance.get_searchable_search_fields()
        if isinstance(field, SearchField)
    ]
    kind = kind_of(type(instance))
    return Document(
        key=f"{kind}:{instance.pk}", kind=kind, title=str(instance), body="\n".join(texts), url="",
        visibility=EDITORIAL,
    )  # fmt: skip


def _plain(value) -> str:
    if isinstance(value, list | tuple):
        return "\n".join(map(_plain, value))
    return "" if value is None else str(value)


class Index(BaseIndex):
    """Editorial documents, written through the outbox."""

    def __init__(self, backend):
        super().__init__(backend)
        self.written: set[str] = set()

    def add_items(self, model, items):
        specific = [item.specific if hasattr(item, "specific") else item for item in items]
        documents = [document_of(item) for item in specific]
        outbox.write(documents)
        self.written.update(document.key for document in documents)

    def delete_item(self, item):
        outbox.remove_keys([f"{kind_of(type(item))}:{item.pk}"])


class Rebuilder:
    """Writes every editorial document anew (`update_index`) and removes those whose object is gone."""

    def __init__(self, index: Index):
        self.index = index

    def start(self) -> Index:
        return self.index

    def finish(self) -> None:
        held = SearchDocument.objects.filter(visibility=EDITORIAL, deleted=False)
        strays = set(held.values_list("key", flat=True)) - self.index.written
        outbox.remove_keys(sorted(strays))


class QueryCompiler(DatabaseSearchQueryCompiler):
    """Turns a search query into a condition on primary keys, remembering relevance."""

    prefix = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.relevance: dict[str, int] = {}

    def check(self):
        """The database filters and orders, by whatever the queryset names: nothing needs an index first."""

    def check_boost(self, query, boost=1.0):
        """Weights of single terms mean nothing where a term is found or not found."""

    @cached_property
    def found(self) -> Q:
        """The condition of the whole query; a page and its count ask the engine once."""
        return self.condition(self.query)

    def condition(self, query) -> Q:
        match query:
            case PlainText():
                return self._found(tuple(query.query_string.split()), every=query.operator != "or")
            case Phrase():
                return self._found((query.query_string,), every=True)
            case Boost():
                return self.condition(query.subquery)
            case MatchAll():
                return Q()
            case Not():
                return ~self.condition(query.subquery)
            case And():
                condition = Q()
                for part in query.subqueries:
                    condition &= self.condition(part)
                return condition
            case Or():
                condition = Q(pk__in=[])
                for part in query.subqueries:
                    condition |= self.condition(part)
                return condition
        raise NotImplementedError(f"不支持的查询：{type(query).__name__}")

    def _found(self, terms: tuple[str, ...], *, every: bool) -> Q:
        kind = kind_of(self.queryset.model)
        try:
            matches, stale = failover.ask(
                lambda engine: engine.match(terms, kind, every=every, prefix=self.prefix, limit=MAX_MATCHES)
            )
            is_whole = stale or matches or not delivery.lacks_documents(found_nothing=True)
        except EngineUnavailable as error:
            delivery.heal(str(error))
            is_whole = False
        if not is_whole:
            matches = fallback.match(terms, kind, every=every, limit=MAX_MATCHES)
        pks = [match.key.rpartition(":")[2] for match in matches]
        for pk in pks:
            self.relevance.setdefault(pk, len(self.relevance))
        return Q(pk__in=pks)


class AutocompleteQueryCompiler(QueryCompiler):
    prefix = True


class Results(DatabaseSearchResults):
    def get_queryset(self):
        compiler = self.query_compiler
        queryset = compiler.queryset.filter(compiler.found)
        if compiler.order_by_relevance and compiler.relevance:
            ranks = [When(pk=pk, then=Value(rank)) for pk, rank in list(compiler.relevance.items())[:500]]
            rank = Case(*ranks, default=Value(len(compiler.relevance)), output_field=IntegerField())
            queryset = queryset.order_by(rank, "pk")
        elif not queryset.query.order_by:
            queryset = queryset.order_by("-pk")
        return queryset[self.start : self.stop]

    def _do_search(self):
        queryset = self.get_queryset()
        if self._score_field:
            queryset = queryset.annotate(**{self._score_field: Value(None, output_field=FloatField())})
        return queryset.iterator(self.iterator_chunk_size)


class WagtailSearchBackend(DatabaseSearchBackend):
    query_compiler_class = QueryCompiler
    autocomplete_query_compiler_class = AutocompleteQueryCompiler
    index_class = Index
    rebuilder_class = Rebuilder
    results_class = Results


SearchBackend = WagtailSearchBackend
