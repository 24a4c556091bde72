"""Reads of laws and articles."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from cms.statutes.enums import LawLevel
from cms.statutes.models import NEWEST_FIRST, Article, Law, LawVersion
from cms.statutes.models.levels import BRANCHES
from cms.statutes.queries.comparison import Comparison, compare
from search.chinese.citations import canonical_law
from search.chinese.folding import normalise
from search.chinese.pinyin import syllables

# An article in an address: "1254", "291-2".
ARTICLE_REFERENCE = re.compile(r"([0-9]{1,5})(?:-([0-9]{1,2}))?")


@dataclass(frozen=True)
class Section:
    """A heading with the articles that follow it directly."""

    heading: dict | None
    articles: list[Article]


def find_law(name: str) -> Law | None:
    """The law of a title, short title or listed alias, with or without 《》 and the name of the state."""
    short = canonical_law(normalise(name))
    by_title = Law.objects.filter(Q(short_title=short) | Q(title=short) | Q(title=f"中华人民共和国{short}"))
    return by_title.first() or next(
        (law for law in Law.objects.exclude(aliases=[]) if short in law.aliases), None
    )


def laws_to_read() -> QuerySet[Law]:
    """Every law of which the public may read a text, with its versions."""
    return Law.objects.with_text().prefetch_related("versions")


def articles_of_today() -> QuerySet[Article]:
    """The articles of the version of today of each law."""
    return Article.objects.current().select_related("version__law")


def laws_by_branch(contains: str = "") -> list[tuple[str, list[Law]]]:
    """Laws that can be read whose title contains a text: highest level first, those of the state by branch.

    Within each by their sound; what is empty is left out.
    """
    laws = Law.objects.with_text()
    if contains:
        laws = laws.filter(title__icontains=normalise(contains))
    groups: dict[str, list[Law]] = {name: [] for name in _shelves()}
    for law in sorted(laws, key=lambda law: syllables(law.short_title)):
        branch = BRANCHES.get(law.group) if law.level == LawLevel.LAW else None
        groups[branch or str(LawLevel(law.level).label)].append(law)
    return [(name, held) for name, held in groups.items() if held]


def _shelves() -> Iterator[str]:
    for level in LawLevel:
        if level == LawLevel.LAW:
            yield from BRANCHES.values()
        yield str(level.label)


def sections_of(version: LawVersion) -> list[Section]:
    """The version's articles under their headings, in order, ready to be typeset."""
    articles = list(version.articles.order_by("order"))
    for article in articles:
        article.version = version
    sections, place = [], 0
    for index, heading in enumerate(version.headings):
        if place < heading["before"]:
            sections.append(Section(None, articles[place : heading["before"]]))
            place = heading["before"]
        following = version.headings[index + 1 :]
        end = following[0]["before"] if following else len(articles)
        sections.append(Section({**heading, "anchor": f"h{index + 1}"}, articles[place:end]))
        place = end
    if place < len(articles):
        sections.append(Section(None, articles[place:]))
    return sections


def article_named(version: LawVersion, ref: str) -> Article | None:
    """The article of a version by its name in addresses."""
    match = ARTICLE_REFERENCE.fullmatch(ref)
    if not match:
        return None
    found = version.articles.filter(number=int(match[1]), suffix=int(match[2] or 0))
    return found.select_related("version__law").first()


def version_named(law: Law, ref: str) -> LawVersion | None:
    """The version of a law by its name in addresses."""
    return next((version for version in law.versions.order_by(NEWEST_FIRST) if version.ref == ref), None)


def version_before(version: LawVersion) -> LawVersion | None:
    """The version that `version` replaced."""
    every = list(version.law.versions.order_by(NEWEST_FIRST))
    return next(iter(every[every.index(version) + 1 :]), None)


def version_awaited(law: Law, on: datetime.date) -> LawVersion | None:
    """The next version to take the place of the one of `on`; None where none is passed."""
    current = law.version_on(on)
    waiting = [one for one in law.versions.all() if not one.has_begun(on) and one != current]
    return min(waiting, key=lambda one: one.effective_on or datetime.date.max, default=None)


def changes_between(old: LawVersion, new: LawVersion) -> Comparison:
    """What became of the articles of `old` in `new`."""
    return compare(list(old.articles.order_by("order")), list(new.articles.order_by("order")))


def neighbours(article: Article) -> tuple[Article | None, Article | None]:
    """The articles before and after."""
    beside = {
        other.order: other
        for other in article.version.articles.filter(order__in=[article.order - 1, article.order + 1])
    }
    return beside.get(article.order - 1), beside.get(article.order + 1)
