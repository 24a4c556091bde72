"""The tokens of documents and queries: the same analysis on both sides, before any engine."""

from dataclasses import dataclass
from functools import lru_cache

from search.analysis import lay_questions
from search.analysis.questions import without_asking
from search.analysis.synonyms import EMPTY, SynonymTable
from search.chinese.citations import canonical_law, names_of, read_citations
from search.chinese.folding import normalise
from search.chinese.segmentation import bigrams, characters, words
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
    # Canonical names of the laws it belongs to or concerns.
    laws: tuple[str, ...]


@dataclass(frozen=True)
class TokenSet:
    """The scored tokens of one wording."""

    words: tuple[str, ...]
    bigrams: tuple[str, ...]


@dataclass(frozen=True)
class QueryTokens:
    """What a query asks for.

    `synonyms` holds, for each term of the query that has other names, the tokens of those names; the
    best of them counts. `cited` names articles, `named` laws and titles, each the likeliest first.
    """

    words: tuple[str, ...]
    bigrams: tuple[str, ...]
    characters: tuple[str, ...]
    cited: tuple[str, ...]
    named: tuple[str, ...]
    synonyms: tuple[tuple[TokenSet, ...], ...] = ()


def of_document(document: Document) -> DocumentTokens:
    """All tokens of a document. Editors' documents carry only their whole text as characters."""
    title, body = normalise(document.title), normalise(document.body)
    content = characters(f"{title}\n{body}")
    if document.visibility == EDITORIAL:
        return DocumentTokens([], [], [], [], content, (), (), ())
    is_article = document.kind == "article"
    section = normalise("\n".join(document.facets.get("section", ())))
    laws = _canonical(document.law, *document.names)
    return DocumentTokens(
        words=words(body),
        bigrams=bigrams(f"{title}\n{body}"),
        # The headings an article stands under say what it is about, as little as its title does.
        title=words(f"{title}\n{section}"),
        # An article's title is a citation and is found as one; as a phrase, 143 articles of the
        # Constitution would stand before everything else that is called 宪法.
        title_phrase=[] if is_article else characters(title),
        content=content,
        cited=(*sorted(f"{law}#{document.article}" for law in laws), *lay_questions.keys_of(document))
        if is_article
        else (),
        named=() if is_article else tuple(sorted({*laws, canonical_law(title)})),
        laws=tuple(sorted(laws | _canonical(*document.facets.get("law", ())))),
    )


def _canonical(*names: str) -> set[str]:
    return {canonical_law(normalise(name)) for name in names if name}


@lru_cache(maxsize=512)
def of_query(text: str, table: SynonymTable = EMPTY) -> QueryTokens:
    """The tokens of what a person typed; bounded, never raises."""
    normal = normalise(text[:MAX_QUERY]).strip()
    plain = canonical_law(normal)
    scored = _scored(without_asking(normal))
    return QueryTokens(
        words=scored.words,
        bigrams=scored.bigrams,
        characters=tuple(characters(normal)),
        cited=_cited(normal, table),
        named=tuple(dict.fromkeys((plain, *(canonical_law(name) for name in table.meanings(plain))))),
        synonyms=tuple(
            tuple(_scored(meaning) for meaning in meanings) for meanings in table.found_in(normal).values()
        ),
    )


def asked_for(text: str, among: frozenset[str] | None = None) -> tuple[tuple[str, float], ...]:
    """The articles that people ask for in such words, see `lay_questions.likeliest`."""
    return lay_questions.likeliest(normalise(text[:MAX_QUERY]).strip(), among)


def _scored(normal: str) -> TokenSet:
    return TokenSet(
        tuple(dict.fromkeys(words(normal)))[:MAX_QUERY_TOKENS],
        tuple(dict.fromkeys(bigrams(normal)))[:MAX_QUERY_TOKENS],
    )


def _cited(normal: str, table: SynonymTable) -> tuple[str, ...]:
    """Keys of the articles a query cites. A law may be called by its short form: 消法第55条."""
    keys: dict[str, None] = {}
    for citation in read_citations(normal):
        for name in names_of(citation.law):
            for known in (name, *table.meanings(name)):
                keys[f"{canonical_law(known)}#{citation.article}"] = None
    return tuple(keys)


def literal(term: str) -> tuple[str, ...]:
    """The characters of a term that must stand together, for editors' lists."""
    return tuple(characters(normalise(term[:MAX_QUERY])))
