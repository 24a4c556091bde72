"""Puts judged queries to an engine and says how good and how fast the answers are."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType

from search.documents import PUBLIC
from search.engines.base import Engine, EngineQuery, Match
from search.evaluation.judged import JudgedQuery, KnownNames, law_of
from search.evaluation.metrics import confidence, mean, ndcg_at, percentile, recall_at, reciprocal_rank_at
from search.question import Question
from search.ranking import standing
from search.ranking.order import Ranking, ranking_for
from search.ranking.weights import WEIGHTS, Weights
from search.synonyms import current_table
from search.understanding import understand

DEPTH = 100
# Loading the model is not what is measured.
PATIENCE = 30
KINDS = ("law", "article")
Watch = Callable[[Ranking, Sequence[Match]], None]
# The ranking without one of its parts.
ABLATIONS = {
    "不用学来的权重": replace(WEIGHTS, learned=False),
    "不计被引次数": replace(WEIGHTS, named=0.0),
    "不分效力层级": replace(WEIGHTS, levels={}),
    "不分是否废止": replace(WEIGHTS, ended=1.0),
    "不计问到的次数": replace(WEIGHTS, asked=0.0),
    "不用人话问法": replace(WEIGHTS, lay=False),
    "只重排不并入": replace(WEIGHTS, near=0),
    "只按词": replace(WEIGHTS, named=0.0, levels={}, ended=1.0, asked=0.0, meaning=0.0, learned=False),
}


@dataclass(frozen=True)
class Judged:
    """A query with the keys of its right answers, and the short title of the law of each."""

    query: str
    relevant: frozenset[str]
    laws: tuple[str, ...] = ()


@dataclass(frozen=True)
class Agenda:
    """What can be asked of the laws that are held, and the names of those that are not."""

    judged: tuple[Judged, ...]
    skipped: int
    missing: tuple[str, ...] = field(default=())


def prepare(queries: Sequence[JudgedQuery], names: KnownNames | None = None) -> Agenda:
    """Resolve the answers' names. A query none of whose answers is held cannot be judged and is skipped."""
    names, judged, missing = names or KnownNames(), [], []
    for query in queries:
        keys, unknown = names.keys(query.relevant)
        missing += unknown
        if keys:
            judged.append(Judged(query.query, frozenset(keys), tuple(map(law_of, query.relevant))))
    return Agenda(tuple(judged), len(queries) - len(judged), tuple(dict.fromkeys(missing)))


@dataclass(frozen=True)
class Figures:
    """What an engine's answers to judged queries are worth; times in milliseconds, analysis included."""

    averages: Mapping[str, float]
    # Of each question by itself.
    values: Mapping[str, Sequence[float]]

    @cached_property
    def intervals(self) -> dict[str, tuple[float, float]]:
        """Between what the average of as many other questions of the kind lies in 95 of 100 cases."""
        return {
            name: tuple(round(end, 3) for end in confidence(found)) for name, found in self.values.items()
        }

    def as_dict(self) -> dict[str, float]:
        return {**self.averages, **{f"{name}_95": list(ends) for name, ends in self.intervals.items()}}

    def __str__(self) -> str:
        return "  ".join(
            f"{name} {value}" + (f"（{low}–{high}）" if (low, high) != (None, None) else "")
            for name, value in self.averages.items()
            for low, high in [self.intervals.get(name, (None, None))]
        )


def evaluate(
    engine: Engine, judged: Sequence[Judged], *, reranked: bool = False, weights: Weights = WEIGHTS
) -> Figures:
    """Figures of one engine over the statutes it holds.

    `reranked` has the model, where it is switched on, take part; its order is waited for.
    """
    rankings, times = [], []
    weights = weights if reranked else replace(weights, meaning=0.0)
    if judged:
        # Dictionaries and tables are loaded once in a process's life.
        ask(engine, "热身", weights)
    for one in judged:
        started = time.perf_counter()
        rankings.append(ask(engine, one.query, weights))
        times.append((time.perf_counter() - started) * 1000)
    return figures(rankings, judged, times)


def figures(rankings: Sequence[Sequence[str]], judged: Sequence[Judged], times: Sequence[float]) -> Figures:
    """What these rankings of keys, best first, are worth."""
    pairs = list(zip(rankings, (one.relevant for one in judged), strict=True))
    values = {f"recall@{depth}": [recall_at(*pair, depth) for pair in pairs] for depth in (5, 10, 100)}
    values["mrr@10"] = [reciprocal_rank_at(*pair, 10) for pair in pairs]
    values["ndcg@10"] = [ndcg_at(*pair, 10) for pair in pairs]
    values["first"] = [reciprocal_rank_at(*pair, 1) for pair in pairs]
    values["first_three"] = [float(reciprocal_rank_at(*pair, 3) > 0) for pair in pairs]
    averages = {name: mean(found) for name, found in values.items()}
    if times:
        averages |= {"median_ms": percentile(times, 0.5), "p95_ms": percentile(times, 0.95)}
    return Figures({name: round(value, 4) for name, value in averages.items()}, values)


def ask(
    engine: Engine,
    text: str,
    weights: Weights,
    watch: Watch = lambda ranking, matches: None,
    hidden: Mapping[str, str] = MappingProxyType({}),
) -> list[str]:
    """The keys of the answers, best first; `watch` sees what was put in order, and by what.

    What people ask for the documents `hidden` (keys, with those in `lay_questions`) is as if nobody knew it.
    """
    text, table = understand(text).text, current_table()
    ranking = ranking_for(text, table, weights=weights, patience=PATIENCE, hidden=frozenset(hidden))

    def reorder(matches: Sequence[Match]) -> list[int]:
        watch(ranking, matches)
        return ranking.order(matches)

    found = engine.search(
        EngineQuery(
            Question(text),
            (PUBLIC,),
            DEPTH,
            filters={"kind": KINDS},
            synonyms=table,
            reorder=reorder,
            near=ranking.near(),
            lay=_asked_for(hidden) if weights.lay else frozenset(),
        )
    )
    return [match.key for match in found.matches]


def _asked_for(hidden: Mapping[str, str]) -> frozenset[str] | None:
    known = standing.asked_for()
    return known.difference(hidden.values()) if known and hidden else known
