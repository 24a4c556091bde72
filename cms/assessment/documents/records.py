"""A valid document. Numbers are fractions: 10×5÷7 has no last digit, and nothing is rounded on the way."""

from dataclasses import dataclass
from fractions import Fraction

# What earns a part of the hundred; a bonus stands outside of it, a veto earns nothing.
WITHIN_THE_HUNDRED = frozenset({"points", "deduct", "quota"})


@dataclass(frozen=True, slots=True)
class Band:
    name: str
    least: Fraction
    share: Fraction | None


@dataclass(frozen=True, slots=True)
class Group:
    key: str
    name: str
    weight: Fraction
    kind: str
    drop_extremes: bool = False
    minimum_votes: int = 1


@dataclass(frozen=True, slots=True)
class Indicator:
    """`max`, `per`, `cap`, `required` and `at_best` are set as its kind wants them."""

    key: str
    name: str
    kind: str
    max: Fraction | None = None
    per: Fraction | None = None
    cap: Fraction | None = None
    required: int | None = None
    at_best: str | None = None


@dataclass(frozen=True, slots=True)
class Scheme:
    name: str
    year: int
    bands: tuple[Band, ...]
    groups: tuple[Group, ...]
    indicators: tuple[Indicator, ...]
    bonus_cap: Fraction | None
    total_cap: Fraction | None


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of one indicator; what was not entered is None, 0 or False."""

    self_score: Fraction | None = None
    office: Fraction | None = None
    count: int = 0
    hit: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PanelScore:
    assessor: str
    agency: str | None
    score: Fraction


@dataclass(frozen=True, slots=True)
class Agency:
    """`exempt` gives the reason by indicator, `votes` the number by level."""

    code: str
    name: str
    entries: dict[str, Entry]
    exempt: dict[str, str]
    panel: tuple[PanelScore, ...]
    votes: dict[int, int]


@dataclass(frozen=True, slots=True)
class Document:
    scheme: Scheme
    agencies: tuple[Agency, ...]
