"""Plans and clauses in the words of the DSL."""

from elasticsearch.dsl import A, Q, Search
from elasticsearch.dsl.aggs import Agg
from elasticsearch.dsl.query import Query

from search.engines import clauses
from search.engines.base import EngineQuery
from search.engines.scoring import FACET_SIZE, KEY, Plan


def asked(search: Search, planned: Plan, query: EngineQuery) -> Search:
    """`search` for the hits in the query's window and the counts of its facets."""
    size, first = query.window
    search = search.query(translated(planned.ranked(narrowed=not planned.filters)))
    search = search.extra(from_=first, size=size, track_total_hits=True)
    if planned.filters:
        search = search.post_filter(translated(clauses.Combined(must=tuple(planned.filters.values()))))
    if planned.by_date:
        search = search.sort("-day")
    if query.group_size or query.reorder:
        search = grouped(search)
    for name in query.facets:
        search.aggs.bucket(name, _counted(planned, name))
    return search


def grouped(search: Search) -> Search:
    """`search` with the group of each hit."""
    return search.extra(docvalue_fields=["group"])


def counts(answer: dict, names: tuple[str, ...]) -> dict[str, dict[str, int]]:
    """How many documents each value of the facets has; a facet without a value is left out."""
    found = {}
    for name in names:
        counted = answer["aggregations"][name]
        if buckets := counted.get("values", counted)["buckets"]:
            found[name] = {bucket["key"]: bucket["doc_count"] for bucket in buckets}
    return found


def _counted(planned: Plan, name: str) -> Agg:
    """Each facet is counted under the filters of the others."""
    values = A("terms", field=name, size=FACET_SIZE)
    others = tuple(clause for facet, clause in planned.filters.items() if facet != name)
    if not others:
        return values
    return A("filter", filter=translated(clauses.Combined(must=others)), aggs={"values": values})


def translated(clause: clauses.Clause, boost: float = 1.0) -> Query:
    """The clause as the DSL says it."""
    match clause:
        case clauses.Anything():
            return Q("match_all", boost=boost)
        case clauses.Term(field, value):
            return Q("term", **{field: {"value": value, "boost": boost}})
        case clauses.OneOf():
            return Q("constant_score", filter=_filter(clause), boost=0.0)
        case clauses.Phrase(field, (beginning,), prefix=True):
            return Q("prefix", **{field: {"value": beginning, "boost": boost}})
        case clauses.Phrase(field, words, prefix):
            name = "match_phrase_prefix" if prefix else "match_phrase"
            return Q(name, **{field: {"query": " ".join(words), "boost": boost}})
        case clauses.Boosted(inner, factor):
            return translated(inner, boost * factor)
        case clauses.Fixed(inner, score):
            return Q("constant_score", filter=translated(inner), boost=score * boost)
        case clauses.Best(inner, tie):
            return Q("dis_max", queries=[translated(part) for part in inner], tie_breaker=tie, boost=boost)
        case clauses.Combined(must, should, without):
            scored = [part for part in must if not _unscored(part)]
            return Q(
                "bool",
                must=[translated(part) for part in scored],
                filter=[_filter(part) for part in must if _unscored(part)],
                should=[translated(part) for part in should],
                must_not=[translated(part) for part in without],
                boost=boost,
            )
    raise TypeError(clause)


def _unscored(clause: clauses.Clause) -> bool:
    return isinstance(clause, clauses.OneOf) or (isinstance(clause, clauses.Fixed) and clause.score == 0)


def _filter(clause: clauses.OneOf | clauses.Fixed) -> Query:
    """A condition without a score, which the cluster may cache."""
    if isinstance(clause, clauses.OneOf):
        if clause.field == KEY:
            return Q("ids", values=list(clause.values))
        return Q("terms", **{clause.field: list(clause.values)})
    return translated(clause.clause)
