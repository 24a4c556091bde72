"""The embedded engine: a Tantivy index in a directory."""

import errno
import hashlib
import re
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import tantivy
from tantivy import Occur, Query

from search.analysis import lay_questions, tokens
from search.documents import FACETS
from search.engines import clauses
from search.engines.base import Engine, EngineQuery, EngineUnavailable, Entry, Match, Matches
from search.engines.generations import Generations, identity
from search.engines.grouping import number_of, page_of
from search.engines.scoring import FACET_SIZE, KEY, TOMBSTONE, Plan, literal_match, plan
from search.engines.soundness import damaged_file, size_of

HEAP = 64 * 1024 * 1024
# Up to this size an index is read through when it is opened: some 20 ms for 20 MB.
READ_THROUGH = 128 * 1024 * 1024
SPACE = "spaced"
TOKEN_FIELDS = ("words", "bigrams", "title", "title_phrase", "content")
OPENING_TRIES = 3
# What the disk refuses, by its number; the engine has it in its words only.
_FULL = "磁盘空间不足，索引没有写成；请腾出空间，平台会自行重试"
REFUSED = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EFBIG: _FULL,
    errno.EROFS: "索引所在的磁盘只读，索引没有写成；请以可写方式挂载，平台会自行重试",
    errno.ENOTDIR: "索引目录所在的位置有一个同名的文件，索引没有写成；请移开它，平台会自行重试",
    errno.EACCES: "没有写索引目录的权限，索引没有写成；请把权限给运行平台的用户，平台会自行重试",
}
_NUMBER = re.compile(r"os error (\d+)")
RAW_FIELDS = ("visibility", "cited", "named", "laws")
POSITIONAL = ("title_phrase", "content")


def schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("version", stored=True)
    builder.add_unsigned_field("day", fast=True)
    builder.add_unsigned_field("group", fast=True)
    for name in FACETS:
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    for name in RAW_FIELDS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in TOKEN_FIELDS:
        option = "position" if name in POSITIONAL else "freq"
        builder.add_text_field(name, tokenizer_name=SPACE, index_option=option)
    return builder.build()


# A directory written with other fields, or for other questions, is not read.
FORM = hashlib.blake2b(
    repr((*FACETS, TOKEN_FIELDS, RAW_FIELDS, POSITIONAL, lay_questions.edition())).encode(), digest_size=4
).hexdigest()


@dataclass(frozen=True)
class Opened:
    """An index as it was opened: after which swap, and at which commit, told by the file that lists it."""

    swapped: tuple[int, int]
    path: Path
    commits: Path
    commit: tuple[int, int]
    index: tantivy.Index

    def newest_commit(self) -> tuple[int, int]:
        return identity(self.commits)


