"""The yearly list: drawn up, approved, published, corrected by a new version."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core import audit
from cms.core.errors import RuleBroken, require
from cms.duties.enums import ListState
from cms.duties.models import DutyItem, DutyList
from cms.duties.permissions import can_manage_lists


@transaction.atomic
def approve_list(duty_list: DutyList, *, actor) -> DutyList:
    """From here on nobody changes its items."""
    require(can_manage_lists(actor))
    held = _locked(duty_list, ListState.DRAFT, _("只有拟定中的清单可以审定。"))
    if not held.items.exists():
        raise RuleBroken(_("清单还没有责任项，请先添加。"))
    held.state, held.approved_at = ListState.APPROVED, timezone.now()
    held.save()
    audit.record(actor, "duties.list.approve", held)
    return held


@transaction.atomic
def reopen_list(duty_list: DutyList, *, actor) -> DutyList:
    """Back to the drawing board, while the public has not yet seen it."""
    require(can_manage_lists(actor))
    held = _locked(duty_list, ListState.APPROVED, _("只有已审定、尚未公布的清单可以退回拟定。"))
    held.state, held.approved_at = ListState.DRAFT, None
    held.save()
    audit.record(actor, "duties.list.reopen", held)
    return held


@transaction.atomic
def publish_list(duty_list: DutyList, *, actor) -> DutyList:
    """Make this the year's current list; the one before stays readable as superseded."""
    require(can_manage_lists(actor))
    held = _locked(duty_list, ListState.APPROVED, _("清单先审定，再公布。"))
    before = DutyList.objects.select_for_update().filter(year=held.year, state=ListState.PUBLISHED).first()
    if before and before.version > held.version:
        raise RuleBroken(_("这一年已公布了更新的版本。"))
    if before:
        before.state = ListState.SUPERSEDED
        before.save()
        audit.record(actor, "duties.list.supersede", before, by=held.version)
    held.state, held.published_at = ListState.PUBLISHED, timezone.now()
    held.save()
    audit.record(actor, "duties.list.publish", held)
    return held


@transaction.atomic
def correct_list(duty_list: DutyList, *, reason: str, actor) -> DutyList:
    """A new version to write in, with a copy of every item under its old key. Returns the new draft."""
    require(can_manage_lists(actor))
    held = _locked(duty_list, ListState.PUBLISHED, _("只有已公布的清单需要用新版本更正。"))
    if not reason.strip():
        raise RuleBroken({"reason": _("请写明更正的理由。")})
    newest = DutyList.objects.filter(year=held.year).order_by("-version").first()
    if newest != held:
        raise RuleBroken(_("第%(version)s版已在拟定，请在那一版里更正。") % {"version": newest.version})
    return next_version(held, reason=reason.strip(), actor=actor)[0]


def next_version(held: DutyList, *, reason: str, actor) -> tuple[DutyList, dict[int, DutyItem]]:
    """A new version of the newest list of a year, and the copy of each item by the key of the old.

    Inside the caller's transaction, permission checked there.
    """
    new = DutyList.objects.create(year=held.year, version=held.version + 1, reason=reason)
    items = held.items.prefetch_related("laws", "audiences", "cooperating").order_by("pk")
    copies = {item.pk: _copy(item, new) for item in items}
    audit.record(actor, "duties.list.correct", new, corrects=held.version, reason=reason)
    return new, copies


def _copy(item: DutyItem, into: DutyList) -> DutyItem:
    kept = {
        field.attname: getattr(item, field.attname)
        for field in DutyItem._meta.concrete_fields
        if field.name not in ("id", "list")
    }
    copy = DutyItem.objects.create(list=into, **kept)
    for name in ("laws", "audiences", "cooperating"):
        getattr(copy, name).set(getattr(item, name).all())
    return copy


def _locked(duty_list: DutyList, expected: ListState, message) -> DutyList:
    """The row as it stands now, held until the transaction ends."""
    held = DutyList.objects.select_for_update().get(pk=duty_list.pk)
    if held.state != expected:
        raise RuleBroken(message)
    return held
