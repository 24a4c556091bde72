"""What an engine promises. An engine is a replica: it never holds the only copy of anything."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from search.analysis.synonyms import EMPTY, SynonymTable
from search.chinese.citations import Citation
from search.documents import Document
from search.question import Question

RELEVANCE = "relevance"
DATE = "date"
# Nobody reads further, and groups are made of no more than this many documents.
MAX_DEPTH = 1000
# How many of the best are put in order again where a query says how.
REORDERED = 100


class EngineUnavailable(Exception):
    """The engine cannot answer or write now; another may."""


@dataclass(frozen=True)
class Entry:
    """One write: a document, or its removal where `document` is None, as of `version`."""

    key: str
    version: int
    document: Document | None


class Match(NamedTuple):
    """A document with its score; `group` is its group as the engine names it, where it was asked for."""

    key: str
    score: float
    group: Hashable = None


# The places of the best matches of an answer, in a better order.
Reorder = Callable[[Sequence[Match]], list[int]]


@dataclass(frozen=True)
class EngineQuery:
    """A question to an engine.

    `filters` has the values wanted per facet: one of them in each facet named. `facets` names those whose
    counts are wanted. With `group_size` the answer is made of groups, at most that many documents of each
    being named; `limit` and `offset` then count groups, else documents. `synonyms` says what else the
    terms of the question may mean. `citations` are given where the question is nothing else: then the cited
    articles, their laws and whatever refers to them are the answer. `reorder`, where given, decides on the
    order of the best REORDERED documents of an answer by relevance. `near` has the keys of documents that
    answer although they need share no word with the question; they are among those put in order. `lay` has
    the articles for which what people ask is searched too, all where None.
    """

    question: Question
    visibility: tuple[str, ...]
    limit: int
    offset: int = 0
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    order: str = RELEVANCE
    facets: tuple[str, ...] = ()
    group_size: int = 0
    synonyms: SynonymTable = EMPTY
    citations: tuple[Citation, ...] = ()
    reorder: Reorder | None = None
    near: tuple[str, ...] = ()
    lay: frozenset[str] | None = None

    @property
    def window(self) -> tuple[int, int]:
        """How many documents an engine reads to answer, and from which place on."""
        if self.group_size:
            return MAX_DEPTH, 0
        if self.reorder:
            return max(self.offset + self.limit, REORDERED), 0
        return self.limit, self.offset


class Group(NamedTuple):
    """The best documents of one group, best first, and how many it has within the greatest depth."""

    matches: tuple[Match, ...]
    size: int


@dataclass(frozen=True)
class Matches:
    """The page asked for. Without grouping each document is a group of its own.

    `total` counts documents, `group_total` what pages are cut from. `facets` has the number of documents
    per value, under all filters but the facet's own.
    """

    groups: tuple[Group, ...] = ()
    total: int = 0
    group_total: int = 0
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @property
    def matches(self) -> tuple[Match, ...]:
        return tuple(match for group in self.groups for match in group.matches)


class Engine(Protocol):
    """One search engine."""

    name: str

    def ready(self) -> bool:
        """Whether there is an index to write to and to ask; where there is none, it wants a rebuild."""

    def write(self, entries: Iterable[Entry]) -> None:
        """Apply the writes. A write older than what is held is ignored; a repeated one changes nothing."""

    def rebuild(self, entries: Iterable[Entry], meanwhile: Callable[[], Iterable[Entry]] = lambda: ()) -> int:
        """Replace all by `entries`, readers seeing the old state until the end; return their number.

        `meanwhile` is called last and yields what was written since: newer than `entries`, removals too.
        """

    def clean(self) -> None:
        """Remove what a killed rebuild left behind; only while no rebuild is under way."""

    def search(self, query: EngineQuery) -> Matches:
        """Answer by relevance or date; a question without text is browsing, by date.

        Raises EngineUnavailable, as all of these do, where there is no index or it cannot be read.
        """

    def match(
        self, terms: tuple[str, ...], kind: str, *, every: bool, prefix: bool, limit: int
    ) -> list[Match]:
        """Documents of `kind` that contain each of (`every`) or one of the normalised `terms` literally.

        With `prefix` a Latin term also matches the beginning of a word. For editors' lists, which filter
        further: visibility is the caller's.
        """

    def count(self) -> int:
        """How many documents are held."""
