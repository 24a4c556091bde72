"""What an advice rests on: read from the words of an editor, and shown with its article."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from cms.core.errors import RuleBroken
from cms.guides.models.graph import Advice, Graph, Ground
from cms.statutes.models import Article, Law
from cms.statutes.queries import find_law
from cms.statutes.queries.citing import articles_on, cited_articles, lacks
from search.chinese.citations import Citation, label

_WHOLE = re.compile(r"《([^《》]+)》")
_APART = re.compile(r"[;；\n]+")


@dataclass(frozen=True)
class Shown:
    """A ground in words; the article it names where its text is held and has it."""

    label: str
    law: Law | None
    article: Article | None


def grounds_in(text: str) -> tuple[Ground, ...]:
    """What these words name: 《民法典》第577条；《消费者权益保护法》. One a line, or set apart by ；.

    RuleBroken names what cites nothing, the law nobody knows, the article its text does not have.
    """
    found: dict[Ground, None] = {}
    for part in filter(None, map(str.strip, _APART.split(text))):
        if whole := _WHOLE.fullmatch(part):
            law = find_law(whole[1])
            if law is None:
                raise RuleBroken(_("不认识《%s》，请先在“法规”里登记它的名称。") % whole[1])
            found[Ground(law.title)] = None
        else:
            for law, ref in cited_articles(part):
                found[Ground(law.title, ref)] = None
    return tuple(found)


def in_words(ground: Ground) -> str:
    """《中华人民共和国民法典》第五百七十七条, as an editor writes it and `grounds_in` reads it."""
    return f"《{ground.law}》{label(Citation(ground.law, ground.article)) if ground.article else ''}"


def gone_grounds(graph: Graph) -> list[str]:
    """Articles that advice names and the law's text of today has no more, in words."""
    laws = _laws(graph.grounds())
    return [
        in_words(ground)
        for ground in graph.grounds()
        if ground.article and ground.law in laws and lacks(laws[ground.law], ground.article)
    ]


def shown_grounds(advice: Iterable[Advice]) -> dict[str, list[Shown]]:
    """By the key of each advice what it rests on. Queries: three, whatever the number."""
    advice = list(advice)
    every = [ground for each in advice for ground in each.grounds]
    laws = _laws(every)
    named = ((laws[each.law], each.article) for each in every if each.article and each.law in laws)
    articles = articles_on(named, timezone.localdate())
    return {
        each.key: [
            Shown(
                f"《{laws[ground.law].short_title if ground.law in laws else ground.law}》"
                f"{label(Citation(ground.law, ground.article)) if ground.article else ''}",
                laws.get(ground.law),
                articles.get((laws[ground.law].pk, ground.article)) if ground.law in laws else None,
            )
            for ground in each.grounds
        ]
        for each in advice
    }


def _laws(grounds: Iterable[Ground]) -> dict[str, Law]:
    titles = {ground.law for ground in grounds}
    return {law.title: law for law in Law.objects.filter(title__in=titles).prefetch_related("versions")}
