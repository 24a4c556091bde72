"""Learns the weights of the ranking's features from judged questions; tells what they are worth on others."""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from search.engines.base import Engine, Match
from search.engines.scoring import NAMED
from search.evaluation.runner import Figures, Judged, ask, figures
from search.ranking import standing
from search.ranking.order import Ranking
from search.ranking.weights import WEIGHTS

FOLDS = 5
# How much a weight costs; chosen by comparing figures of all sets: those kept apart are to that degree
# flattered. Learning ends once a step is worth less than ENOUGH.
PENALTY = 20.0
STEPS = 30
ENOUGH = 0.01
# Of this share of the questions learned from, what people ask of the laws that answer them is hidden, and of
# half the other laws: the weights are to hold for laws of which nobody's questions are known.
HIDDEN = 0.3
OTHERS_HIDDEN = 0.5


@dataclass(frozen=True)
class Example:
    """A question, the features of the answers that were found, which of them are right, and what is first
    whatever the features say. `others` has the features as if the question itself had never been counted.
    """

    judged: Judged
    keys: tuple[str, ...]
    told: Mapping[str, Sequence[float]]
    others: Mapping[str, Sequence[float]]
    is_named: tuple[bool, ...]
    scores: tuple[float, ...]


class Curtain:
    """Hides what people ask of some of the laws that are held."""

    def __init__(self) -> None:
        self._laws: dict[str, dict[str, str]] = {}
        for document, key in standing.asked_articles():
            self._laws.setdefault(document.law, {})[document.key] = key

    def hidden(self, one: Judged) -> dict[str, str]:
        """Of the laws that answer a question and of some others, by lot, as `ask` takes it."""
        drawn = random.Random(one.query)  # noqa: S311
        return {
            key: asked
            for articles in self._laws.values()
            if drawn.random() < OTHERS_HIDDEN or one.relevant & articles.keys()
            for key, asked in articles.items()
        }


def gather(engine: Engine, judged: Sequence[Judged], curtain: Curtain | None = None) -> list[Example]:
    """What the ranking sees of each question, read by the model; nothing of what `curtain` hides."""
    examples: list[Example] = []
    for place, one in enumerate(judged):

        def watch(ranking: Ranking, matches: Sequence[Match], one=one) -> None:
            other = replace(ranking, laws=standing.without(ranking.laws, one.laws))
            examples.append(
                Example(
                    one,
                    tuple(match.key for match in matches),
                    ranking.told(matches),
                    other.told(matches),
                    tuple(match.score >= NAMED for match in matches),
                    tuple(match.score for match in matches),
                )
            )

        ask(engine, one.query, WEIGHTS, watch, curtain.hidden(one) if curtain else {})
        if len(examples) == place:
            examples.append(Example(one, (), {}, {}, (), ()))
    return examples


def mixed(known: Iterable[Example], hidden: Iterable[Example]) -> list[Example]:
    """What is learned from: HIDDEN of the questions, by lot, without what people ask of their answers."""
    drawn = random.Random(1)  # noqa: S311
    return [other if drawn.random() < HIDDEN else one for one, other in zip(known, hidden, strict=True)]


def fit(examples: Sequence[Example]) -> dict[str, float]:
    """The weight of each feature by which a right answer is likeliest to be drawn among those found.

    Newton's method on the softmax of each question's answers, with a price on the square of each weight; a
    feature is measured by its spread over all of them. Empty where nothing right was found.
    """
    import numpy

    usable = [one for one in examples if one.judged.relevant.intersection(one.keys)]
    if not usable:
        return {}
    names = list(usable[0].others)
    rows = numpy.array([row for one in usable for row in zip(*one.others.values(), strict=True)])
    spread = rows.std(axis=0)
    spread[spread == 0] = 1.0
    rows = (rows - rows.mean(axis=0)) / spread
    sizes = [len(one.keys) for one in usable]
    starts, of = numpy.cumsum([0, *sizes[:-1]]), numpy.repeat(numpy.arange(len(usable)), sizes)
    right = numpy.array([float(key in one.judged.relevant) for one in usable for key in one.keys])
    right /= numpy.add.reduceat(right, starts)[of]

    def cost(weights):
        """How unlikely the right answers are with these weights, and how likely each answer is."""
        sums = rows @ weights
        best = numpy.maximum.reduceat(sums, starts)
        likely = numpy.exp(sums - best[of])
        whole = numpy.add.reduceat(likely, starts)
        told = (numpy.log(whole) + best).sum() - right @ sums + PENALTY / 2 * weights @ weights
        return told, likely / whole[of]

    weights = numpy.zeros(len(names))
    spent, likely = cost(weights)
    for _ in range(STEPS):
        slope = rows.T @ (likely - right) + PENALTY * weights
        weighed = rows * likely[:, None]
        expected = numpy.add.reduceat(weighed, starts)
        bend = rows.T @ weighed - expected.T @ expected + PENALTY * numpy.eye(len(names))
        step, before = numpy.linalg.solve(bend, slope), spent
        for _ in range(STEPS):
            spent, likely = cost(weights - step)
            if spent < before:
                weights = weights - step
                break
            step = step / 2
        if before - spent < ENOUGH:
            break
    found = {name: round(float(value), 4) for name, value in zip(names, weights / spread, strict=True)}
    return {name: value for name, value in found.items() if value}


def ranked(example: Example, weights: Mapping[str, float]) -> list[str]:
    """The keys in the order the weights give."""
    sums = [
        (
            example.is_named[place] * example.scores[place],
            sum(weights[name] * example.told[name][place] for name in weights),
        )
        for place in range(len(example.keys))
    ]
    return [
        example.keys[place] for place in sorted(range(len(sums)), key=lambda place: sums[place], reverse=True)
    ]


def crossed(
    examples: Sequence[Example], asked: Sequence[Example] | None = None, *, by_article: bool
) -> Figures:
    """Figures of questions, as `asked` where given, ranked with weights learned from the other FOLDS.

    `by_article` keeps questions that share an article in one part, so that no part knows another's.
    """
    part = _parts(examples, by_article)
    learned = {
        number: fit([one for one, other in zip(examples, part, strict=True) if other != number])
        for number in set(part)
    }
    rankings = [ranked(one, learned[number]) for one, number in zip(asked or examples, part, strict=True)]
    return figures(rankings, [one.judged for one in examples], [])


def worth(examples: Sequence[Example], weights: Mapping[str, float]) -> Figures:
    """Figures of questions ranked with these weights."""
    return figures([ranked(one, weights) for one in examples], [one.judged for one in examples], [])


def _parts(examples: Sequence[Example], by_article: bool) -> list[int]:
    """The part of each question."""
    belongs = list(range(len(examples)))
    if by_article:
        first: dict[str, int] = {}
        for place, one in enumerate(examples):
            for key in sorted(one.judged.relevant):
                root, other = _root(belongs, place), _root(belongs, first.setdefault(key, place))
                belongs[max(root, other)] = min(root, other)
    roots = [_root(belongs, place) for place in range(len(examples))]
    shuffled = sorted(set(roots))
    random.Random(1).shuffle(shuffled)  # noqa: S311
    part = {root: place % FOLDS for place, root in enumerate(shuffled)}
    return [part[root] for root in roots]


def _root(belongs: Sequence[int], place: int) -> int:
    while belongs[place] != place:
        place = belongs[place]
    return place
