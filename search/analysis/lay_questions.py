"""What people ask that an article answers, in their own words: `search/lay_questions/*.csv`.

They lead to the article and are never shown. An article is known by its law's title and its number, and by
marks, words that tell it from others: where a revised law has another article under the number, its phrases
rest. `manage.py search_mark` notes the marks.
"""

import csv
import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from heapq import nlargest
from math import log1p
from operator import itemgetter
from pathlib import Path

from search.analysis.questions import without_asking
from search.chinese.citations import canonical_law
from search.chinese.folding import normalise
from search.chinese.segmentation import bigrams, whole_words, words
from search.documents import Document

FOLDER = Path(__file__).parent.parent / "lay_questions"
HEADER = ["law", "article", "asked", "marks"]
MARKS = 8
# What is not counted of an article's score: this share of the best one's.
BEHIND = 0.5
LIKELIEST = 50


@dataclass(frozen=True)
class LayRow:
    """The phrases of one article; `law` is the full title, `article` the number as in addresses."""

    law: str
    article: str
    phrases: tuple[str, ...]
    marks: tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """What people ask of the article with these marks; without any, of whatever has its number.

    No citation is written as its key is.
    """

    key: str
    phrases: tuple[str, ...]
    marks: tuple[str, ...]

    def means(self, text: str) -> bool:
        """Whether that is the article: most of its marks stand in it."""
        folded = normalise(text)
        return not self.marks or 2 * sum(mark in folded for mark in self.marks) > len(self.marks)


def rows() -> Iterator[LayRow]:
    """All rows of all files. Raises ValueError, naming the file, where one has other columns."""
    for path in _files():
        with path.open(encoding="utf-8-sig", newline="") as file:
            table = csv.DictReader(file)
            if table.fieldnames != HEADER:
                raise ValueError(f"{path.name} 的表头应是 {','.join(HEADER)}")
            for row in table:
                yield LayRow(row["law"], row["article"], _listed(row["asked"]), _listed(row["marks"]))


def phrases_of(document: Document) -> tuple[str, ...]:
    """What people ask that this article answers; nothing for anything else."""
    return found.phrases if (found := _meant(document)) else ()


def asked_at(document: Document) -> Asked | None:
    """What people ask of the article that had its number when the phrases were written."""
    if document.kind != "article":
        return None
    places = ((canonical_law(normalise(name)), document.article) for name in (document.law, *document.names))
    return next((known for place in places if (known := by_article().get(place))), None)


def keys_of(document: Document) -> tuple[str, ...]:
    """By what `likeliest` means this document: one key, or none where nothing is asked of it."""
    return (found.key,) if (found := _meant(document)) else ()


@lru_cache(maxsize=1)
def by_article() -> Mapping[tuple[str, str], Asked]:
    """What people ask by the law's canonical name and the article's number, each phrase once."""
    found: dict[tuple[str, str], Asked] = {}
    for row in rows():
        place = (canonical_law(normalise(row.law)), row.article)
        key = "?".join(place)
        before = found.get(place, Asked(key, (), ()))
        found[place] = Asked(key, _once(before.phrases + row.phrases), _once(before.marks + row.marks))
    return found


def content_words(text: str) -> set[str]:
    """The words of two characters and more."""
    return {word for word in whole_words(normalise(text)) if len(word) > 1 and word.isalnum()}


def marks_of(text: str, common: Mapping[str, int]) -> tuple[str, ...]:
    """The words of an article that the fewest others have, as counted in `common`."""
    return tuple(sorted(content_words(text), key=lambda word: (common[word], word))[:MARKS])


@lru_cache(maxsize=1)
def edition() -> str:
    """Another one as soon as a phrase is another."""
    return hashlib.blake2b(b"".join(path.read_bytes() for path in _files()), digest_size=4).hexdigest()


def tokens(*texts: str) -> set[str]:
    """The words, characters and bigrams of phrases or of a question."""
    said = without_asking(normalise("\n".join(texts)))
    return {*words(said), *bigrams(said)}


@lru_cache(maxsize=512)
def likeliest(question: str, among: frozenset[str] | None = None) -> tuple[tuple[str, float], ...]:
    """The articles that people ask for in such words, by their keys, with how much speaks for each.

    Only those `among` these keys are weighed, where given: what is not held answers nothing, and would push
    down what is. An article must share a word or a pair of characters, and have more than half of what the
    likeliest has: what is far behind it is no answer to this question, and the others are not to be pushed
    down by it.
    """
    index = _index()
    asked = tokens(question)
    scores: dict[int, float] = {}
    for token in asked:
        if len(token) > 1:
            telling = index.telling.get(token, 0.0)
            for place in index.places.get(token, ()):
                scores[place] = scores.get(place, 0.0) + telling
    if among is not None:
        scores = {place: score for place, score in scores.items() if index.keys[place] in among}
    single = [(token, index.telling[token]) for token in asked if len(token) == 1 and token in index.telling]
    for place in nlargest(2 * LIKELIEST, scores, key=scores.__getitem__):
        characters = index.characters[place]
        for token, telling in single:
            if token in characters:
                scores[place] += telling
    least = max(scores.values(), default=0.0) * BEHIND
    best = [(index.keys[place], score - least) for place, score in scores.items() if score > least]
    return tuple(nlargest(LIKELIEST, best, key=itemgetter(1)))


@dataclass(frozen=True)
class _Index:
    """The keys of the articles, the characters people ask for each with, the places of the articles for
    each longer token, and how much a token tells: the fewer are asked for with it, the more.
    """

    keys: list[str]
    characters: list[str]
    places: dict[str, list[int]]
    telling: dict[str, float]


@lru_cache(maxsize=1)
def _index() -> _Index:
    found = by_article()
    index = _Index([asked.key for asked in found.values()], [], {}, {})
    held: Counter[str] = Counter()
    for place, asked in enumerate(found.values()):
        said = tokens(*asked.phrases)
        held.update(said)
        index.characters.append("".join(token for token in said if len(token) == 1))
        for token in said:
            if len(token) > 1:
                index.places.setdefault(token, []).append(place)
    index.telling.update({token: log1p(len(found) / count) for token, count in held.items()})
    return index


def _meant(document: Document) -> Asked | None:
    found = asked_at(document)
    return found if found and found.means(document.body) else None


def _once(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))


def _listed(cell: str | None) -> tuple[str, ...]:
    return tuple(filter(None, (part.strip() for part in (cell or "").split("|"))))


def _files() -> list[Path]:
    return sorted(FOLDER.glob("*.csv"))
