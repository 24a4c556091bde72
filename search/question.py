"""What a person typed, taken apart: words, "exact phrases", -exclusions and law:… ."""

import re
from dataclasses import dataclass

from search.chinese.citations import canonical_law
from search.chinese.folding import normalise

MAX_LENGTH = 200
# More of one kind than anybody types; the rest are words.
MAX_OPERATORS = 8
_QUOTED = r"\"([^\"]+)\"|“([^“”]+)”|「([^「」]+)」|『([^『』]+)』|＂([^＂]+)＂"
_OPERATOR = re.compile(
    rf"(?:(?<!\S)[-－](?P<not>{_QUOTED}|[^\s\-－]\S*))"
    r"|(?:(?<!\S)(?:law|法规)\s*[:：]\s*(?P<law>《[^》]+》|\S+))"
    rf"|(?P<phrase>{_QUOTED})",
    re.IGNORECASE,
)
_QUOTES = '"“”「」『』＂'


@dataclass(frozen=True)
class Question:
    """`text` is what ranks: all words, those of the phrases too. Empty text is browsing.

    A document must contain every phrase and none of `excluded` as it stands, and, where `laws` (canonical
    names) are given, belong to or concern one of them.
    """

    text: str
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    laws: tuple[str, ...] = ()


def parse(query: str) -> Question:
    """Read a query; any text is one. An unfinished operator is a word."""
    phrases: list[str] = []
    excluded: list[str] = []
    laws: list[str] = []

    def take(match: re.Match) -> str:
        target = excluded if match["not"] else laws if match["law"] else phrases
        if len(target) == MAX_OPERATORS:
            return match[0]
        if match["law"]:
            laws.append(canonical_law(normalise(match["law"])))
            return " "
        term = (match["not"] or match["phrase"]).strip(_QUOTES).strip()
        if not term:
            return match[0]
        target.append(term)
        return f" {term} " if target is phrases else " "

    text = _OPERATOR.sub(take, query[:MAX_LENGTH])
    return Question(" ".join(text.split()), tuple(phrases), tuple(excluded), tuple(laws))
