"""The yearly list: drawn up, approved, published, corrected by a new version."""

from dataclasses import replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.errors import RuleBroken
from cms.core.personal_data import refuse_personal_numbers
from cms.core.writing import Action, anyone, standing, write, writing
from cms.duties.enums import ListState
from cms.duties.models import FROZEN, DutyItem, DutyList, ListConfirmation
from cms.duties.permissions import can_manage_lists, can_publish_list, is_not_the_lists_writer
from cms.duties.queries import items_in_full
from cms.duties.queries.consulting import open_proposals, unconfirmed
from cms.duties.queries.wording import in_words
from search.chinese.dates import chinese_date

ITEM_WORDS = (
    "list", "key", "kind", "agency", "joint", "content", "laws", "audiences", "audience_text", "measures",
    "schedule", "starts_on", "ends_on", "required_count", "required_people", "required_products", "product",
    "lead", "office", "cooperating", "expected_result", "articles",
)  # fmt: skip


COPIED = ("joint", "laws", "articles", "audiences", "cooperating")


def _in_an_open_list(user, item: DutyItem) -> bool:
    return item.list.is_open


DRAW_UP = Action[DutyList]("duties.dutylist.create", _("新增"), can_manage_lists, writes=("year",))
CHANGE = Action[DutyList](
    "duties.dutylist.change",
    _("修改"),
    can_manage_lists,
    writes=("year",),
    when=standing(ListState.DRAFT),
    otherwise=FROZEN,
)
DELETE = Action[DutyList](
    "duties.dutylist.delete", _("删除"), can_manage_lists, when=standing(ListState.DRAFT), otherwise=FROZEN
)
APPROVE = Action[DutyList](
    "duties.dutylist.approve",
    _("审定"),
    can_manage_lists,
    writes=("state", "approved_at"),
    of=is_not_the_lists_writer,
    refusal=_("不能审定自己拟写的清单，请普法办另一位同事审定。"),
    when=standing(ListState.DRAFT),
    otherwise=_("只有拟定中的清单可以审定。"),
)
REOPEN = Action[DutyList](
    "duties.dutylist.reopen",
    _("退回拟定"),
    can_manage_lists,
    writes=("state", "approved_at"),
    when=standing(ListState.APPROVED),
    otherwise=_("只有已审定、尚未公布的清单可以退回拟定。"),
)
PUBLISH = Action[DutyList](
    "duties.dutylist.publish",
    _("公布"),
    can_manage_lists,
    writes=("state", "published_at", "printed"),
    of=can_publish_list,
    refusal=_("审定的人不能再由自己公布，请普法办另一位同事公布。"),
    when=standing(ListState.APPROVED),
    otherwise=_("只有已审定、尚未公布的清单可以公布。"),
)
SUPERSEDE = Action[DutyList](
    "duties.dutylist.supersede",
    _("被新版替代"),
    can_manage_lists,
    writes=("state",),
    when=standing(ListState.PUBLISHED),
)
CORRECT = Action[DutyList](
    "duties.dutylist.correct",
    _("建立更正版本"),
    can_manage_lists,
    when=standing(ListState.PUBLISHED),
    otherwise=_("只有已公布的清单需要用新版本更正。"),
    reason=_("请写明更正的理由。"),
)
ADD_ITEM = Action[DutyItem](
    "duties.dutyitem.create",
    _("新增"),
    can_manage_lists,
    writes=ITEM_WORDS,
    of=_in_an_open_list,
    refusal=FROZEN,
)
CHANGE_ITEM = replace(ADD_ITEM, name="duties.dutyitem.change", label=_("修改"))
DELETE_ITEM = replace(ADD_ITEM, name="duties.dutyitem.delete", label=_("删除"), writes=())
# Part of the approval, which asked who may.
NOTE_SILENCE = Action[ListConfirmation]("duties.listconfirmation.silent", _("期满未确认"), anyone)
# By these nobody writes words: the copies say what the published version said.
NEW_VERSION = Action[DutyList]("duties.dutylist.new_version", _("新版本"), anyone)
COPY_ITEM = Action[DutyItem]("duties.dutyitem.copy", _("沿用"), anyone)


def draw_up_list(year: int, *, actor) -> DutyList:
    """The first version of a year's list, to be filled with items."""
    duty_list = DutyList(year=year)
    with writing(duty_list, DRAW_UP, actor=actor):
        return duty_list


def add_item(duty_list: DutyList, *, actor, **values) -> DutyItem:
    """One more duty on a list that is still open; relations are among the values."""
    item = DutyItem(list=duty_list)
    write(item, ADD_ITEM, values, actor=actor)
    return item


