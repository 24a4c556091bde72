"""Puts the best of an answer in order: what the words say, the model, and what is known of each law."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import log1p, sqrt

from search.engines.base import Match
from search.engines.scoring import NAMED
from search.meaning import reading
from search.meaning.reading import PATIENCE, Meaning, Reading
from search.ranking import standing
from search.ranking.standing import Standing
from search.ranking.weights import WEIGHTS, Weights

# What belongs to no law.
ELSEWHERE = Standing("", False, 0.0, 0.0)


@dataclass(frozen=True)
class Ranking:
    """How the answers to one question are put in order. Without the model it does without it."""

    weights: Weights = WEIGHTS
    reading: Reading | None = None
    laws: Mapping = field(default_factory=standing.current)

    def near(self) -> tuple[str, ...]:
        """The keys of the documents nearest in meaning; none where the model is away or late."""
        return self._meaning.nearest(self.weights.near) if self._meaning else ()

    def order(self, matches: Sequence[Match]) -> list[int]:
        """The places of `matches`, the best first: cited articles and laws called by name before all."""
        places = sorted(range(len(matches)), key=lambda place: -matches[place].score)
        first = [place for place in places if matches[place].score >= NAMED]
        rest = [place for place in places if matches[place].score < NAMED]
        scores = dict(zip(rest, self._scores([matches[place] for place in rest]), strict=True))
        return first + sorted(rest, key=lambda place: -scores[place])

    def _scores(self, matches: Sequence[Match]) -> list[float]:
        found = [self.laws.get(match.group) for match in matches]
        known = [each or ELSEWHERE for each in found]
        words = standard(
            [
                match.score * self.weights.factor(each.level, each.has_ended, each.named)
                for match, each in zip(matches, known, strict=True)
            ]
        )
        near = self._meaning.similarities([match.key for match in matches]) if self._meaning else None
        known_near = near is not None and any(value is not None for value in near)
        scores = blended(words, near, self.weights.meaning) if known_near else words
        elsewhere = log1p(self.weights.asked_elsewhere)
        return [
            score + self.weights.asked * (law.asked if law else elsewhere)
            for score, law in zip(scores, found, strict=True)
        ]

    @cached_property
    def _meaning(self) -> Meaning | None:
        """What the model read, waited for once."""
        return self.reading.meaning() if self.reading else None


def ranking_for(text: str, *, weights: Weights = WEIGHTS, patience: float = PATIENCE) -> Ranking:
    """The ranking of the answers to `text`; the model begins to read it now."""
    return Ranking(weights, reading.begin(text, patience=patience) if weights.meaning else None)


def blended(words: Sequence[float], meanings: Sequence[float | None], share: float) -> list[float]:
    """Both measures, the words' standardised already; an unknown meaning is an average one."""
    known = iter(standard([value for value in meanings if value is not None]))
    return [
        (1 - share) * word + share * (0.0 if value is None else next(known))
        for word, value in zip(words, meanings, strict=True)
    ]


def standard(values: Sequence[float]) -> list[float]:
    """Each value measured against their average and spread."""
    if not values:
        return []
    average = sum(values) / len(values)
    spread = sqrt(sum((value - average) ** 2 for value in values) / len(values)) or 1.0
    return [(value - average) / spread for value in values]
