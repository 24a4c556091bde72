"""The embedded engine: a Tantivy index in a directory.

Weights, measured on lay questions over the statutes: words and characters of the body, its bigrams, the
title little (×0.2), the whole query as a phrase in the title much (×3). A cited article and an exact title
stand above all scores.
"""

import threading
from collections.abc import Iterable
from pathlib import Path

import tantivy
from tantivy import Occur, Query

from search.analysis import tokens
from search.engines.base import Engine, EngineQuery, Entry, Match, Matches
from search.engines.generations import Generations

TITLE_WEIGHT = 0.2
TITLE_PHRASE_WEIGHT = 3.0
CITED = 10_000.0
NAMED = 1_000.0
# The law itself stands before pages that merely carry its name.
NAMED_LAW = 2_000.0
# What a term of the query may also mean counts half; of several meanings the best, the others a little.
SYNONYM_WEIGHT = 0.5
SYNONYM_TIE = 0.1
HEAP = 64 * 1024 * 1024
SPACE = "spaced"
TOKEN_FIELDS = ("words", "bigrams", "title", "title_phrase", "content")
RAW_FIELDS = ("key", "kind", "visibility", "cited", "named")


def schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("kind", fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("version", stored=True)
    for name in ("visibility", "cited", "named"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("words", "bigrams", "title"):
        builder.add_text_field(name, tokenizer_name=SPACE, index_option="freq")
    for name in ("title_phrase", "content"):
        builder.add_text_field(name, tokenizer_name=SPACE, index_option="position")
    return builder.build()


class TantivyEngine(Engine):
    """Tantivy under `directory`; any number of readers, one writer at a time."""

    name = "tantivy"

    def __init__(self, directory: str):
        self._generations = Generations(Path(directory))
        self._schema = schema()
        self._opened: tuple[Path, int, tantivy.Index] | None = None
        self._opening = threading.Lock()

    def write(self, entries: Iterable[Entry]) -> None:
        with self._generations.writing():
            path = self._generations.current()
            if path is None:
                path = self._generations.new()
                self._open(path)
                self._generations.swap(path)
            self._apply(self._open(path), newest(entries))

    def rebuild(self, entries: Iterable[Entry]) -> int:
        with self._generations.writing():
            path = self._generations.new()
            writer = self._open(path).writer(heap_size=HEAP, num_threads=1)
            count = 0
            for entry in entries:
                if entry.document is not None:
                    writer.add_document(self._document(entry))
                    count += 1
            writer.commit()
            writer.wait_merging_threads()
            self._generations.swap(path)
            self._generations.clean()
        return count

    def search(self, query: EngineQuery) -> Matches:
        index = self._reader()
        scoring = self._scoring(query)
        if index is None or scoring is None:
            return Matches((), 0, {})
        searcher = index.searcher()
        visible = self._one_of("visibility", query.visibility)
        everything = Query.boolean_query([(Occur.Must, scoring), (Occur.Must, visible)])
        asked = everything
        if query.kinds:
            asked = Query.boolean_query(
                [(Occur.Must, everything), (Occur.Must, self._one_of("kind", query.kinds))]
            )
        found = searcher.search(asked, limit=query.limit, offset=query.offset)
        return Matches(
            matches=tuple(self._matches(searcher, found)),
            total=found.count,
            kind_counts=self._kind_counts(searcher, everything),
        )

    def match(self, terms, kind, *, every, prefix, limit):
        index = self._reader()
        clauses = [clause for term in terms if (clause := self._literal(term, prefix)) is not None]
        if index is None or not clauses:
            return []
        occur = Occur.Must if every else Occur.Should
        # "One of" is its own query: beside a must clause, should clauses would be optional.
        wanted = Query.boolean_query([(occur, clause) for clause in clauses])
        query = Query.boolean_query([(Occur.Must, wanted), (Occur.Must, self._one_of("kind", (kind,)))])
        searcher = index.searcher()
        return list(self._matches(searcher, searcher.search(query, limit=limit)))

    def count(self) -> int:
        index = self._reader()
        if index is None:
            return 0
        living = Query.boolean_query(
            [(Occur.Must, Query.all_query()), (Occur.MustNot, self._term("kind", "tombstone"))]
        )
        return index.searcher().search(living, limit=1).count

    # Reading and writing the directory

    def _open(self, path: Path) -> tantivy.Index:
        index = tantivy.Index(self._schema, path=str(path))
        spaced = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        index.register_tokenizer(SPACE, spaced)
        return index

    def _reader(self) -> tantivy.Index | None:
        """The current generation at its newest commit, opened once and refreshed when it has changed."""
        path = self._generations.current()
        if path is None:
            return None
        try:
            changed = (path / "meta.json").stat().st_mtime_ns
        except FileNotFoundError:
            return None
        with self._opening:
            if self._opened is None or self._opened[0] != path:
                self._opened = (path, changed, self._open(path))
            elif self._opened[1] != changed:
                self._opened[2].reload()
                self._opened = (path, changed, self._opened[2])
            return self._opened[2]

    def _apply(self, index: tantivy.Index, entries: list[Entry]) -> None:
        index.reload()
        held = self._versions(index.searcher(), [entry.key for entry in entries])
        fresh = [entry for entry in entries if entry.version > held.get(entry.key, -1)]
        if not fresh:
            return
        writer = index.writer(heap_size=HEAP, num_threads=1)
        for entry in fresh:
            writer.delete_documents_by_term("key", entry.key)
            writer.add_document(self._document(entry))
        writer.commit()

    def _versions(self, searcher: tantivy.Searcher, keys: list[str]) -> dict[str, int]:
        if not keys:
            return {}
        query = Query.term_set_query(self._schema, "key", keys)
        found = searcher.search(query, limit=len(keys))
        documents = (searcher.doc(address) for _, address in found.hits)
        return {document.get_first("key"): document.get_first("version") for document in documents}

    def _document(self, entry: Entry) -> tantivy.Document:
        document = tantivy.Document()
        document.add_text("key", entry.key)
        document.add_unsigned("version", entry.version)
        if entry.document is None:
            # Held until the next rebuild, so that a late older write cannot bring the document back.
            document.add_text("kind", "tombstone")
            return document
        document.add_text("kind", entry.document.kind)
        document.add_text("visibility", entry.document.visibility)
        analysed = tokens.of_document(entry.document)
        for name in TOKEN_FIELDS:
            document.add_text(name, " ".join(getattr(analysed, name)))
        for name in ("cited", "named"):
            for value in getattr(analysed, name):
                document.add_text(name, value)
        return document

    def _matches(self, searcher, found) -> Iterable[Match]:
        for score, address in found.hits:
            yield Match(searcher.doc(address).get_first("key"), score)

    def _kind_counts(self, searcher, query) -> dict[str, int]:
        answer = searcher.aggregate(query, {"kinds": {"terms": {"field": "kind", "size": 50}}})
        return {bucket["key"]: bucket["doc_count"] for bucket in answer["kinds"]["buckets"]}

    # Building queries

    def _scoring(self, query: EngineQuery) -> Query | None:
        analysed = tokens.of_query(query.text, query.synonyms)
        should = self._weighed(analysed)
        if not should:
            return None
        if analysed.characters:
            phrase = self._phrase("title_phrase", analysed.characters)
            should.append(Query.boost_query(phrase, TITLE_PHRASE_WEIGHT))
        for meanings in analysed.synonyms:
            alternatives = [
                Query.boost_query(
                    Query.boolean_query([(Occur.Should, term) for term in self._weighed(meaning)]),
                    SYNONYM_WEIGHT,
                )
                for meaning in meanings
            ]
            should.append(Query.disjunction_max_query(alternatives, SYNONYM_TIE))
        if analysed.cited:
            should.append(self._best_first("cited", analysed.cited, CITED))
        if analysed.named:
            should.append(self._best_first("named", analysed.named, NAMED))
            named = self._one_of("named", analysed.named)
            law = Query.boolean_query([(Occur.Must, named), (Occur.Must, self._term("kind", "law"))])
            should.append(Query.const_score_query(law, NAMED_LAW))
        scored = [(Occur.Should, query) for query in should]
        return Query.boolean_query([*scored, (Occur.Must, self._enough(analysed))])

    def _weighed(self, wording: tokens.QueryTokens | tokens.TokenSet) -> list[Query]:
        """The scored clauses of one wording."""
        return [
            *(self._term("words", token) for token in wording.words),
            *(self._term("bigrams", token) for token in wording.bigrams),
            *(Query.boost_query(self._term("title", token), TITLE_WEIGHT) for token in wording.words),
        ]

    def _best_first(self, field: str, values: tuple[str, ...], score: float) -> Query:
        """The score of the first value a document holds, each later value a point less."""
        return Query.disjunction_max_query(
            [
                Query.const_score_query(self._term(field, value), score - place)
                for place, value in enumerate(values)
            ],
            0.0,
        )

    def _enough(self, analysed: tokens.QueryTokens) -> Query:
        """What a document must have to be an answer at all: single characters score, but do not suffice."""
        telling = [self._one_of("cited", analysed.cited), self._one_of("named", analysed.named)]
        for wording in (analysed, *(meaning for meanings in analysed.synonyms for meaning in meanings)):
            telling += [self._term("bigrams", token) for token in wording.bigrams]
            for token in wording.words:
                if len(token) > 1 or not wording.bigrams:
                    telling += [self._term("words", token), self._term("title", token)]
        return Query.const_score_query(Query.boolean_query([(Occur.Should, term) for term in telling]), 0.0)

    def _literal(self, term: str, prefix: bool) -> Query | None:
        characters = tokens.literal(term)
        if not characters:
            return None
        if prefix and characters[-1].isascii():
            if len(characters) == 1:
                return Query.regex_query(self._schema, "content", f"{characters[0]}.*")
            return Query.phrase_prefix_query(self._schema, "content", list(characters))
        return self._phrase("content", characters)

    def _phrase(self, field: str, characters: tuple[str, ...]) -> Query:
        if len(characters) == 1:
            return self._term(field, characters[0])
        return Query.phrase_query(self._schema, field, list(characters))

    def _term(self, field: str, value: str) -> Query:
        return Query.term_query(
            self._schema, field, value, index_option="basic" if field in RAW_FIELDS else "freq"
        )

    def _one_of(self, field: str, values: tuple[str, ...]) -> Query:
        """A filter: it scores every document alike."""
        return Query.const_score_query(Query.term_set_query(self._schema, field, list(values)), 0.0)


def newest(entries: Iterable[Entry]) -> list[Entry]:
    """The newest write of each key."""
    latest: dict[str, Entry] = {}
    for entry in entries:
        if entry.key not in latest or latest[entry.key].version < entry.version:
            latest[entry.key] = entry
    return list(latest.values())
