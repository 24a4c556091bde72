"""What happens to laws: which of their words are found today, which have ended, how one enters."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cms.core.tables import Table
from cms.core.writing import Action, anyone, write, writing
from cms.statutes.enums import LawLevel
from cms.statutes.models import Article, Law, LawVersion, Provision
from cms.statutes.models.levels import level_of, short_title
from cms.statutes.models.repealed import REPEALED, repeals_in, titles_in
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
SHELVE = Action[Law]("statutes.law.shelve", _("归入分类"), anyone, writes=("group",))
CITE = Action[Provision]("statutes.provision.create", _("登记所引条款"), anyone)
# What the held texts and the table of repealed laws say, not what somebody decides.
REPEAL = Action[Law](
    "statutes.law.repeal", _("标明废止"), anyone, writes=("repealed_on", "basis_repealed_on")
)
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
    settle_repeals()
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


def settle_repeals(*, actor=None) -> list[Law]:
    """Note the day on which laws ended, as held texts or the table of repealed laws tell, and of laws
    about such laws that these have ended. What the office noted stays. Returns the laws that changed.
    """
    laws = list(Law.objects.prefetch_related("versions"))
    told = {**_repeals_told(), **REPEALED}
    days = {law: law.repealed_on or _unless_made_anew(law, told.get(law.short_title)) for law in laws}
    ended = {**REPEALED, **{law.short_title: day for law, day in days.items()}}
    changed = []
    for law, day in days.items():
        basis = [ended.get(title) for title in titles_in(law.title)]
        values = {
            "repealed_on": day,
            "basis_repealed_on": max(filter(None, basis)) if basis and all(basis) else None,
        }
        if any(getattr(law, name) != value for name, value in values.items()):
            write(law, REPEAL, values, actor=actor)
            changed.append(law)
    return changed


def _repeals_told() -> dict[str, date | None]:
    """Short titles of the laws that held texts end, and the day; not of a text's own forerunner."""
    told: dict[str, date | None] = {}
    ending = Article.objects.filter(text__contains="同时废止").select_related("version__law").order_by("pk")
    for article in ending:
        titles, day = repeals_in(article.text)
        version = article.version
        for title in titles:
            if title != version.law.short_title:
                told[title] = day or version.effective_on or version.passed_on
    return told


def _unless_made_anew(law: Law, day: date | None) -> date | None:
    """The day on which laws of this title ended, unless this one was made or amended on it or since."""
    anew = day and any(version.dated_on and version.dated_on >= day for version in law.versions.all())
    return None if anew else day


def enter_law(title: str, folders: tuple[str, ...] = (), *, actor, repealed_on: date | None = None) -> Law:
    """A record for a law that has none, at the level that its title and the folders above it say."""
    level = level_of(title, folders)
    law = Law(
        title=title,
        short_title=short_title(title),
        slug=_free_slug(title, level),
        level=level,
        group=folders[0] if folders else "",
        repealed_on=repealed_on,
    )
    with writing(law, NAME, actor=actor):
        return law


def shelve(law: Law, folders: tuple[str, ...], *, actor) -> None:
    """A law that was known by its title only learns its group from the folder of its text."""
    if folders and not law.group:
        write(law, SHELVE, {"group": folders[0]}, actor=actor)


def _free_slug(title: str, level: LawLevel) -> str:
    """The short title, unless a law of another level has it in its address."""
    names = (short_title(title), title, f"{title}（{level.label}）")
    # A slash would begin another part of the address.
    wanted = [name.replace("/", "／") for name in names]
    taken = set(Law.objects.filter(slug__in=wanted).values_list("slug", flat=True))
    return next((slug for slug in wanted if slug not in taken), wanted[1])


def know_provisions(cited: Iterable[tuple[Law, str]], *, actor) -> dict[tuple[Law, str], Provision]:
    """The articles of these laws and numbers; one that nobody cited before gets a record.

    Inside the caller's transaction.
    """
    cited = dict.fromkeys(cited)
    held = Provision.objects.filter(law__in={law for law, _ref in cited}).select_related("law")
    known = {(each.law, each.ref): each for each in held}
    for law, ref in (each for each in cited if each not in known):
        provision = known[law, ref] = Provision(law=law, ref=ref)
        with writing(provision, CITE, actor=actor):
            pass
    return {each: known[each] for each in cited}


def know_by_title(titles: Iterable[str], *, actor) -> dict[str, Law]:
    """The laws of these full titles by title; one that nobody has imported gets a record without a text.

    Inside the caller's transaction.
    """
    titles = set(titles)
    laws = {law.title: law for law in Law.objects.filter(title__in=titles)}
    for title in sorted(titles - laws.keys()):
        laws[title] = enter_law(title, actor=actor, repealed_on=REPEALED.get(short_title(title)))
    return laws
