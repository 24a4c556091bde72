"""Puts judged queries to an engine and says how good and how fast the answers are."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from search.documents import PUBLIC
from search.engines.base import Engine, EngineQuery
from search.evaluation.judged import JudgedQuery, KnownNames
from search.evaluation.metrics import mean, ndcg_at, percentile, recall_at, reciprocal_rank_at
from search.meaning.reranking import reorder_for
from search.question import Question
from search.synonyms import current_table
from search.understanding import understand

DEPTH = 100
# Loading the model is not what is measured.
PATIENCE = 30
KINDS = ("law", "article")


@dataclass(frozen=True)
class Judged:
    """A query with the keys of its right answers."""

    query: str
    relevant: frozenset[str]


@dataclass(frozen=True)
class Agenda:
    """What can be asked of the laws that are held, and the names of those that are not."""

    judged: tuple[Judged, ...]
    skipped: int
    missing: tuple[str, ...] = field(default=())


def prepare(queries: Sequence[JudgedQuery]) -> Agenda:
    """Resolve the answers' names. A query none of whose answers is held cannot be judged and is skipped."""
    names, judged, missing = KnownNames(), [], []
    for query in queries:
        keys, unknown = names.keys(query.relevant)
        missing += unknown
        if keys:
            judged.append(Judged(query.query, frozenset(keys)))
    return Agenda(tuple(judged), len(queries) - len(judged), tuple(dict.fromkeys(missing)))


def evaluate(engine: Engine, judged: Sequence[Judged], *, reranked: bool = False) -> dict[str, float]:
    """Figures of one engine over the statutes it holds; times in milliseconds, analysis included.

    `reranked` has the model, where it is switched on, take part; its order is waited for.
    """
    rankings, times = [], []
    if judged:
        # Dictionaries and tables are loaded once in a process's life.
        _ranked(engine, "热身", reranked)
    for one in judged:
        started = time.perf_counter()
        rankings.append(_ranked(engine, one.query, reranked))
        times.append((time.perf_counter() - started) * 1000)
    pairs = list(zip(rankings, (one.relevant for one in judged), strict=True))
    figures = {f"recall@{depth}": mean([recall_at(*pair, depth) for pair in pairs]) for depth in (5, 10, 100)}
    figures["mrr@10"] = mean([reciprocal_rank_at(*pair, 10) for pair in pairs])
    figures["ndcg@10"] = mean([ndcg_at(*pair, 10) for pair in pairs])
    figures["median_ms"] = percentile(times, 0.5)
    figures["p95_ms"] = percentile(times, 0.95)
    return {name: round(value, 4) for name, value in figures.items()}


def _ranked(engine: Engine, text: str, reranked: bool) -> list[str]:
    text, table = understand(text).text, current_table()
    reorder = reorder_for(text, patience=PATIENCE) if reranked else None
    found = engine.search(
        EngineQuery(
            Question(text), (PUBLIC,), DEPTH, filters={"kind": KINDS}, synonyms=table, reorder=reorder
        )
    )
    return [match.key for match in found.matches]
