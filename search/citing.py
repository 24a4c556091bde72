"""The articles a query cites, as documents of this site."""

from search.analysis.citations import canonical_law, names_of, read_citations
from search.analysis.normalise import normalise
from search.documents import PUBLIC
from search.models import SearchDocument
from search.synonyms import current_table


def cited_documents(text: str, visibility: tuple[str, ...] = (PUBLIC,)) -> list[SearchDocument]:
    """The cited articles in the order of the query, as far as they are held."""
    citations = read_citations(normalise(text))
    if not citations:
        return []
    wanted = {
        (name, citation.article): place
        for place, citation in enumerate(citations)
        for name in _names(citation.law)
    }
    rows = SearchDocument.objects.filter(
        kind="article",
        law__in={name for name, _ in wanted},
        article__in={article for _, article in wanted},
        deleted=False,
        visibility__in=visibility,
    )
    ranks = {pair: rank for rank, pair in enumerate(wanted)}
    best: dict[int, SearchDocument] = {}
    for row in sorted(rows, key=lambda row: ranks.get((row.law, row.article), len(ranks))):
        place = wanted.get((row.law, row.article))
        if place is not None:
            best.setdefault(place, row)
    return [best[place] for place in sorted(best)]


def _names(law: str) -> list[str]:
    """What a cited law may be called, its short forms (消法) written out, best first."""
    table = current_table()
    spelt = (known for name in names_of(law) for known in (name, *table.meanings(name)))
    return list(dict.fromkeys(canonical_law(name) for name in spelt))
