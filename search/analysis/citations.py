"""Reads a query that cites an article: 劳动合同法第38条, 《民法典》第一千二百五十四条, 刑法291条之一."""

import re
from dataclasses import dataclass

from search.analysis.normalise import article_reference
from search.analysis.numerals import CHARACTERS

_CITATION = re.compile(
    r"^[《〈]?(?P<law>[^《》〈〉第]{1,60}?)[》〉]?\s*"
    rf"(?P<label>第[{CHARACTERS}]+条(?:之[{CHARACTERS}]+)?)"
)
_BRACKETS = re.compile(r"[《》〈〉\s]")
_STATE_PREFIX = "中华人民共和国"


@dataclass(frozen=True)
class Citation:
    """A law by its canonical name and an article as in addresses."""

    law: str
    article: str


def canonical_law(name: str) -> str:
    """A law's name without brackets, spaces and the name of the state: the form in which names are equal."""
    bare = _BRACKETS.sub("", name)
    return bare.removeprefix(_STATE_PREFIX) or bare


def read_citation(normalised_query: str) -> Citation | None:
    """The citation a normalised query begins with, or None."""
    match = _CITATION.match(normalised_query.strip())
    if not match:
        return None
    law = canonical_law(match["law"])
    article = article_reference(match["label"])
    return Citation(law, article) if law and article else None
