"""What is known of each answer to a question, as numbers that a sum can weigh."""

from collections.abc import Sequence
from math import exp, log, log1p, sqrt

from search.engines.base import Match
from search.ranking.standing import Standing
from search.ranking.weights import Weights

# What belongs to no law.
ELSEWHERE = Standing("", False, 0.0, 0.0)
# The first place counts half, the second a third: the rest hardly differ.
FIRST_PLACE = 2


def features(
    matches: Sequence[Match],
    laws: Sequence[Standing | None],
    nearness: Sequence[float | None] | None,
    likeness: Sequence[float | None],
    wordings: Sequence[int | None],
    weights: Weights,
) -> dict[str, list[float]]:
    """Each feature with its number for every answer; those of meaning only where `nearness` is known.

    What `weights` switches off is zero everywhere. An unknown nearness, `likeness` or number of `wordings` is
    an average one: that nobody's questions are known of an article speaks neither for it nor against it.
    """
    scores = [match.score for match in matches]
    best = max(scores, default=0.0) or 1.0
    words = standard(scores)
    known = [law or ELSEWHERE for law in laws]
    told = {
        "words": words,
        "words_of_best": [score / best for score in scores],
        "words_place": _places(scores),
        "named": [weights.named and law.named for law in known],
        "level": [log(weights.levels.get(law.level, 1.0)) for law in known],
        "ended": [log(weights.ended) if law.has_ended else 0.0 for law in known],
        "asked": [_asked(law, weights) for law in laws],
    }
    likely = words
    if nearness is not None:
        near = filled(nearness)
        told["near"] = standard(near)
        told["nearness"] = near
        told["near_place"] = _places(near)
        told["likeness"] = filled(likeness)
        told["likeness_place"] = [
            0.0 if like is None else place
            for place, like in zip(_places([like or 0.0 for like in likeness]), likeness, strict=True)
        ]
        told["wordings"] = filled([None if count is None else log1p(count) for count in wordings])
        told["both"] = [min(pair) for pair in zip(words, told["near"], strict=True)]
        likely = [sum(pair) / 2 for pair in zip(words, told["near"], strict=True)]
    told["share_of_law"] = _shares([match.group or match.key for match in matches], likely)
    return told


def standard(values: Sequence[float]) -> list[float]:
    """Each value measured against their average and spread."""
    if not values:
        return []
    average = sum(values) / len(values)
    spread = sqrt(sum((value - average) ** 2 for value in values) / len(values)) or 1.0
    return [(value - average) / spread for value in values]


def filled(values: Sequence[float | None]) -> list[float]:
    """The values, an unknown one being an average one."""
    known = [value for value in values if value is not None]
    average = sum(known) / len(known) if known else 0.0
    return [average if value is None else value for value in values]


def _asked(law: Standing | None, weights: Weights) -> float:
    if not weights.asked:
        return 0.0
    return law.asked if law else log1p(weights.asked_elsewhere)


def _places(values: Sequence[float]) -> list[float]:
    """One over the place of each value among them, the greatest first."""
    found = [0.0] * len(values)
    for place, position in enumerate(sorted(range(len(values)), key=lambda position: -values[position])):
        found[position] = 1 / (FIRST_PLACE + place)
    return found


def _shares(groups: Sequence, likely: Sequence[float]) -> list[float]:
    """How much of all that was found is of the same law, as a logarithm."""
    weighed = [exp(value) for value in likely]
    sums: dict = {}
    for group, weight in zip(groups, weighed, strict=True):
        sums[group] = sums.get(group, 0.0) + weight
    whole = sum(weighed)
    return [log(sums[group] / whole) for group in groups]
