"""An activity's way: written by the agency, judged by the office, shown to the public."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core import audit
from cms.core.errors import RuleBroken, require
from cms.core.personal_data import find_personal_numbers
from cms.duties.enums import TRANSITIONS, ActivityState, ListState
from cms.duties.models import ActivityRecord, DutyItem, Transition
from cms.duties.models.requirements import missing_from
from cms.duties.permissions import (
    can_change_activity,
    can_log_for,
    can_publish_activity,
    can_review_activity,
    can_withdraw_activity,
)
from search.service import reindex

RELATIONS = ("co_hosts", "items", "settings", "audiences", "laws")
COLUMNS = (
    "name", "form", "starts_at", "ends_at", "venue", "address", "campaign", "event",
    "onsite", "online", "materials", "consultations", "boards", "news_link", "summary",
)  # fmt: skip
# What the public reads of a record, and what is therefore searched for personal numbers.
PUBLIC_TEXTS = ("name", "address", "news_link", "summary")


class StaleRecord(RuleBroken):
    """Somebody else has changed the record since it was read."""

    def __init__(self):
        super().__init__(_("这条记录刚被别人改动过。请刷新页面，核对后再操作。"))


@transaction.atomic
def start_activity(host, *, actor, name: str, items=()) -> ActivityRecord:
    """A new draft of `host`; `items` are duties it means to serve."""
    require(can_log_for(actor, host))
    if not name.strip():
        raise RuleBroken({"name": _("请先写活动名称。")})
    activity = ActivityRecord.objects.create(host=host, created_by=actor, name=name.strip())
    activity.items.set(_owed(host, items))
    audit.record(actor, "duties.activity.start", activity)
    return activity


@transaction.atomic
def save_activity(activity: ActivityRecord, *, actor, seen: int, **values) -> ActivityRecord:
    """Write the given fields of an open record. `seen` is the lock version the writer had before them.

    Raises StaleRecord when the record has changed since, RuleBroken for an item the host does not owe.
    """
    held = _held(activity, seen)
    require(can_change_activity(actor, held), _("这条记录现在不能修改。"))
    unknown = values.keys() - {*COLUMNS, *RELATIONS}
    if unknown:
        raise TypeError(f"no field of an activity: {', '.join(sorted(unknown))}")
    for field in values.keys() & set(COLUMNS):
        if getattr(held, field) != values[field]:
            # A figure that was about so many is now what the agency says.
            held.approximate = " ".join(each for each in held.approximate.split() if each != field)
        setattr(held, field, values[field])
    held.full_clean(exclude=["state", "host", "created_by"])
    for field in values.keys() & set(RELATIONS):
        chosen = _owed(held.host, values[field]) if field == "items" else values[field]
        getattr(held, field).set(chosen)
    _advance(held)
    audit.record(actor, "duties.activity.save", held, fields=sorted(values))
    return held


@transaction.atomic
def submit_activity(activity: ActivityRecord, *, actor, seen: int) -> ActivityRecord:
    """Hand the record in; the first time or, after a return, again."""
    held = _held(activity, seen)
    require(can_change_activity(actor, held), _("这条记录现在不能提交。"))
    missing = missing_from(held)
    if missing:
        raise RuleBroken(
            _("还差%(fields)s，补齐后再提交。")
            % {"fields": "、".join(str(requirement.label) for requirement in missing)}
        )
    if held.starts_at > timezone.now():
        raise RuleBroken({"starts_at": _("活动还没有开始，举办后再提交记录。")})
    again = held.state == ActivityState.RETURNED
    held.submitted_at = timezone.now()
    _move(held, ActivityState.RESUBMITTED if again else ActivityState.SUBMITTED, actor)
    return held


@transaction.atomic
def withdraw_activity(activity: ActivityRecord, *, actor, seen: int) -> ActivityRecord:
    """Take a record back before it is judged, to where the agency was writing it."""
    held = _held(activity, seen)
    require(can_withdraw_activity(actor, held), _("这条记录已经审核，不能撤回。"))
    first = held.state == ActivityState.SUBMITTED
    _move(held, ActivityState.DRAFT if first else ActivityState.RETURNED, actor, str(_("本单位撤回修改")))
    return held


@transaction.atomic
def discard_activity(activity: ActivityRecord, *, actor, seen: int) -> None:
    """Delete a draft that was never submitted."""
    held = _held(activity, seen)
    require(can_change_activity(actor, held))
    if held.transitions.exists():
        raise RuleBroken(_("提交过的记录要留存，不能删除。"))
    audit.record(actor, "duties.activity.discard", held)
    files = [photo.file for photo in held.evidence.all()]
    held.delete()
    transaction.on_commit(lambda: [file.storage.delete(file.name) for file in files])


@transaction.atomic
def return_activity(activity: ActivityRecord, *, actor, seen: int, reason: str) -> ActivityRecord:
    """Send it back to the agency, saying what to mend."""
    held = _held(activity, seen)
    require(can_review_activity(actor, held), _("不能审核自己的或本单位的记录。"))
    if not reason.strip():
        raise RuleBroken({"reason": _("请写明退回的原因，方便对方修改。")})
    _move(held, ActivityState.RETURNED, actor, reason.strip())
    return held


@transaction.atomic
def approve_activity(activity: ActivityRecord, *, actor, seen: int) -> ActivityRecord:
    """From here on it counts in totals and towards its items."""
    held = _held(activity, seen)
    require(can_review_activity(actor, held), _("不能审核自己的或本单位的记录。"))
    if not held.is_waiting:
        raise RuleBroken(_("只有待审核的记录可以通过。"))
    _move(held, ActivityState.APPROVED, actor)
    return held


@transaction.atomic
def publish_activity(activity: ActivityRecord, *, actor, seen: int) -> ActivityRecord:
    """Show an approved record to the public, after a search for personal numbers."""
    held = _held(activity, seen)
    require(can_publish_activity(actor, held))
    found = [
        f"{held._meta.get_field(field).verbose_name}：{number.kind} {number.masked}"
        for field in PUBLIC_TEXTS
        for number in find_personal_numbers(getattr(held, field))
    ]
    if found:
        raise RuleBroken(_("不能公开：%(found)s。请退回单位删去个人号码。") % {"found": "；".join(found)})
    held.published_at = timezone.now()
    _move(held, ActivityState.PUBLISHED, actor)
    return held


@transaction.atomic
def unpublish_activity(activity: ActivityRecord, *, actor, seen: int, reason: str) -> ActivityRecord:
    """Take it from public pages and from the search at once; it stays approved."""
    held = _held(activity, seen)
    require(can_publish_activity(actor, held))
    if held.state != ActivityState.PUBLISHED:
        raise RuleBroken(_("这条记录没有公开。"))
    if not reason.strip():
        raise RuleBroken({"reason": _("请写明撤下的原因。")})
    held.published_at = None
    _move(held, ActivityState.APPROVED, actor, reason.strip())
    return held


def _held(activity: ActivityRecord, seen: int) -> ActivityRecord:
    """The row as it stands now, held until the transaction ends, if it is what the writer saw."""
    held = ActivityRecord.objects.select_for_update(of=("self",)).select_related("host").get(pk=activity.pk)
    if held.lock_version != seen:
        raise StaleRecord
    return held


def _owed(host, items) -> list[DutyItem]:
    """`items` unchanged, if the host owes each of them."""
    wanted = {item.pk for item in items}
    owed = DutyItem.objects.filter(pk__in=wanted).filter(
        Q(list__state__in=(ListState.PUBLISHED, ListState.SUPERSEDED))
    )
    found = list(owed.owed_by(host))
    if len(found) != len(wanted):
        raise RuleBroken({"items": _("只能选择本单位承担的、已公布的责任项。")})
    return found


def _move(held: ActivityRecord, to_state: ActivityState, actor, reason: str = "") -> None:
    from_state = ActivityState(held.state)
    if to_state not in TRANSITIONS[from_state]:
        raise RuleBroken(
            _("“%(from)s”的记录不能变为“%(to)s”。") % {"from": from_state.label, "to": to_state.label}
        )
    held.state = to_state
    _advance(held)
    Transition.objects.create(
        activity=held,
        actor=actor,
        actor_name=str(actor),
        from_state=from_state,
        to_state=to_state,
        reason=reason,
    )
    audit.record(actor, f"duties.activity.{to_state.value}", held, was=from_state.value, reason=reason)


def _advance(held: ActivityRecord) -> None:
    held.lock_version += 1
    held.save()
    # The document also tells of laws and audiences, which the save alone does not see.
    reindex([held])
