"""The articles a query cites, as documents of this site."""

from collections.abc import Iterable
from functools import lru_cache

from search.chinese.citations import Citation, canonical_law, names_of, only_cites, read_citations
from search.chinese.folding import normalise
from search.documents import PUBLIC
from search.models import SearchDocument
from search.synonyms import current_table


def cited_documents(text: str, visibility: tuple[str, ...] = (PUBLIC,)) -> list[SearchDocument]:
    """The cited articles in the order of the query, as far as they are held."""
    citations = _citations(text)
    if not citations:
        return []
    wanted = {
        (name, citation.article): place
        for place, citation in enumerate(citations)
        for name in _names(citation.law)
    }
    # By law and number alone: asked for more, SQLite reads every article, or every public row.
    rows = SearchDocument.objects.filter(
        law__in=_as_held(name for name, _ in wanted), article__in={article for _, article in wanted}
    )
    found = {
        (canonical_law(normalise(row.law)), row.article): row
        for row in rows
        if row.kind == "article" and not row.deleted and row.visibility in visibility
    }
    best: dict[int, SearchDocument] = {}
    for pair, place in wanted.items():
        if pair in found:
            best.setdefault(place, found[pair])
    return [best[place] for place in sorted(best)]


def sole_citations(text: str) -> tuple[Citation, ...]:
    """The citations of a text that is nothing else, laws by the names they are held under; else empty."""
    citations = _citations(text)
    if not citations or not only_cites(normalise(text)):
        return ()
    spelt = {citation.law: _spelt(citation.law) for citation in citations}
    laws = SearchDocument.objects.filter(
        kind="law", law__in=_as_held(name for names in spelt.values() for name in names), deleted=False
    )
    held = {canonical_law(normalise(name)) for name in laws.values_list("law", flat=True)}
    known = {law: name for law, names in spelt.items() for name in names if name in held}
    if not all(citation.law in known for citation in citations):
        return ()
    return tuple(Citation(known[citation.law], citation.article) for citation in citations)


@lru_cache(maxsize=512)
def _citations(text: str) -> tuple[Citation, ...]:
    # A request asks for them more than once.
    return read_citations(normalise(text))


def _names(law: str) -> list[str]:
    """What a cited law may be called, also where other words stand before its name, best first."""
    return list(dict.fromkeys(known for name in names_of(law) for known in _spelt(name)))


def _spelt(name: str) -> list[str]:
    """A law's name and, of a short form (消法), what it stands for."""
    return [canonical_law(known) for known in (name, *current_table().meanings(name))]


def _as_held(names: Iterable[str]) -> set[str]:
    """Titles as laws print them: brackets in them are full-width, in a normalised query they are not."""
    return {written for name in names for written in (name, name.replace("(", "（").replace(")", "）"))}
