"""Reads the articles a query cites, in every usual form.

民法典1254条 · 《民法典》第一千二百五十四条第一款 · 劳动合同法38、39条 · 刑法291条之一 · 民法典 1254 ·
根据《消费者权益保护法》第55条和民法典第1207条. Paragraphs (款) and items (项) lead to their article.
"""

import re
from dataclasses import dataclass

from search.chinese.numerals import CHARACTERS, format_chinese_number, parse_chinese_number

_NUMBER = rf"(?:[{CHARACTERS}]+|\d{{1,5}})"
_SUFFIX = rf"(?:之(?:[{CHARACTERS}]+|\d{{1,2}}))"
_PARAGRAPH = rf"(?:第?{_NUMBER}款)?(?:第?[（(]?{_NUMBER}[）)]?项)?"
_ITEM = rf"(?:第?\s*{_NUMBER}\s*条?{_SUFFIX}?{_PARAGRAPH})"
_JOIN = r"\s*[、,，;；和与及至到\-—~～]+\s*"
# One law followed by one or more numbers, of which the last is called 条.
_CITED = re.compile(
    rf"(?:[《〈](?P<quoted>[^《》〈〉]{{1,80}})[》〉]|(?P<law>[^《》〈〉、,，。;；!！?？:：]{{0,60}}?))"
    r"(?:中|的|里)?\s*"
    rf"(?P<list>(?:{_ITEM}{_JOIN})*第?\s*{_NUMBER}\s*条{_SUFFIX}?{_PARAGRAPH})"
)
# 民法典1254, 民法典第一千零七十九: the number may stand without 条 where the name says that it is a law.
_BARE = re.compile(
    r"[《〈]?(?P<law>[^《》〈〉\d\s]{1,58}?(?:法|法典|条例|规定|办法|规则|细则))[》〉]?\s*"
    rf"(?P<list>第?\s*(?:\d{{1,4}}|[{CHARACTERS}]{{1,9}}){_SUFFIX}?)$"
)
_PART = re.compile(
    rf"(?P<range>[至到\-—~～])?\s*第?\s*(?P<number>{_NUMBER})\s*条?(?P<suffix>{_SUFFIX})?{_PARAGRAPH}"
)
_BRACKETS = re.compile(r"[《》〈〉\s]")
_STATE_PREFIX = "中华人民共和国"
_OPENING = re.compile(r"^(?:请问|根据|依据|依照|按照|违反|什么是|查|看)+")
# What may stand around citations without asking for anything more.
_AROUND = re.compile(
    r"(?:的?(?:规定|内容|全文|原文|条文)|是什么|怎么说|请问|根据|依据|依照|按照|[\s、,，。;；?？和与及])+"
)
MAX_CITATIONS = 10
MAX_NUMBER = 99_999


@dataclass(frozen=True)
class Citation:
    """A law by its canonical name and an article as in addresses ("1254", "291-2")."""

    law: str
    article: str


def canonical_law(name: str) -> str:
    """A law's name without brackets, spaces and the name of the state: the form in which names are equal."""
    bare = _BRACKETS.sub("", name)
    return bare.removeprefix(_STATE_PREFIX) or bare


def read_citations(normalised_query: str) -> tuple[Citation, ...]:
    """The citations in a normalised query, in their order, at most `MAX_CITATIONS`; none is an empty tuple.

    A law is named as in the query: words before its name stay with it ("我想看民法典"), see `names_of`.
    A list without a name of its own continues the law before it (民法典第1062条和第1063条).
    """
    text = normalised_query.strip()
    found: dict[Citation, None] = {}
    law = ""
    bare = _BARE.fullmatch(text)
    for match in [bare] if bare else _CITED.finditer(text):
        name = match["law"] if bare else match["quoted"] or match["law"]
        law = canonical_law(_OPENING.sub("", name.strip().lstrip("和与及"))) or law
        for article in _articles(match["list"]):
            if law:
                found[Citation(law, article)] = None
    return tuple(found)[:MAX_CITATIONS]


def only_cites(normalised_query: str) -> bool:
    """Whether nothing but citations is asked for, taking for a law's name whatever stands where one may."""
    text = normalised_query.strip()
    return bool(_BARE.fullmatch(text)) or not _AROUND.sub("", _CITED.sub("", text))


def names_of(law: str) -> tuple[str, ...]:
    """The names a cited law may mean, best first: 我想看民法典 also ends in 民法典, 法典."""
    return tuple(canonical_law(law[start:]) for start in range(max(1, len(law) - 1)))[:20]


def _articles(numbers: str) -> list[str]:
    articles: list[str] = []
    for part in _PART.finditer(numbers):
        number = _value(part["number"])
        if part["range"] and articles and articles[-1].isdigit():
            first = int(articles[-1])
            articles += [str(between) for between in range(first + 1, min(number, first + MAX_CITATIONS))]
        suffix = f"-{_value(part['suffix'].removeprefix('之'))}" if part["suffix"] else ""
        if 0 < number <= MAX_NUMBER:
            articles.append(f"{number}{suffix}")
    return articles


def _value(numeral: str) -> int:
    try:
        return min(parse_chinese_number(numeral), MAX_NUMBER + 1)
    except ValueError:
        return 0


def written(citation: Citation) -> str:
    """The citation as laws write it: 民法典第一千二百五十四条."""
    return f"{citation.law}{label(citation)}"


def label(citation: Citation) -> str:
    """The article as laws write it: 第二百九十一条之一."""
    number, _, suffix = citation.article.partition("-")
    return (
        f"第{format_chinese_number(int(number))}条"
        f"{'之' + format_chinese_number(int(suffix)) if suffix else ''}"
    )
