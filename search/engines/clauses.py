"""Conditions and scores as plain values; each engine turns them into its own."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Anything:
    """Every document."""


@dataclass(frozen=True)
class Term:
    """Documents with this token in `field`, scored by BM25."""

    field: str
    value: str


@dataclass(frozen=True)
class OneOf:
    """Documents with one of these tokens in `field`; scores nothing."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Phrase:
    """Documents with these tokens side by side; with `prefix` the last is only a beginning."""

    field: str
    tokens: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True)
class Boosted:
    """The clause with its score multiplied."""

    clause: "Clause"
    factor: float


@dataclass(frozen=True)
class Fixed:
    """The clause with one score for all documents."""

    clause: "Clause"
    score: float


@dataclass(frozen=True)
class Best:
    """One of the clauses; the best score counts, the others add `tie` of theirs."""

    clauses: tuple["Clause", ...]
    tie: float = 0.0


@dataclass(frozen=True)
class Combined:
    """All of `must` and none of `without`; where `must` is empty, one of `should`. Scores add up."""

    must: tuple["Clause", ...] = ()
    should: tuple["Clause", ...] = ()
    without: tuple["Clause", ...] = ()


Clause = Anything | Term | OneOf | Phrase | Boosted | Fixed | Best | Combined
