"""Reads which laws a text names: by 《title》, title, short title, alias or number, known here or not."""

import re
from dataclasses import dataclass
from datetime import date

from cms.statutes.models import Law, LawVersion
from cms.statutes.models.levels import STATE, short_title
from cms.statutes.models.repealed import REPEALED
from search.chinese.citations import canonical_law
from search.chinese.folding import normalise

_LEGAL = re.compile(
    r"(?:法|法典|条例|规定|规则|办法|细则|解释|决定|准则|章程|公约|通则|批复)(?:（.{1,8}）)?$"
)
# Statutes of the state, and only they, end so; the one that lacks the name of the state is named.
_STATUTE = re.compile(r"(?<!办)(?:法|法典)$")
# What is done with laws ends like the title of one.
_DOING = re.compile(r"[释说普学守用执司立]法$")
_WITHOUT_STATE = frozenset({"反分裂国家法"})
_EDITION = re.compile(r"\((?:\d{4}年?)?(?:最?新)?(?:修正|修订|修改|版|施行)*(?:版|本|案|文本)?\)$")
_ARTICLE = re.compile(
    r"(?:第[\d零〇一二三四五六七八九十百千]+[编章节条款项].*|\d+条.*|(?<=[法典例定则])\s*\d+)$"
)
_OPENING = re.compile(
    r"^(?:\d+[.、)]|[()\d一二三四五六七八九十]+[.、)]|学习|宣传|普及|宣讲|贯彻|实施|落实|重点|深入|开展|新修订的?"
    r"|新修正的?|新颁布的?|新出台的?|新的?(?=[^能型兴])|关于(?=.*法$)|以及|及其?|和|与|等|国家(?=中华)|主要|包括|:|：)+"
)
_CLOSING = re.compile(
    r"(?:等(?:相关|有关|配套|法律|法规|规章|规定|知识|内容|条款)*|(?:相关|有关|配套)(?:法律|法规|规定|知识|内容|条款)+"
    r"|知识|内容|解读|宣传|学习|普法)$"
)
_BETWEEN = re.compile(r"[、,，;；。\n\r\t/|]+|(?<=[法典例定则])(?:和|及|与|以及|暨)(?=.{2})")
# The quotes and brackets of titles, however they were typed; commas within titles are left as they are.
_MARKS = str.maketrans("<>「」『』＜＞（）　", "《》《》《》《》() ")
_NUMBER = re.compile(r"(主席令|国务院令|公告)第?(\d+)号|第(\d+)号(主席令|国务院令)")


@dataclass(frozen=True)
class NamedLaw:
    """A law as named in a text: its full title, its record if there is one, and the day it ended if so."""

    title: str
    law: Law | None = None
    repealed_on: date | None = None

    def is_repealed(self, on: date) -> bool:
        return self.repealed_on is not None and self.repealed_on <= on


class LawMatcher:
    """All laws in memory, found by every name they go by."""

    def __init__(self):
        self._by_name: dict[str, Law] = {}
        laws = list(Law.objects.all())
        for name, law in (
            *((alias, each) for each in laws for alias in each.aliases),
            *((each.short_title, each) for each in laws),
            *((each.title, each) for each in laws),
        ):
            self._by_name[_folded(name)] = law
        self._by_number = dict(_numbers(laws))

    def named_in(self, text: str | None) -> list[NamedLaw]:
        """The laws a text names, in its order, each once. What is no name of a law is passed over."""
        found: dict[str, NamedLaw] = {}
        for name, quoted in _names(text or ""):
            law = self.find(name, quoted=quoted)
            if law:
                found.setdefault(law.title, law)
        return list(found.values())

    def find(self, name: str, *, quoted: bool = False) -> NamedLaw | None:
        """The law of one name. One nobody has imported is known by its title only."""
        number = _NUMBER.search(re.sub(r"\s", "", name))
        bare = _bare(name) if quoted else _CLOSING.sub("", _bare(_OPENING.sub("", name.strip())))
        law = self._by_name.get(_folded(bare)) or self._by_name.get(_folded(name))
        if law is None and number:
            law = self._by_number.get((number[1] or number[4], number[2] or number[3]))
        if law:
            ended = law.repealed_on or REPEALED.get(short_title(law.title))
            return NamedLaw(law.title, law, ended)
        if (
            not _LEGAL.search(bare)
            or (not quoted and _DOING.search(bare))
            or len(short_title(bare)) < 2
            or bare in ("法", "法规", "办法", "规定", "条例")
        ):
            return None
        return NamedLaw(_full_title(bare), None, REPEALED.get(short_title(bare)))


def _names(text: str):
    """The names in a text, in its order, and whether each stands in 《》."""
    text = text.translate(_MARKS)
    outside, start, depth = 0, 0, 0
    for place, char in enumerate(text):
        if char in "《〈":
            if depth == 0:
                yield from ((part, False) for part in _parts(text[outside:place]))
                start = place + 1
            depth += 1
        elif char in "》〉" and depth:
            depth -= 1
            if depth == 0:
                yield text[start:place], True
                outside = place + 1
    rest = text[start:] if depth else text[outside:]
    yield from ((part, False) for part in _parts(rest))


def _parts(text: str):
    return (part.strip("《》〈〉“”\"' ") for part in _BETWEEN.split(text) if part.strip("《》〈〉“”\"' "))


def _bare(name: str) -> str:
    """A title without edition, article and stray spaces; titles within it stand in 〈〉."""
    bare = re.sub(r"\s+", "", name).strip("《》〈〉").replace("《", "〈").replace("》", "〉")
    bare = _ARTICLE.sub("", bare)
    bare = _EDITION.sub("", bare)
    return bare.replace("(", "（").replace(")", "）") if "(" in bare and not bare.isascii() else bare


def _full_title(bare: str) -> str:
    statute = _STATUTE.search(bare) and "〈" not in bare and bare not in _WITHOUT_STATE
    return f"{STATE}{bare}" if statute and not bare.startswith(STATE) else bare


def _folded(name: str) -> str:
    """The form in which names are compared."""
    return canonical_law(normalise(name).replace("(", "").replace(")", ""))


def _numbers(laws: list[Law]):
    """Laws by the number of the order that made them public first."""
    by_key = {law.pk: law for law in laws}
    for law, history in LawVersion.objects.values_list("law", "history"):
        for line in history[:1]:
            match = _NUMBER.search(re.sub(r"\s", "", str(line)))
            if match:
                yield (match[1] or match[4], match[2] or match[3]), by_key[law]
