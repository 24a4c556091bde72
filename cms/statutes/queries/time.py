"""A law on a day: which text held, what one article said before, what ended it."""

import datetime
from dataclasses import dataclass

from cms.statutes.models import Article, Law, LawVersion
from cms.statutes.models.repealed import gave_way_on, repeals_in
from cms.statutes.queries.comparison import Marked, marked


@dataclass(frozen=True)
class Wording:
    """One wording of an article of this number: since which text, and what differs from the one before."""

    article: Article
    marks: Marked


def begins_on(version: LawVersion) -> datetime.date | None:
    """The day from which a text holds; None where its source tells none."""
    return version.effective_on or version.dated_on or version.passed_on


def version_in_force(law: Law, on: datetime.date) -> LawVersion | None:
    """The text that held on the day; None where none that is known had begun.

    `Law.version_on` answers with the newest even then; this does not, for a day in the past is asked about.
    """
    begun = [(day, each) for each in law.versions.all() if (day := begins_on(each)) is None or day <= on]
    return max(begun, key=lambda pair: pair[0] or datetime.date.min, default=(None, None))[1]


def holds_until(version: LawVersion) -> datetime.date | None:
    """The last day on which this text held or will hold, as far as is known."""
    since = begins_on(version) or datetime.date.min
    later = [day for each in version.law.versions.all() if (day := begins_on(each)) and day > since]
    gave_way = gave_way_on(version.law.short_title, version.dated_on)
    ends = [*later, *filter(None, (version.law.repealed_on, gave_way))]
    return min(ends) - datetime.timedelta(days=1) if ends else None


def wordings_of(article: Article) -> list[Wording]:
    """What the article of this number says in each text of its law that says something new, newest first."""
    found = list(
        Article.objects.filter(
            version__law=article.version.law, number=article.number, suffix=article.suffix
        ).select_related("version__law")
    )
    oldest_first = sorted(found, key=lambda each: begins_on(each.version) or datetime.date.min)
    told: list[Wording] = []
    for each in oldest_first:
        if not told:
            told.append(Wording(each, ((each.text, False),)))
        elif told[-1].article.text != each.text:
            told.append(Wording(each, marked(told[-1].article.text, each.text)[1]))
    return told[::-1]


def repealing_articles(law: Law) -> list[Article]:
    """The articles in other laws that end this one, where their text is held: of each law its newest."""
    likely = Article.objects.filter(text__contains="同时废止").filter(text__contains=law.short_title)
    found = likely.exclude(version__law=law).select_related("version__law")
    newest_last = found.order_by("version__law", "version__dated_on")
    told = [each for each in newest_last if law.short_title in repeals_in(each.text)[0]]
    return list({each.version.law_id: each for each in told}.values())


def versions_newest_first(law: Law) -> list[LawVersion]:
    """Out of the versions that were read with the law, where they were."""
    return sorted(law.versions.all(), key=lambda each: each.dated_on or datetime.date.min, reverse=True)
