"""How documents are chosen and ranked: one design for both engines.

Weights, measured on lay questions over the statutes: words and characters of the body, its bigrams, the
title little (×0.2), the whole query as a phrase in the title much (×3), what people ask that an article
answers (×1.5, and only the likeliest, so that articles nobody's questions are known of lose little). A cited
article and an exact title stand above all scores.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from search.analysis import tokens
from search.chinese.citations import Citation, label
from search.engines.base import DATE, EngineQuery
from search.engines.clauses import Anything, Best, Boosted, Clause, Combined, Fixed, OneOf, Phrase, Term
from search.question import Question

TITLE_WEIGHT = 0.2
TITLE_PHRASE_WEIGHT = 3.0
LAY_WEIGHT = 1.5
CITED = 10_000.0
NAMED = 1_000.0
# The law itself stands before pages that merely carry its name.
NAMED_LAW = 2_000.0
# The kind under which an engine keeps what was removed.
TOMBSTONE = "tombstone"
# The field of a document's key.
KEY = "key"
# More values than a list of choices shows.
FACET_SIZE = 100
# What a term of the query may also mean counts half; of several meanings the best, the others a little.
SYNONYM_WEIGHT = 0.4
SYNONYM_TIE = 0.1


@dataclass(frozen=True)
class Plan:
    """What an engine executes: who is an answer, how answers rank, which facets narrow them."""

    required: tuple[Clause, ...]
    excluded: tuple[Clause, ...]
    ranking: tuple[Clause, ...]
    by_date: bool
    filters: dict[str, Clause] = field(default_factory=dict)

    def ranked(self, *, narrowed: bool = True) -> Clause:
        """The answers with their scores; without the filters where the engine narrows afterwards."""
        must = (*self.required, *self.filters.values()) if narrowed else self.required
        return Combined(must=must, should=self.ranking, without=self.excluded)

    def counted(self, facet: str = "") -> Clause:
        """The answers without scores, as if nothing had been chosen in `facet`."""
        others = [clause for name, clause in self.filters.items() if name != facet]
        return Combined(must=(*self.required, *others), without=self.excluded)


def plan(query: EngineQuery) -> Plan | None:
    """The plan of a query; None where it holds nothing that could be found."""
    question = query.question
    answer, ranking = Anything(), ()
    if question.text:
        analysed = tokens.of_query(question.text, query.synonyms)
        if not analysed.words and not analysed.bigrams:
            return None
        asked = tokens.asked_for(question.text, query.lay)
        enough, ranking = _enough(analysed, asked), tuple(_more(analysed))
        if query.citations:
            enough, ranking = _referring(analysed, query.citations), (*_scored(analysed), *ranking)
        if query.near:
            enough = (*enough, Fixed(OneOf(KEY, query.near), 0.0))
        answer = Combined(should=tuple(enough))
    by_date = query.order == DATE or not question.text
    return Plan(
        required=(OneOf("visibility", query.visibility), answer, *_demands(question)),
        excluded=tuple(filter(None, map(literal, question.excluded))),
        ranking=() if by_date else ranking,
        by_date=by_date,
        filters={name: OneOf(name, values) for name, values in query.filters.items() if values},
    )


def literal_match(terms: tuple[str, ...], kind: str, *, every: bool, prefix: bool) -> Clause | None:
    """Documents of `kind` with every term, or one of them, as it stands; None where there are no terms."""
    clauses = tuple(clause for term in terms if (clause := literal(term, prefix)) is not None)
    if not clauses:
        return None
    wanted = Combined(must=clauses) if every else Combined(should=clauses)
    return Combined(must=(wanted, OneOf("kind", (kind,))))


def literal(term: str, prefix: bool = False) -> Clause | None:
    """Documents that contain the characters of `term` side by side."""
    characters = tokens.literal(term)
    if not characters:
        return None
    if prefix and characters[-1].isascii():
        return Phrase("content", characters, prefix=True)
    return _phrase("content", characters)


def _demands(question: Question) -> list[Clause]:
    phrases = [Fixed(clause, 0.0) for clause in map(literal, question.phrases) if clause]
    return [*phrases, OneOf("laws", question.laws)] if question.laws else phrases


def _enough(analysed: tokens.QueryTokens, asked: tuple[tuple[str, float], ...]) -> Iterator[Clause]:
    """What makes a document an answer, each with its score."""
    yield from _scored(analysed)
    if analysed.cited:
        yield _best_first("cited", analysed.cited, CITED)
    if analysed.named:
        yield _best_first("named", analysed.named, NAMED)
    yield from (Fixed(Term("cited", article), LAY_WEIGHT * score) for article, score in asked)
    # A meaning is met by its words all together: one of them alone may stand in any article.
    for meanings in analysed.synonyms:
        yield from (Fixed(_whole(meaning), 0.0) for meaning in meanings)


def _referring(analysed: tokens.QueryTokens, citations: tuple[Citation, ...]) -> Iterator[Clause]:
    """What makes a document an answer to citations and nothing else."""
    yield _best_first("cited", analysed.cited, CITED)
    laws = OneOf("named", tuple(dict.fromkeys(citation.law for citation in citations)))
    yield Fixed(Combined(must=(laws, OneOf("kind", ("law",)))), NAMED_LAW)
    for citation in citations:
        # 依照本法第三十八条: the law's own name stands in the article's title.
        both = tuple(filter(None, (literal(citation.law), literal(label(citation)))))
        yield Fixed(Combined(must=both), 0.0)


def _more(analysed: tokens.QueryTokens) -> Iterator[Clause]:
    """What raises an answer, but does not make one."""
    telling = _telling(analysed)
    yield from _words(word for word in analysed.words if word not in telling)
    if analysed.characters:
        yield Boosted(_phrase("title_phrase", analysed.characters), TITLE_PHRASE_WEIGHT)
    for meanings in analysed.synonyms:
        alternatives = tuple(Combined(should=tuple(_weighed(meaning, meaning.words))) for meaning in meanings)
        yield Boosted(Best(alternatives, SYNONYM_TIE), SYNONYM_WEIGHT)
    if analysed.named:
        law = Combined(must=(OneOf("named", analysed.named), OneOf("kind", ("law",))))
        yield Fixed(law, NAMED_LAW)


def _scored(analysed: tokens.QueryTokens) -> Iterator[Clause]:
    return _weighed(analysed, _telling(analysed))


def _telling(analysed: tokens.QueryTokens) -> tuple[str, ...]:
    """Single characters score, but do not suffice where there is more to go by."""
    return tuple(word for word in analysed.words if len(word) > 1 or not analysed.bigrams)


def _weighed(wording: tokens.QueryTokens | tokens.TokenSet, words: tuple[str, ...]) -> Iterator[Clause]:
    """The scored clauses of one wording, of its words only these."""
    yield from _words(words)
    yield from (Term("bigrams", token) for token in wording.bigrams)


def _words(words: Iterable[str]) -> Iterator[Clause]:
    for token in words:
        yield Term("words", token)
        yield Boosted(Term("title", token), TITLE_WEIGHT)


def _best_first(field_name: str, values: tuple[str, ...], score: float) -> Clause:
    """The score of the first value a document holds, each later value a point less."""
    return Best(tuple(Fixed(Term(field_name, value), score - place) for place, value in enumerate(values)))


def _whole(meaning: tokens.TokenSet) -> Clause:
    longer = [token for token in meaning.words if len(token) > 1] or meaning.words
    return Combined(must=tuple(Term("words", token) for token in longer))


def _phrase(field_name: str, characters: tuple[str, ...]) -> Clause:
    return Term(field_name, characters[0]) if len(characters) == 1 else Phrase(field_name, characters)
