"""The names and terms this site knows: what may be suggested while typing, and what a typo may mean."""

import time
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Max
from django.utils import timezone

from search.analysis.synonyms import SynonymTable
from search.chinese.citations import canonical_law
from search.chinese.folding import normalise
from search.chinese.pinyin import sound
from search.documents import KINDS, PUBLIC
from search.models import SearchDocument
from search.popular import newest_asker, popular_queries
from search.synonyms import current_table

# Records come and go; laws, columns and campaigns are what one asks for by name.
UNNAMED = ("article", "activity", "document")
MAX_NAMES = 5000
QUERY = "query"
SHORTEST_HOMOPHONE = 3
# Shorter names differ from each other by one character.
SHORTEST_GAPPED = 5
LONGEST_TERM = 20
# New names may be suggested this much later; asking the database at every keystroke would cost more.
FRESH_SECONDS = 5


@dataclass(frozen=True)
class Name:
    """Something one may ask for: a title with its address, or a query others ask (no address).

    `key` is that of the document that has the title.
    """

    text: str
    kind: str
    url: str = ""
    key: str = ""

    @cached_property
    def normal(self) -> str:
        return normalise(self.text)


class Vocabulary:
    """Names to suggest, and terms by their sound."""

    def __init__(self, names: tuple[Name, ...], table: SynonymTable):
        self.names = names
        terms = [name.normal for name in names if name.kind != QUERY] + list(table.terms())
        self.terms = frozenset(
            term
            for term in terms
            if SHORTEST_HOMOPHONE <= len(term) <= LONGEST_TERM and not any(char.isascii() for char in term)
        )
        self.longest = max(map(len, self.terms), default=0)

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """The short titles of laws, as queries are spelt."""
        return tuple(sorted({canonical_law(name.normal) for name in self.names if name.kind == "law"}))

    @cached_property
    def by_sound(self) -> dict[str, str]:
        return {sound(term): term for term in sorted(self.terms, reverse=True)}

    @cached_property
    def by_rough_sound(self) -> dict[str, str]:
        longer = (term for term in sorted(self.terms, reverse=True) if len(term) > SHORTEST_HOMOPHONE)
        return {sound(term, roughly=True): term for term in longer}

    @cached_property
    def by_gap(self) -> dict[str, str]:
        """Longer terms by what is left when one character is covered, to find one wrong character."""
        return {
            gapped: term
            for term in sorted(self.terms, reverse=True)
            if len(term) >= SHORTEST_GAPPED
            for gapped in gaps(term)
        }


def gaps(term: str) -> list[str]:
    return [f"{term[:place]}_{term[place + 1 :]}" for place in range(len(term))]


@dataclass
class _Held:
    vocabulary: Vocabulary
    mark: tuple
    looked: float


_held: _Held | None = None


def current_vocabulary() -> Vocabulary:
    """The vocabulary of what is public, at most `FRESH_SECONDS` old."""
    global _held
    table, now = current_table(), time.monotonic()
    if _held is None or _held.mark[-1] is not table or now - _held.looked > FRESH_SECONDS:
        held = _named().aggregate(Max("version"), Count("pk")).values()
        mark = (*held, newest_asker(), timezone.localdate(), table)
        if _held is None or _held.mark != mark:
            _held = _Held(Vocabulary(_names(table), table), mark, now)
        _held.looked = now
    return _held.vocabulary


def forget() -> None:
    """Read the vocabulary anew at the next question."""
    global _held
    _held = None


def _named():
    return SearchDocument.objects.filter(kind__in=[kind for kind in KINDS if kind not in UNNAMED])


def _names(table: SynonymTable) -> tuple[Name, ...]:
    titles = _titles()
    terms = (word for term in table.terms() for word in (term, *table.meanings(term)))
    known = "\n".join([*(name.normal for name in titles), *terms])
    return (*titles, *(Name(query, QUERY) for query in popular_queries(known)))


def _titles() -> list[Name]:
    names: dict[str, Name] = {}
    rows = _named().filter(visibility=PUBLIC, deleted=False).order_by("-date", "pk")
    columns = ("title", "law", "kind", "url", "key", "names")
    for title, law, kind, url, key, others in rows.values_list(*columns)[:MAX_NAMES]:
        for text in (law or title, *(other for other in others if other != title)):
            names.setdefault(text, Name(text, kind, url, key))
    return list(names.values())
