"""What happens to laws: which of their words are found today, how one enters that has a title only."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cms.core.tables import Table
from cms.core.writing import Action, anyone, writing
from cms.statutes.models import Article, Law, LawVersion
from cms.statutes.models.levels import level_of, short_title
from cms.statutes.models.repealed import REPEALED
from cms.statutes.permissions import can_import_statutes
from search import service as search
from search.registry import source_of

# Titles, levels and aliases may be mended; a title may stand before its text is imported.
LAWS = Table(
    Law,
    can_import_statutes,
    writes=("title", "short_title", "slug", "level", "group", "aliases", "repealed_on"),
    offers=("create", "change"),
)
# Who may import was asked when the import began.
NAME = Action[Law]("statutes.law.name", _("登记法规名称"), anyone)
# Texts enter by import only: to be looked at, not to be typed.
VERSIONS = Table(LawVersion, can_import_statutes, offers=())
ARTICLES = Table(Article, can_import_statutes, offers=())


def make_findable(law: Law) -> None:
    """Bring the search up to date: the law and the articles of its current version, and no others."""
    law.__dict__.pop("current_version", None)
    current = law.current_version
    superseded = Article.objects.filter(version__law=law).exclude(version=current)
    search.forget(Article, superseded.values_list("pk", flat=True))
    if current:
        search.reindex(current.articles.select_related("version__law"))
    search.reindex([law])


def follow_the_day() -> int:
    """Bring the search up to date with what took effect, was replaced or repealed by its date alone.

    Compares what the search holds of each law with today, so that a missed day does no harm. Returns how
    many laws turned.
    """
    source, held = source_of(Law), search.held(Law)
    turned = 0
    for law in Law.objects.prefetch_related("versions"):
        # A law that is only named has no document, and the search holds none.
        document = source.document(law)
        today = (document.facets, document.date) if document else None
        if held.get(source.key(law.pk)) != today:
            with transaction.atomic():
                make_findable(law)
            turned += 1
    return turned


def enter_law(title: str, folders: tuple[str, ...] = (), *, actor, repealed_on: date | None = None) -> Law:
    """A record for a law that has none, at the level that its title and the folders above it say."""
    short = short_title(title)
    law = Law(
        title=title,
        short_title=short,
        slug=short,
        level=level_of(title, folders),
        group=folders[0] if folders else "",
        repealed_on=repealed_on,
    )
    with writing(law, NAME, actor=actor):
        return law


def know_by_title(titles: Iterable[str], *, actor) -> dict[str, Law]:
    """The laws of these full titles by title; one that nobody has imported gets a record without a text.

    Inside the caller's transaction.
    """
    titles = set(titles)
    laws = {law.title: law for law in Law.objects.filter(title__in=titles)}
    for title in sorted(titles - laws.keys()):
        laws[title] = enter_law(title, actor=actor, repealed_on=REPEALED.get(short_title(title)))
    return laws
