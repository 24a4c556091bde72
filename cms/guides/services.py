"""Guides are drafts, are published by somebody else, revised as new versions, taken from the public."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.errors import RuleBroken
from cms.core.personal_data import refuse_personal_numbers
from cms.core.writing import CREATED, UNCHANGED, Action, locked, standing, write, writing
from cms.guides.enums import GuideState
from cms.guides.models import Guide
from cms.guides.models.graph import MOST_PARTS, Graph, Part, PartKind
from cms.guides.permissions import (
    can_publish_guides,
    can_see_guides_in_admin,
    can_write_guides,
    is_not_the_writer,
)
from cms.guides.queries.faults import faults_of
from cms.guides.queries.grounds import gone_grounds
from cms.statutes.models import Law
from cms.statutes.services import know_by_title, know_provisions

_S = GuideState
_FROZEN = _("已发布的一版不再改动；要修改，请点“改版”另起一版。")
WORDS = ("slug", "kind", "topic", "title", "summary", "audiences", "order")
GRAPH = ("graph", "laws", "provisions")

CREATE = Action[Guide]("guides.guide.create", _("新增"), can_write_guides, writes=(*WORDS, *GRAPH))
CHANGE = Action[Guide](
    "guides.guide.change",
    _("修改"),
    can_write_guides,
    writes=(*WORDS, *GRAPH),
    when=standing(_S.DRAFT),
    otherwise=_FROZEN,
)
DELETE = Action[Guide](
    "guides.guide.delete",
    _("删除"),
    can_write_guides,
    when=standing(_S.DRAFT),
    otherwise=_("发布过的一版要留存，可以撤下。"),
)
PUBLISH = Action[Guide](
    "guides.guide.publish",
    _("发布"),
    can_publish_guides,
    writes=("state", "published_at"),
    of=is_not_the_writer,
    refusal=_("不能发布自己写的或改过的指引，请另一位审核员或普法办同事发布。"),
    when=standing(_S.DRAFT),
    otherwise=_("只有草稿可以发布。"),
)
REPLACE = Action[Guide]("guides.guide.replace", _("被新版取代"), can_publish_guides, writes=("state",))
WITHDRAW = Action[Guide](
    "guides.guide.withdraw",
    _("撤下"),
    can_see_guides_in_admin,
    writes=("state",),
    when=standing(_S.PUBLISHED),
    otherwise=_("只有已发布的可以撤下。"),
    reason=_("请写明撤下的原因。"),
)
REVISE = Action[Guide](
    "guides.guide.revise",
    _("改版"),
    can_write_guides,
    when=standing(_S.PUBLISHED, _S.WITHDRAWN),
    otherwise=_("草稿可以直接修改。"),
)


def create_guide(values: dict, *, actor) -> Guide:
    """A draft without questions, with the audiences among its values."""
    guide = Guide()
    write(guide, CREATE, values, actor=actor)
    return guide


def put_part(guide: Guide, kind: PartKind, part: Part, *, actor, seen: str | None = None) -> Guide:
    """Keep a question, a finding or an outcome: in the place of the one of its key, or after the others."""
    if len(guide.steps.parts) >= MOST_PARTS and part.key not in guide.steps.parts:
        raise RuleBroken(_("一份指引最多 %s 个问题和结果，请分成几份。") % MOST_PARTS)
    return _keep_graph(guide, lambda graph: graph.with_part(kind, part), actor=actor, seen=seen)


def remove_part(guide: Guide, key: str, *, actor, seen: str | None = None) -> Guide:
    """Take a part away; the choices that led to it lead nowhere until somebody says where."""
    return _keep_graph(guide, lambda graph: graph.without(key), actor=actor, seen=seen)


def ask_first(guide: Guide, key: str, *, actor, seen: str | None = None) -> Guide:
    """Begin with this question."""

    def begun(graph: Graph) -> Graph:
        if graph.question(key) is None:
            raise RuleBroken(_("没有这个问题，请刷新页面。"))
        return Graph(key, graph.questions, graph.findings, graph.outcomes)

    return _keep_graph(guide, begun, actor=actor, seen=seen)


def publish_guide(guide: Guide, *, actor, seen: str | None = None) -> Guide:
    """Let the public walk it, in the place of the version before. RuleBroken tells all that is broken."""
    with transaction.atomic():
        for before in Guide.objects.published().filter(slug=guide.slug):
            with writing(before, REPLACE, actor=actor) as held:
                held.state = _S.REPLACED
        with writing(guide, PUBLISH, actor=actor, seen=seen) as held:
            problems = [fault.words for fault in faults_of(held.steps)]
            problems += [f"{each}现行文本里没有，请核对条号。" for each in gone_grounds(held.steps)]
            if problems:
                raise RuleBroken(problems)
            refuse_personal_numbers(held)
            held.state, held.published_at = _S.PUBLISHED, timezone.now()
    return held


def withdraw_guide(guide: Guide, *, reason: str, actor, seen: str | None = None) -> Guide:
    """Take it from the public, for example because the law has changed."""
    with writing(guide, WITHDRAW, actor=actor, seen=seen, reason=reason) as held:
        held.state = _S.WITHDRAWN
    return held


@transaction.atomic
def revise_guide(guide: Guide, *, actor, seen: str | None = None) -> Guide:
    """A draft of the next version, with the same words; the public reads the old one meanwhile."""
    guide = locked(guide)
    REVISE.ask(actor, guide)
    newest = Guide.objects.filter(slug=guide.slug).latest("version")
    if newest.state == _S.DRAFT:
        raise RuleBroken(_("这份指引已有一个没有发布的草稿（第%s版），请接着改那一个。") % newest.version)
    values = {name: getattr(guide, name) for name in WORDS if name != "audiences"}
    return _next_version(
        newest,
        {**values, "graph": guide.graph, **{name: list(getattr(guide, name).all()) for name in MANY}},
        actor,
    )


@transaction.atomic
def enter_guide(slug: str, words: dict, graph: Graph, *, actor) -> tuple[Guide, str]:
    """Keep a guide that was read from a file; returns its version and "create", "change" or "unchanged".

    What the newest version says already changes nothing. A draft is written over; what was published is
    followed by a draft of the next version. Laws that nobody knows are entered by their titles.
    """
    laws = know_by_title({ground.law for ground in graph.grounds()}, actor=actor)
    values = {**words, "slug": slug, **_kept(graph, laws, actor)}
    newest = Guide.objects.filter(slug=slug).order_by("-version").first()
    if newest is None:
        return create_guide(values, actor=actor), CREATED
    if newest.state == _S.DRAFT:
        return newest, write(newest, CHANGE, values, actor=actor)
    if all(_same(newest, name, value) for name, value in values.items()):
        return newest, UNCHANGED
    return _next_version(newest, values, actor), CREATED


MANY = ("audiences", "laws", "provisions")


def _same(guide: Guide, name: str, value) -> bool:
    held = getattr(guide, name)
    return {*held.all()} == {*value} if name in MANY else held == value


def _next_version(newest: Guide, values: dict, actor) -> Guide:
    guide = Guide(version=newest.version + 1)
    write(guide, CREATE, values, actor=actor)
    return guide


def _keep_graph(guide: Guide, change, *, actor, seen: str | None) -> Guide:
    with transaction.atomic():
        graph = change(Guide.objects.get(pk=guide.pk).steps)
        laws = {law.title: law for law in _laws_of(graph)}
        write(guide, CHANGE, _kept(graph, laws, actor), actor=actor, seen=seen)
    guide.refresh_from_db()
    return guide


def _laws_of(graph: Graph) -> Iterable[Law]:
    return Law.objects.filter(title__in={ground.law for ground in graph.grounds()})


def _kept(graph: Graph, laws: dict[str, Law], actor) -> dict:
    """The graph and what it rests on, as they are stored."""
    cited = [(laws[each.law], each.article) for each in graph.grounds() if each.article and each.law in laws]
    return {
        "graph": graph.document(),
        "laws": sorted(
            {laws[each.law] for each in graph.grounds() if each.law in laws}, key=lambda law: law.pk
        ),
        "provisions": list(know_provisions(cited, actor=actor).values()),
    }
