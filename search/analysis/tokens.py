"""The tokens of documents and queries: the same analysis on both sides, before any engine."""

from dataclasses import dataclass
from functools import lru_cache

from search.analysis.citations import canonical_law, read_citation
from search.analysis.normalise import normalise
from search.analysis.segment import bigrams, characters, words
from search.documents import EDITORIAL, Document

MAX_QUERY = 200
# Beyond this many tokens a query is a text; its first tokens say what it is about.
MAX_QUERY_TOKENS = 64


@dataclass(frozen=True)
class DocumentTokens:
    words: list[str]
    bigrams: list[str]
    title: list[str]
    title_phrase: list[str]
    content: list[str]
    cited: tuple[str, ...]
    named: tuple[str, ...]


@dataclass(frozen=True)
class QueryTokens:
    words: tuple[str, ...]
    bigrams: tuple[str, ...]
    characters: tuple[str, ...]
    cited: str
    named: str


def of_document(document: Document) -> DocumentTokens:
    """All tokens of a document. Editors' documents carry their whole text as characters instead."""
    title, body = normalise(document.title), normalise(document.body)
    if document.visibility == EDITORIAL:
        return DocumentTokens([], [], [], [], characters(f"{title}\n{body}"), (), ())
    is_article = document.kind == "article"
    laws = {canonical_law(normalise(name)) for name in (document.law, *document.names) if name}
    return DocumentTokens(
        words=words(body),
        bigrams=bigrams(f"{title}\n{body}"),
        title=words(title),
        # An article's title is a citation and is found as one; as a phrase, 143 articles of the
        # Constitution would stand before everything else that is called 宪法.
        title_phrase=[] if is_article else characters(title),
        content=[],
        cited=tuple(sorted(f"{law}#{document.article}" for law in laws)) if is_article else (),
        named=() if is_article else tuple(sorted({*laws, canonical_law(title)})),
    )


@lru_cache(maxsize=256)
def of_query(text: str) -> QueryTokens:
    """The tokens of what a person typed; bounded, never raises."""
    normal = normalise(text[:MAX_QUERY]).strip()
    citation = read_citation(normal)
    return QueryTokens(
        words=tuple(dict.fromkeys(words(normal)))[:MAX_QUERY_TOKENS],
        bigrams=tuple(dict.fromkeys(bigrams(normal)))[:MAX_QUERY_TOKENS],
        characters=tuple(characters(normal)),
        cited=f"{citation.law}#{citation.article}" if citation else "",
        named=canonical_law(normal),
    )


def literal(term: str) -> tuple[str, ...]:
    """The characters of a term that must stand together, for editors' lists."""
    return tuple(characters(normalise(term[:MAX_QUERY])))
