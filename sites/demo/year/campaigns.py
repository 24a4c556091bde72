"""Campaigns of three seasons with their articles, and cases; each page through its review."""

from datetime import date
from pathlib import Path

import yaml

from cms.campaigns.models import ArticlePage, Audience, CampaignPage, CasePage, HomePage, Setting, TopicPage
from cms.statutes.models import Law
from sites.demo.office import Office
from sites.demo.pages import publish

WORDS = yaml.safe_load((Path(__file__).parent / "campaigns.yaml").read_text(encoding="utf-8"))


def build_campaigns(office: Office, today: date) -> None:
    home, laws = HomePage.objects.get(), {law.short_title: law for law in Law.objects.all()}
    laws |= {law.title: law for law in laws.values()}
    for words in WORDS["campaigns"]:
        month, first, last = words["months"]
        # The last one that has begun.
        year = today.year if (month, first) <= (today.month, today.day) else today.year - 1
        campaign = publish(
            office,
            home,
            CampaignPage(
                title=f"{year}年{words['title']}",
                theme=words["theme"],
                summary=words["summary"],
                starts_on=date(year, month, first),
                ends_on=date(year, month, last),
                body=_body(words["paragraphs"]),
                settings=Setting.objects.all()[1:5],
                audiences=Audience.objects.all()[2:6],
                laws=[laws[title] for title in words["laws"]],
            ),
        )
        for article in words["articles"]:
            page = ArticlePage(
                title=article["title"],
                summary=article["summary"],
                source="青桥区普法办",
                body=_body(article["paragraphs"]),
            )
            publish(office, campaign, page)
    topic = TopicPage.objects.get(title="以案释法")
    for case in WORDS["cases"]:
        page = CasePage(
            title=case["title"],
            summary=case["summary"],
            facts=f"<p>{case['facts']}</p>",
            outcome=f"<p>{case['outcome']}</p>",
            source="青桥区人民调解协会（示范）",
            laws=[laws[title] for title in case["laws"]],
        )
        publish(office, topic, page)


def _body(paragraphs: list[str]) -> list[tuple[str, str]]:
    return [("paragraph", f"<p>{words}</p>") for words in paragraphs]
