"""Suggestions while typing: laws, columns, campaigns and what others ask; by characters or by pinyin."""

from dataclasses import dataclass

from search.abbreviations import shortens, spells_short
from search.chinese.citations import canonical_law
from search.chinese.folding import normalise
from search.chinese.pinyin import spells
from search.citing import cited_documents
from search.documents import KINDS
from search.models import public_documents
from search.vocabulary import QUERY, Name, current_vocabulary

MAX_PREFIX = 40
MAX_SUGGESTIONS = 8
KIND_ORDER = {kind: place for place, kind in enumerate((*KINDS, QUERY))}


@dataclass(frozen=True)
class Suggestion:
    """What one may mean. Without an address it is a query to be asked."""

    text: str
    kind: str
    url: str = ""


def suggest(prefix: str, limit: int = MAX_SUGGESTIONS) -> tuple[Suggestion, ...]:
    """The likeliest continuations of what was typed, best first; any text is answered."""
    typed = "".join(normalise(prefix[:MAX_PREFIX]).split()).replace("'", "").replace("’", "")
    if not typed:
        return ()
    meant = ((rank, name) for name in current_vocabulary().names if (rank := _rank(typed, name)) is not None)
    ranked = [name for _, name in sorted(meant, key=lambda pair: pair[0])]
    found = [
        *_cited(prefix[:MAX_PREFIX]),
        *(Suggestion(name.text, name.kind, name.url) for name in _still_public(ranked, limit)),
    ]
    return tuple(dict.fromkeys(found))[:limit]


def _still_public(ranked: list[Name], limit: int) -> list[Name]:
    """The first of these that may be seen now: what was withdrawn may stand in the vocabulary for seconds."""
    found: list[Name] = []
    for first in range(0, len(ranked), 2 * limit):
        some = ranked[first : first + 2 * limit]
        public = set(
            public_documents().filter(key__in=[name.key for name in some]).values_list("key", flat=True)
        )
        found += [name for name in some if not name.key or name.key in public]
        if len(found) >= limit:
            break
    return found


def _rank(typed: str, name: Name):
    """Smaller is likelier: the whole name, its beginning, its inside, a short form; None if not meant."""
    text = canonical_law(name.normal)
    order = KIND_ORDER.get(name.kind, len(KIND_ORDER))
    if (place := text.find(typed)) >= 0:
        return (len(typed) != len(text), place > 0, order, len(text), text)
    if not any("a" <= char <= "z" for char in typed):
        return (True, True, order, len(text), text) if shortens(typed, text) else None
    for start in range(len(text)):
        if meant := spells(typed, text, start):
            return (meant != len(text), start > 0, order, len(text), text)
    return (True, True, len(KIND_ORDER) + order, len(text), text) if spells_short(typed, text) else None


def _cited(prefix: str) -> list[Suggestion]:
    """The articles that a citation being typed means."""
    return [Suggestion(f"{row.law}{row.article_label}", row.kind, row.url) for row in cited_documents(prefix)]
