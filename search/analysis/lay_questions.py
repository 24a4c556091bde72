"""What people ask that an article answers, in their own words: `search/lay_questions/*.csv`.

They are searched with the article and never shown. An article is known by its law's title and its number,
so a new text of the law takes them over. An index made with other phrases is of another form.
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


@lru_cache(maxsize=1)
def telling() -> Mapping[str, float]:
    """How much each token tells of which article is meant: the fewer are asked about with it, the more."""
    found = by_article()
    held = Counter(token for phrases in found.values() for token in tokens(*phrases))
    return {token: log1p(len(found) / count) for token, count in held.items()}


def _files() -> list[Path]:
    return sorted(FOLDER.glob("*.csv"))