def approve_list(duty_list: DutyList, *, actor, seen: str | None = None) -> DutyList:
    """From here on nobody changes its items."""
    with writing(duty_list, APPROVE, actor=actor, seen=seen) as held:
        if not held.items.exists():
            raise RuleBroken(_("清单还没有责任项，请先添加。"))
        if waiting := open_proposals(held).count():
            raise RuleBroken(_("还有 %(count)s 条单位的意见没有办理。") % {"count": waiting})
        _settle_confirmations(held, actor)
        held.state, held.approved_at = ListState.APPROVED, timezone.now()
    return held


def _settle_confirmations(duty_list: DutyList, actor) -> None:
    """Each agency that was asked has confirmed, or its silence to the last day is noted."""
    until = duty_list.comments_until
    if until is None:
        return
    silent = unconfirmed(duty_list)
    if silent and timezone.localdate() <= until:
        told = {"day": chinese_date(until), "count": len(silent)}
        raise RuleBroken(_("征求意见到%(day)s为止，还有 %(count)s 个单位没有确认，期满后才能审定。") % told)
    confirmed = set(duty_list.confirmations.values_list("agency", flat=True))
    for agency in silent:
        # Who confirmed what was changed since has spoken: `standings` tells both.
        if agency.pk in confirmed:
            continue
        with writing(
            ListConfirmation(list=duty_list, agency=agency, is_silent=True), NOTE_SILENCE, actor=actor
        ):
            pass


def reopen_list(duty_list: DutyList, *, actor, seen: str | None = None) -> DutyList:
    """Back to the drawing board, while the public has not yet seen it."""
    with writing(duty_list, REOPEN, actor=actor, seen=seen) as held:
        held.state, held.approved_at = ListState.DRAFT, None
    return held


@transaction.atomic
def publish_list(duty_list: DutyList, *, actor, seen: str | None = None) -> DutyList:
    """Make this the year's current list; the one before stays readable as superseded."""
    before = DutyList.objects.filter(year=duty_list.year, state=ListState.PUBLISHED).first()
    with writing(duty_list, PUBLISH, actor=actor, seen=seen) as held:
        if before and before.version > held.version:
            raise RuleBroken(_("这一年已公布了更新的版本。"))
        if before:
            with writing(before, SUPERSEDE, actor=actor, by=held.version) as old:
                old.state = ListState.SUPERSEDED
        for public in (held, *held.items.all()):
            refuse_personal_numbers(public)
        held.printed = _in_print(held)
        held.state, held.published_at = ListState.PUBLISHED, timezone.now()
    return held


def _in_print(duty_list: DutyList) -> dict:
    """What the published version says, and goes on saying when units and laws are renamed."""
    words = [in_words(item) for item in items_in_full(duty_list)]
    return {"columns": list(words[0]), "rows": [list(each.values()) for each in words]}


@transaction.atomic
def correct_list(duty_list: DutyList, *, reason: str, actor, seen: str | None = None) -> DutyList:
    """A new version to write in, with a copy of every item under its old key. Returns the new draft."""
    with writing(duty_list, CORRECT, actor=actor, seen=seen, reason=reason) as held:
        newest = DutyList.objects.filter(year=held.year).latest("version")
        if newest != held:
            raise RuleBroken(_("第%(version)s版已在拟定，请在那一版里更正。") % {"version": newest.version})
    return next_version(held, reason=reason.strip(), actor=actor)[0]


def next_version(held: DutyList, *, reason: str, actor) -> tuple[DutyList, dict[int, DutyItem]]:
    """A new version of the newest list of a year, and the copy of each item by the key of the old.

    Inside the caller's transaction, permission checked there.
    """
    new = DutyList(year=held.year, version=held.version + 1, reason=reason)
    with writing(new, NEW_VERSION, actor=actor, corrects=held.version):
        pass
    items = held.items.prefetch_related(*COPIED).order_by("pk")
    return new, {item.pk: copy_item(item, new, COPY_ITEM, actor) for item in items}


def copy_item(item: DutyItem, into: DutyList, action: Action[DutyItem], actor, **otherwise) -> DutyItem:
    """The item on another list, with its key and all it refers to, but for what is said `otherwise`."""
    kept = {
        field.attname: getattr(item, field.attname)
        for field in DutyItem._meta.concrete_fields
        if field.name not in ("id", "list")
    }
    copy = DutyItem(list=into, **(kept | otherwise))
    relations = {name: getattr(item, name).all() for name in COPIED}
    with writing(copy, action, actor=actor, relations=relations):
        return copy
