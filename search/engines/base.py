"""What an engine promises. An engine is a replica: it never holds the only copy of anything."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from search.analysis.synonyms import EMPTY, SynonymTable
from search.documents import Document


@dataclass(frozen=True)
class Entry:
    """One write: a document, or its removal where `document` is None, as of `version`."""

    key: str
    version: int
    document: Document | None


@dataclass(frozen=True)
class EngineQuery:
    """A question; `kinds` empty means all. `limit` and `offset` count documents; `synonyms` says what else
    its terms may mean.
    """

    text: str
    kinds: tuple[str, ...]
    visibility: tuple[str, ...]
    limit: int
    offset: int = 0
    synonyms: SynonymTable = EMPTY


@dataclass(frozen=True)
class Match:
    key: str
    score: float


@dataclass(frozen=True)
class Matches:
    """The page asked for, the number of all matches, and their number per kind whatever kinds were asked."""

    matches: tuple[Match, ...]
    total: int
    kind_counts: dict[str, int]


class Engine(Protocol):
    """One search engine."""

    name: str

    def write(self, entries: Iterable[Entry]) -> None:
        """Apply the writes. A write older than what is held is ignored; a repeated one changes nothing."""

    def rebuild(self, entries: Iterable[Entry]) -> int:
        """Replace all by `entries`, readers seeing the old state until the end; return their number."""

    def search(self, query: EngineQuery) -> Matches:
        """Answer by relevance."""

    def match(
        self, terms: tuple[str, ...], kind: str, *, every: bool, prefix: bool, limit: int
    ) -> list[Match]:
        """Documents of `kind` that contain each of (`every`) or one of the normalised `terms` literally.

        With `prefix` a Latin term also matches the beginning of a word. For editors' lists, which filter
        further: visibility is the caller's.
        """

    def count(self) -> int:
        """How many documents are held."""
