"""Puts the best of an answer in order: what the words say, the model, and what is known of each law."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from search.analysis.synonyms import EMPTY, SynonymTable
from search.engines.base import Match
from search.engines.scoring import NAMED
from search.meaning import reading
from search.meaning.reading import PATIENCE, Meaning, Reading
from search.ranking import learned, standing
from search.ranking.features import ELSEWHERE, features, filled, standard
from search.ranking.weights import WEIGHTS, Weights


@dataclass(frozen=True)
class Ranking:
    """How the answers to one question are put in order. Without the model it does without it.

    What people ask for the documents `hidden` is as if nobody knew it.
    """

    weights: Weights = WEIGHTS
    reading: Reading | None = None
    laws: Mapping = field(default_factory=standing.current)
    hidden: frozenset[str] = frozenset()

    def near(self) -> tuple[str, ...]:
        """The keys of the documents nearest in meaning; none where the model is away or late."""
        if not self._meaning:
            return ()
        return self._meaning.nearest(self.weights.near, lay=self.weights.lay, hidden=self.hidden)

    def order(self, matches: Sequence[Match]) -> list[int]:
        """The places of `matches`, the best first: cited articles and laws called by name before all."""
        places = sorted(range(len(matches)), key=lambda place: -matches[place].score)
        first = [place for place in places if matches[place].score >= NAMED]
        rest = [place for place in places if matches[place].score < NAMED]
        scores = dict(zip(rest, self._scores([matches[place] for place in rest]), strict=True))
        return first + sorted(rest, key=lambda place: -scores[place])

    def told(self, matches: Sequence[Match]) -> dict[str, list[float]]:
        """The features of the answers; of meaning where the model read the question and them."""
        laws = [self.laws.get(match.group) for match in matches]
        likeness = self._asked(matches, lambda meaning, keys: meaning.likenesses(keys))
        wordings = self._asked(matches, lambda meaning, keys: meaning.wordings(keys))
        return features(matches, laws, self._nearness(matches), likeness, wordings, self.weights)

    def _scores(self, matches: Sequence[Match]) -> list[float]:
        if not matches:
            return []
        told = self.told(matches)
        sums = learned.weighed(told) if self.weights.learned else None
        return sums or self._by_formula(matches, told)

    def _by_formula(self, matches: Sequence[Match], told: Mapping[str, Sequence[float]]) -> list[float]:
        known = [self.laws.get(match.group) or ELSEWHERE for match in matches]
        scores = standard(
            [
                match.score * self.weights.factor(each.level, each.has_ended, each.named)
                for match, each in zip(matches, known, strict=True)
            ]
        )
        if "near" in told:
            scores = blended(scores, told["near"], self.weights.meaning)
        return [
            score + self.weights.asked * asked for score, asked in zip(scores, told["asked"], strict=True)
        ]

    def _nearness(self, matches: Sequence[Match]) -> list[float] | None:
        near = self._meaning.similarities([match.key for match in matches]) if self._meaning else []
        return filled(near) if any(value is not None for value in near) else None

    def _asked(self, matches: Sequence[Match], look_up: Callable[[Meaning, list[str]], Sequence]) -> list:
        """What is known of the questions people ask that each answers; None where nothing is."""
        if not self._meaning or not self.weights.lay:
            return [None] * len(matches)
        known = look_up(self._meaning, [match.key for match in matches])
        return [
            None if match.key in self.hidden else told for match, told in zip(matches, known, strict=True)
        ]

    @cached_property
    def _meaning(self) -> Meaning | None:
        """What the model read, waited for once."""
        return self.reading.meaning() if self.reading else None


def ranking_for(
    text: str,
    table: SynonymTable = EMPTY,
    *,
    weights: Weights = WEIGHTS,
    patience: float = PATIENCE,
    hidden: frozenset[str] = frozenset(),
) -> Ranking:
    """The ranking of the answers to `text`; the model begins to read it now, and what `table` makes of it."""
    if not weights.meaning:
        return Ranking(weights, hidden=hidden)
    return Ranking(weights, reading.begin(text, table.spelt_out(text), patience=patience), hidden=hidden)


def blended(words: Sequence[float], meanings: Sequence[float], share: float) -> list[float]:
    """Both measures, standardised already."""
    return [(1 - share) * word + share * meaning for word, meaning in zip(words, meanings, strict=True)]
