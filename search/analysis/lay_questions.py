"""What people ask that an article answers, in their own words: `search/lay_questions/*.csv`.

They lead to the article and are never shown. An article is known by its law's title and its number, so a new
text of the law takes them over.
"""

import csv
import datetime
import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import log1p
from pathlib import Path

from search.analysis.questions import without_asking
from search.chinese.citations import canonical_law
from search.chinese.folding import normalise
from search.chinese.segmentation import bigrams, words
from search.documents import Document

FOLDER = Path(__file__).parent.parent / "lay_questions"
HEADER = ["law", "article", "asked"]
# What is not counted of an article's score: this share of the best one's.
BEHIND = 0.5
LIKELIEST = 50
# A text of a law that is dated later may have other numbers: `search_status` names it.
WRITTEN_ON = datetime.date(2026, 11, 28)


@dataclass(frozen=True)
class LayRow:
    """The phrases of one article; `law` is the full title, `article` the number as in addresses."""

    law: str
    article: str
    phrases: tuple[str, ...]


def rows() -> Iterator[LayRow]:
    """All rows of all files. Raises ValueError, naming the file, where one has other columns."""
    for path in _files():
        with path.open(encoding="utf-8-sig", newline="") as file:
            table = csv.DictReader(file)
            if table.fieldnames != HEADER:
                raise ValueError(f"{path.name} 的表头应是 {','.join(HEADER)}")
            for row in table:
                phrases = (phrase.strip() for phrase in row["asked"].split("|"))
                yield LayRow(row["law"], row["article"], tuple(filter(None, phrases)))


def phrases_of(document: Document) -> tuple[str, ...]:
    """What people ask that this article answers; nothing for anything else."""
    if document.kind != "article":
        return ()
    known = by_article()
    for name in (document.law, *document.names):
        if found := known.get((canonical_law(normalise(name)), document.article)):
            return found
    return ()


@lru_cache(maxsize=1)
def by_article() -> Mapping[tuple[str, str], tuple[str, ...]]:
    """The phrases by the law's canonical name and the article's number, each once."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for row in rows():
        place = (canonical_law(normalise(row.law)), row.article)
        found.setdefault(place, {}).update(dict.fromkeys(row.phrases))
    return {place: tuple(phrases) for place, phrases in found.items()}


@lru_cache(maxsize=1)
def edition() -> str:
    """Another one as soon as a phrase is another."""
    return hashlib.blake2b(b"".join(path.read_bytes() for path in _files()), digest_size=4).hexdigest()


def tokens(*texts: str) -> set[str]:
    """The words, characters and bigrams of phrases or of a question."""
    said = without_asking(normalise("\n".join(texts)))
    return {*words(said), *bigrams(said)}


def likeliest(question: str) -> tuple[tuple[str, float], ...]:
    """The articles that people ask for in such words, as they are cited, with how much speaks for each.

    An article must share a word or a pair of characters, and have more than half of what the likeliest has:
    what is far behind it is no answer to this question, and the others are not to be pushed down by it.
    """
    index = _index()
    asked = tokens(question)
    longer, single = ({token for token in asked if (len(token) > 1) is long} for long in (True, False))
    scores: Counter[int] = Counter()
    for token in longer:
        for place in index.places.get(token, ()):
            scores[place] += index.telling[token]
    for place, _ in scores.most_common(2 * LIKELIEST):
        scores[place] += sum(index.telling[token] for token in single if token in index.characters[place])
    least = max(scores.values(), default=0.0) * BEHIND
    best = [(index.cited[place], score - least) for place, score in scores.most_common(LIKELIEST)]
    return tuple((cited, score) for cited, score in best if score > 0)


@dataclass(frozen=True)
class _Index:
    """The articles as they are cited, the characters people ask for each with, the places of the articles for
    each longer token, and how much a token tells: the fewer are asked for with it, the more.
    """

    cited: list[str]
    characters: list[str]
    places: dict[str, list[int]]
    telling: dict[str, float]


@lru_cache(maxsize=1)
def _index() -> _Index:
    found = by_article()
    index = _Index([f"{law}#{article}" for law, article in found], [], {}, {})
    held: Counter[str] = Counter()
    for place, phrases in enumerate(found.values()):
        said = tokens(*phrases)
        held.update(said)
        index.characters.append("".join(token for token in said if len(token) == 1))
        for token in said:
            if len(token) > 1:
                index.places.setdefault(token, []).append(place)
    index.telling.update({token: log1p(len(found) / count) for token, count in held.items()})
    return index


def _files() -> list[Path]:
    return sorted(FOLDER.glob("*.csv"))
