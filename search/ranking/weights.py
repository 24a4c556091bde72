"""Every weight of the ranking beyond the words' own, and why it is what it is.

Measured on questions in people's words whose right articles share none with those the weights were chosen by;
`search_evaluate --ablate` shows what each is worth.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True)
class Weights:
    # A law that many documents name in 《》 is more often what is meant. From data, no choice of ours; grows
    # with the logarithm, so that a hundred namings raise a score by a quarter.
    named: float = 0.06
    # Regulations and rules repeat what a law says; whoever asks in plain words means the law.
    levels: Mapping[str, float] = field(
        default_factory=lambda: MappingProxyType(
            {"行政法规": 0.8, "地方性法规": 0.8, "规章": 0.8, "司法解释": 0.9, "其他规范性文件": 0.8}
        )
    )
    # What has ended, or is about a law that has, stands below what is in force.
    ended: float = 0.8
    # Of the order, what the model says; the rest is what the words say. Half and half was best.
    meaning: float = 0.5
    # How many documents that are near in meaning join those that the words found; a hundred gave no more.
    near: int = 50
    # What people ask about, counted per law (`asked.json`), added in parts of the scores' spread.
    asked: float = 0.15
    # Whether what people ask that an article answers is searched and compared with the question.
    lay: bool = True
    # Whether the sum of features with learned weights decides (`learned.json`), or the formula of the above.
    learned: bool = True
    # A page or an event stands as a law about which so many ask: neither before nor behind the statutes.
    asked_elsewhere: float = 20.0

    def factor(self, level: str, has_ended: bool, named_in: float) -> float:
        """What the words' score of a law's article is multiplied by; `named_in` is 1 + log."""
        return self.levels.get(level, 1.0) * (self.ended if has_ended else 1.0) * (1 + self.named * named_in)


WEIGHTS = Weights()
