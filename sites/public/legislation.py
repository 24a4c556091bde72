"""A law for machines and for paper: schema.org Legislation, plain text, a Word or PDF file."""

import datetime

from django.urls import reverse
from django.utils import timezone

from cms.core.papers import NamedHeading, Paper, Paragraph
from cms.statutes.enums import VersionStatus
from cms.statutes.models import Article, LawVersion
from cms.statutes.queries import sections_of
from cms.statutes.queries.time import begins_on, holds_until, repealing_articles

IN_FORCE, NOT_IN_FORCE = "https://schema.org/InForce", "https://schema.org/NotInForce"


def version_address(version: LawVersion) -> str:
    return reverse("public:law_version", args=[version.law.slug, version.ref])


def article_address(article: Article) -> str:
    """Where this wording stays, whatever becomes of the law."""
    version = article.version
    return reverse("public:article_version", args=[version.law.slug, version.ref, article.ref])


def legislation(version: LawVersion, base: str, on: datetime.date) -> dict:
    """The text as https://schema.org/Legislation; `base` is the site's own address, without a slash."""
    law = version.law
    told = {
        "@context": "https://schema.org",
        "@type": "Legislation",
        "@id": base + version_address(version),
        "url": base + version_address(version),
        "name": law.title,
        "alternateName": sorted({law.short_title, *law.aliases} - {law.title}),
        "legislationIdentifier": law.slug,
        "legislationType": str(law.get_level_display()),
        "legislationJurisdiction": "CN",
        "inLanguage": "zh-Hans",
        "legislationDate": _day(version.passed_on),
        "legislationDateVersion": _day(version.dated_on),
        "temporalCoverage": f"{_day(begins_on(version)) or '..'}/{_day(holds_until(version)) or '..'}",
        "legislationLegalForce": IN_FORCE if version.status(on) == VersionStatus.IN_FORCE else NOT_IN_FORCE,
        "sdPublisher": version.source,
        "sdDatePublished": _day(version.checked_on),
        "isBasedOn": base + reverse("public:law", args=[law.slug]),
        "legislationRepealedBy": [base + article_address(each) for each in repealing_articles(law)],
        "hasPart": [
            _part(each, base) for each in version.articles.order_by("order").select_related("version__law")
        ],
    }
    return {name: value for name, value in told.items() if value not in (None, "", [])}


def plain_text(version: LawVersion) -> str:
    """The text as one reads it, with its source; lines as they stand in the law."""
    lines = [version.law.title, "", *version.history, *_facts(version), ""]
    for block in _blocks(version):
        lines += ["", block.text, ""] if isinstance(block, NamedHeading) else [block.text]
    return "\n".join(lines) + "\n"


def paper(version: LawVersion) -> Paper:
    return Paper(
        title=version.law.title,
        subtitles=tuple(version.history),
        blocks=(*_blocks(version), *(Paragraph(fact) for fact in _facts(version))),
        made_at=timezone.make_aware(datetime.datetime.combine(version.checked_on, datetime.time.min)),
    )


def file_name(version: LawVersion) -> str:
    return f"{version.law.title}（{version.dated_on or '未注明日期'}）"


def _blocks(version: LawVersion) -> list[NamedHeading | Paragraph]:
    blocks: list[NamedHeading | Paragraph] = []
    preamble = [Paragraph(line) for line in version.preamble.splitlines() if line.strip()]
    for number, section in enumerate(sections_of(version)):
        if section.heading:
            blocks.append(NamedHeading(section.heading["text"], min(max(section.heading["rank"], 1), 4)))
        if number == 0:
            blocks += preamble
        for article in section.articles:
            first, *rest = article.paragraphs
            blocks += [Paragraph(f"{article.label}　{first}"), *(Paragraph(line) for line in rest)]
    return blocks


def _facts(version: LawVersion) -> list[str]:
    return [
        f"来源：{version.source}",
        f"数据核对日期：{version.checked_on:%Y-%m-%d}。引用前请与官方公布文本核对。",
    ]


def _part(article: Article, base: str) -> dict:
    return {
        "@type": "Legislation",
        "@id": base + article_address(article),
        "legislationIdentifier": article.ref,
        "name": article.label,
        "text": article.text,
    }


def _day(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None
