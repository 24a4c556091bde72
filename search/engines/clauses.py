"""Conditions and scores as plain values; each engine turns them into its own.

Tuples: a question is made of a hundred of them.
"""

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True)
class Anything:
    """Every document."""


class Term(NamedTuple):
    """Documents with this token in `field`, scored by BM25."""

    field: str
    value: str


class OneOf(NamedTuple):
    """Documents with one of these tokens in `field`; scores nothing."""

    field: str
    values: tuple[str, ...]


class Phrase(NamedTuple):
    """Documents with these tokens side by side; with `prefix` the last is only a beginning."""

    field: str
    tokens: tuple[str, ...]
    prefix: bool = False


class Boosted(NamedTuple):
    """The clause with its score multiplied."""

    clause: "Clause"
    factor: float


class Fixed(NamedTuple):
    """The clause with one score for all documents."""

    clause: "Clause"
    score: float


class Best(NamedTuple):
    """One of the clauses; the best score counts, the others add `tie` of theirs."""

    clauses: tuple["Clause", ...]
    tie: float = 0.0


class Combined(NamedTuple):
    """All of `must` and none of `without`; where `must` is empty, one of `should`. Scores add up."""

    must: tuple["Clause", ...] = ()
    should: tuple["Clause", ...] = ()
    without: tuple["Clause", ...] = ()


Clause = Anything | Term | OneOf | Phrase | Boosted | Fixed | Best | Combined