class TantivyEngine(Engine):
    """Tantivy under `directory`; any number of readers, one writer at a time."""

    name = "tantivy"

    def __init__(self, directory: str):
        self._generations = Generations(Path(directory), FORM)
        self._schema = schema()
        self._opened: Opened | None = None
        self._opening = threading.Lock()
        self._sound: set[tuple[str, int]] = set()

    def ready(self) -> bool:
        return self._generations.current() is not None

    def clean(self) -> None:
        with self._writing():
            self._generations.clean()

    def write(self, entries: Iterable[Entry]) -> None:
        with self._writing():
            path = self._generations.current()
            if path is None:
                path = self._generations.new()
                self._open(path)
                self._generations.swap(path)
            self._apply(self._open(path), newest(entries))

    def rebuild(self, entries: Iterable[Entry], meanwhile: Callable[[], Iterable[Entry]] = lambda: ()) -> int:
        # Others go on writing to the current generation; only the swap asks them to wait.
        self.clean()
        with self._trusting(self._generations.current()):
            path = self._generations.new()
        try:
            with self._trusting(path):
                index = self._open(path)
                writer = index.writer(heap_size=HEAP, num_threads=1)
                for entry in entries:
                    if entry.document is not None:
                        writer.add_document(self._document(entry))
                writer.commit()
                writer.wait_merging_threads()
                with self._generations.writing():
                    self._apply(index, newest(meanwhile()))
                    self._generations.swap(path)
                    self._generations.clean()
        except BaseException:
            shutil.rmtree(path, ignore_errors=True)
            raise
        return self.count()

    def search(self, query: EngineQuery) -> Matches:
        opened, planned = self._reader(), plan(query)
        if planned is None:
            return Matches()
        if opened is None:
            raise EngineUnavailable("索引不在，等待重建")
        with self._trusting(opened.path):
            return self._found(opened.index.searcher(), planned, query)

    def _found(self, searcher: tantivy.Searcher, planned: Plan, query: EngineQuery) -> Matches:
        limit, offset = query.window
        answers = self._query(planned.counted())
        ranked = self._ranked(answers, planned)
        by_date = {"order_by_field": "day"} if planned.by_date else {}
        found = searcher.search(ranked, limit=limit, offset=offset, **by_date)
        groups, group_total = page_of(
            found.hits,
            found.count,
            query,
            read=lambda hit: self._match(searcher, hit, planned.by_date),
            group_names=lambda hits: _group_names(searcher, hits),
            among=lambda keys: self._among(searcher, ranked, keys),
        )
        return Matches(
            groups, found.count, group_total, self._facets(searcher, answers, planned, query.facets)
        )

    def _ranked(self, answers: Query, planned: Plan) -> Query:
        """The answers with their scores: who is one is said once, for these and for the counts."""
        raised = [(Occur.Should, self._query(clause)) for clause in planned.ranking]
        return Query.boolean_query([(Occur.Must, answers), *raised])

    def _among(self, searcher: tantivy.Searcher, ranked: Query, keys: tuple[str, ...]) -> list:
        wanted = Query.boolean_query(
            [(Occur.Must, ranked), (Occur.Must, self._query(clauses.OneOf(KEY, keys)))]
        )
        return searcher.search(wanted, limit=len(keys)).hits

    def match(self, terms, kind, *, every, prefix, limit):
        opened, clause = self._reader(), literal_match(terms, kind, every=every, prefix=prefix)
        if clause is None:
            return []
        if opened is None:
            raise EngineUnavailable("索引不在，等待重建")
        with self._trusting(opened.path):
            searcher = opened.index.searcher()
            found = searcher.search(self._query(clause), limit=limit)
            return [self._match(searcher, hit) for hit in found.hits]

    def count(self) -> int:
        opened = self._reader()
        if opened is None:
            return 0
        living = Query.boolean_query(
            [(Occur.Must, Query.all_query()), (Occur.MustNot, self._term("kind", TOMBSTONE))]
        )
        with self._trusting(opened.path):
            return opened.index.searcher().search(living, limit=1).count

    # Reading and writing the directory

    def _open(self, path: Path) -> tantivy.Index:
        index = tantivy.Index(self._schema, path=str(path))
        spaced = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        index.register_tokenizer(SPACE, spaced)
        return index

    def _reader(self) -> Opened | None:
        """The current generation at its newest commit, opened once and refreshed when it has changed.

        None where there is none. Raises EngineUnavailable where it cannot be read; a broken one is given up.
        """
        for _ in range(OPENING_TRIES - 1):
            try:
                return self._at_newest_commit()
            except (OSError, ValueError):
                self._opened = None
        # Not replaced between two looks: it is this one that cannot be read.
        with self._trusting(self._generations.current()):
            return self._at_newest_commit()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """The one writer's place, in the current generation."""
        with self._trusting(self._generations.current()), self._generations.writing():
            yield

    @contextmanager
    def _trusting(self, path: Path | None) -> Iterator[None]:
        """What goes wrong inside is one error to the caller, a panic of the engine too.

        The index is given up where it is really broken; a question that cannot be asked breaks none.
        """
        try:
            yield
        except (OSError, ValueError) as error:
            raise self._unavailable(path, error) from error
        except BaseException as error:
            if type(error).__name__ != "PanicException":
                raise
            raise self._unavailable(path, error) from error

    def _unavailable(self, path: Path | None, error: BaseException) -> EngineUnavailable:
        self._opened = None
        if refused := REFUSED.get(_number_of(error)):
            return EngineUnavailable(refused)
        if path is None or not path.is_dir():
            return EngineUnavailable("索引不在，等待重建")
        if self._is_broken(path):
            self._generations.disown(path)
            return EngineUnavailable("索引损坏，等待重建")
        return EngineUnavailable(f"索引无法使用：{error}")

    def _is_broken(self, path: Path) -> bool:
        try:
            if damaged_file(path, set()):
                return True
            # Each file may be sound and stand in another's place: only a question tells.
            self._open(path).searcher().search(self._term("kind", TOMBSTONE), limit=1)
        except (OSError, ValueError):
            return True
        except BaseException as error:
            if type(error).__name__ != "PanicException":
                raise
            return True
        return False

    def _at_newest_commit(self) -> Opened | None:
        # Two looks at the disk a question, no more: this is a good part of what a question costs.
        swapped, opened = self._generations.swapped(), self._opened
        if opened and opened.swapped == swapped and opened.commit == opened.newest_commit():
            return opened
        with self._opening:
            opened = self._opened
            if opened is None or opened.swapped != swapped:
                if (path := self._generations.current()) is None:
                    return None
                commits = path / "meta.json"
                self._read_through(path)
                opened = Opened(swapped, path, commits, identity(commits), self._open(path))
            else:
                newest = opened.newest_commit()
                self._read_through(opened.path)
                opened.index.reload()
                opened = replace(opened, commit=newest)
            self._opened = opened
            return opened

    def _read_through(self, path: Path) -> None:
        """Raise ValueError where a file that was not read through yet is damaged."""
        if size_of(path) <= READ_THROUGH and (name := damaged_file(path, self._sound)):
            raise ValueError(f"{name} 与写入时不同")

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
            document.add_text("kind", TOMBSTONE)
            return document
        document.add_text("visibility", entry.document.visibility)
        # Fast fields hold numbers only: a group is told by a hash of its name.
        document.add_unsigned("group", number_of(entry.document.group))
        document.add_unsigned("day", entry.document.date.toordinal() if entry.document.date else 0)
        for name, values in entry.document.facet_values.items():
            for value in values:
                document.add_text(name, value)
        analysed = tokens.of_document(entry.document)
        for name in TOKEN_FIELDS:
            document.add_text(name, " ".join(getattr(analysed, name)))
        for name in ("cited", "named", "laws"):
            for value in getattr(analysed, name):
                document.add_text(name, value)
        return document

    # Reading answers

    def _match(self, searcher: tantivy.Searcher, hit, by_date: bool = False) -> Match:
        score, address = hit
        return Match(searcher.doc(address).get_first("key"), 0.0 if by_date else score)

    def _facets(self, searcher, answers: Query, planned: Plan, names: tuple[str, ...]) -> dict:
        """Each facet is counted under the filters of the others."""
        free = [name for name in names if name not in planned.filters]
        chosen = [name for name in names if name in planned.filters]
        counts = self._counts(searcher, answers, free) if free else {}
        for name in chosen:
            counts |= self._counts(searcher, self._query(planned.counted(name)), [name])
        return {name: counts[name] for name in names if counts[name]}

    def _counts(self, searcher, answers: Query, names: list[str]) -> dict[str, dict[str, int]]:
        wanted = {name: {"terms": {"field": name, "size": FACET_SIZE}} for name in names}
        found = searcher.aggregate(answers, wanted)
        return {name: {each["key"]: each["doc_count"] for each in found[name]["buckets"]} for name in names}

    # Building queries

    def _query(self, clause: clauses.Clause) -> Query:
        match clause:
            case clauses.Anything():
                return Query.all_query()
            case clauses.Term(field, value):
                return self._term(field, value)
            case clauses.OneOf(field, (value,)):
                return Query.const_score_query(self._term(field, value), 0.0)
            case clauses.OneOf(field, values):
                return Query.const_score_query(Query.term_set_query(self._schema, field, list(values)), 0.0)
            case clauses.Phrase(field, (beginning,), prefix=True):
                return Query.regex_query(self._schema, field, f"{beginning}.*")
            case clauses.Phrase(field, words, prefix=True):
                return Query.phrase_prefix_query(self._schema, field, list(words))
            case clauses.Phrase(field, words):
                return Query.phrase_query(self._schema, field, list(words))
            case clauses.Boosted(inner, factor):
                return Query.boost_query(self._query(inner), factor)
            case clauses.Fixed(inner, score):
                return Query.const_score_query(self._query(inner), score)
            case clauses.Best(inner, tie):
                return Query.disjunction_max_query([self._query(part) for part in inner], tie)
            case clauses.Combined(must, should, without):
                parts = [(Occur.Must, part) for part in must]
                parts += [(Occur.Should, part) for part in should]
                parts += [(Occur.MustNot, part) for part in without]
                return Query.boolean_query([(occur, self._query(part)) for occur, part in parts])
        raise TypeError(clause)

    def _term(self, field: str, value: str) -> Query:
        option = "freq" if field in TOKEN_FIELDS else "basic"
        return Query.term_query(self._schema, field, value, index_option=option)


def _number_of(error: BaseException) -> int | None:
    """The system's number of what went wrong; None of an error that is not of the system."""
    if (number := getattr(error, "errno", None)) is not None:
        return number
    told = _NUMBER.search(str(error))
    return int(told[1]) if told else None


def _group_names(searcher: tantivy.Searcher, hits) -> list[int]:
    return searcher.fast_field_values("group", [address for _, address in hits]) if hits else []


def newest(entries: Iterable[Entry]) -> list[Entry]:
    """The newest write of each key."""
    latest: dict[str, Entry] = {}
    for entry in entries:
        if entry.key not in latest or latest[entry.key].version < entry.version:
            latest[entry.key] = entry
    return list(latest.values())
