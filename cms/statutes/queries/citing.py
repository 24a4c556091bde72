"""The articles that a text of the office cites, checked against the laws that are held."""

import re
from collections.abc import Callable, Iterable
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from cms.core.errors import RuleBroken
from cms.statutes.models import Article, Law
from cms.statutes.queries import find_law
from search.chinese.citations import MAX_CITATIONS, Citation, label, only_cites, read_citations
from search.chinese.folding import normalise

_APART = re.compile(r"[;；\n]+")
_SENTENCES = re.compile(r"[;；。！？\n]+")


def cited_articles(text: str) -> list[tuple[Law, str]]:
    """The articles a text consists of: 《民法典》第1254条、第1255条；《宪法》第24条.

    RuleBroken names the part that cites nothing, the law nobody knows, the article its text does not have.
    """
    found: dict[tuple[Law, str], None] = {}
    for part in filter(str.strip, _APART.split(text)):
        cited = read_citations(normalise(part))
        if not cited or not only_cites(normalise(part)):
            raise RuleBroken(
                _("“%(part)s”读不出法规和条号，请写成《民法典》第1254条。") % {"part": part.strip()}
            )
        if len(cited) == MAX_CITATIONS:
            raise RuleBroken(_("“%(part)s…”条数太多，请用分号分成几段。") % {"part": part.strip()[:12]})
        for each in cited:
            found[_held(each), each.article] = None
    for law, ref in found:
        if lacks(law, ref):
            told = {"law": law.short_title, "article": label(Citation(law.short_title, ref))}
            raise RuleBroken(_("《%(law)s》没有%(article)s，请核对条号。") % told)
    return list(found)


def articles_cited_in(text: str, find: Callable) -> list[tuple[str, str]]:
    """The articles cited among other words, as full title and number; `find` knows laws by their names."""
    found: dict[tuple[str, str], None] = {}
    for part in filter(str.strip, _APART.split(text)):
        for cited in read_citations(normalise(part)):
            if law := find(cited.law, quoted=True):
                found[law.title, cited.article] = None
    return list(found)


def known_articles_in(text: str) -> list[tuple[Law, str]]:
    """The articles cited among other words, of laws that are known and have them; each once, in order."""
    found: dict[tuple[Law, str], None] = {}
    for sentence in filter(str.strip, _SENTENCES.split(text)):
        for cited in read_citations(normalise(sentence)):
            law = find_law(cited.law)
            if law and not lacks(law, cited.article):
                found[law, cited.article] = None
    return list(found)


def lacks(law: Law, ref: str) -> bool:
    """Whether the law's text of today is held and has no such article."""
    version = law.current_version
    if version is None:
        return False
    number, _dash, suffix = ref.partition("-")
    return not version.articles.filter(number=int(number), suffix=int(suffix or 0)).exists()


def articles_on(cited: Iterable[tuple[Law, str]], on: date) -> dict[tuple[int, str], Article]:
    """By the law's key and the number, the articles as they read on a day; what the text lacks is not in it.

    One query, where the versions of the laws are prefetched.
    """
    wanted = Q()
    for law, ref in cited:
        if version := law.version_on(on):
            number, _dash, suffix = ref.partition("-")
            wanted |= Q(version=version, number=int(number), suffix=int(suffix or 0))
    if not wanted:
        return {}
    found = Article.objects.filter(wanted).select_related("version__law")
    return {(each.version.law_id, each.ref): each for each in found}


def _held(cited: Citation) -> Law:
    law = find_law(cited.law)
    if law is None:
        raise RuleBroken(_("没有收录《%(law)s》，请核对名称。") % {"law": cited.law})
    return law
