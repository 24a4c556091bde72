"""Judged queries: questions whose right answers are known."""

import json
import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from search.chinese.citations import canonical_law
from search.chinese.folding import article_reference, normalise
from search.chinese.numerals import CHARACTERS
from search.models import public_documents

OWN = Path(__file__).with_name("judged")
# Weights and tables were chosen looking at the first; the second only tells how good they are.
TUNING, HELD_OUT = OWN / "tuning.jsonl", OWN / "held_out.jsonl"
# What is typed in a few words; the table of plain speech was mended looking at these.
EVERYDAY = OWN / "everyday.jsonl"
# Written and judged before reading any table, and no table mended by them: what is typed, what is told.
BLIND = OWN / "blind.jsonl"
# Questions about what is asked most; the unseen share no article with the two that weights are learned from.
ASKED_TRAINING, ASKED_UNSEEN = OWN / "asked_training.jsonl", OWN / "asked_unseen.jsonl"
_ARTICLE = re.compile(rf"(.+?)(第[{CHARACTERS}\d]+条(?:之[{CHARACTERS}\d]+)?)")


class UnreadableJudgement(ValueError):
    """A line that is no judged query; the message names the line and says what it must hold."""


@dataclass(frozen=True)
class JudgedQuery:
    """A question, the names of the articles or laws that answer it, and what kind of question it is."""

    query: str
    relevant: tuple[str, ...]
    kind: str = ""


def read_judged(path: Path) -> list[JudgedQuery]:
    """The judged queries of a JSONL file: {"query": …, "relevant": [name, …]} on each line."""
    judged = []
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            query, names = row["query"], row["relevant"]
            if not (isinstance(query, str) and isinstance(names, list) and names):
                raise TypeError
            judged.append(JudgedQuery(query, tuple(map(str, names)), str(row.get("kind", ""))))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise UnreadableJudgement(
                f"{path.name} 第{number}行无法识别：每行应是"
                '{"query": "问题", "relevant": ["中华人民共和国民法典第一千二百五十四条"]}'
            ) from error
    return judged


def halves(judged: Iterable[JudgedQuery]) -> tuple[list[JudgedQuery], list[JudgedQuery]]:
    """The questions that may be learned from and those kept apart, by the law of the first answer.

    By lot: the Civil Code and the criminal law, and so three questions of four, are kept apart.
    """
    parts: tuple[list[JudgedQuery], list[JudgedQuery]] = [], []
    for one in judged:
        parts[zlib.crc32(law_of(one.relevant[0]).encode()) % 2 == 0].append(one)
    return parts


class KnownNames:
    """Keys of the documents that names of laws and articles mean.

    A name may carry 《》 and the name of the state or not, and its number in either kind of numeral.
    """

    def __init__(self) -> None:
        self._keys: dict[str, str] = {}
        rows = public_documents().filter(kind__in=("law", "article"))
        for key, title, law, article, names in rows.values_list("key", "title", "law", "article", "names"):
            of_law = {law, *names} if article else {title, law, *names}
            for name in of_law:
                self._keys[_place(canonical_law(normalise(name)), article)] = key

    def key(self, name: str) -> str | None:
        """The key of the document a name means; None where nothing of that name is held."""
        normal = canonical_law(normalise(name))
        match = _ARTICLE.fullmatch(normal)
        law, article = (canonical_law(match[1]), article_reference(match[2])) if match else (normal, "")
        return self._keys.get(_place(law, article))

    def keys(self, names: Iterable[str]) -> tuple[set[str], list[str]]:
        """The keys of what is held, and the names of what is not."""
        found = {name: self.key(name) for name in names}
        return {key for key in found.values() if key}, [name for name, key in found.items() if not key]


def law_of(name: str) -> str:
    """The short title of the law that the name of a law or of an article names."""
    normal = canonical_law(normalise(name))
    match = _ARTICLE.fullmatch(normal)
    return canonical_law(match[1]) if match else normal


def _place(law: str, article: str) -> str:
    return f"{law}#{article}"
