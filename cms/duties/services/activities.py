"""An activity's way: written by the agency, judged by the office, shown to the public."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.accounts.permissions import is_office
from cms.agencies.models import Agency
from cms.core.errors import RuleBroken
from cms.core.personal_data import refuse_personal_numbers
from cms.core.writing import Action, anyone, removing, standing, writing
from cms.duties.enums import TRANSITIONS, WAITING_STATES, ActivityState, ListState
from cms.duties.models import ActivityRecord, DutyItem, Transition
from cms.duties.models.requirements import MARKABLE, missing_from
from cms.duties.permissions import (
    acts_for_an_agency,
    acts_for_the_host,
    approves_and_publishes,
    can_publish_activity,
    is_activity_reviewer,
    is_not_own,
)

RELATIONS = ("co_hosts", "items", "settings", "audiences", "laws")
COLUMNS = (
    "name", "form", "starts_at", "ends_at", "venue", "address", "campaign", "event",
    "onsite", "online", "materials", "consultations", "boards", "products", "news_link", "summary",
)  # fmt: skip
MOVED = ("state", "lock_version")
NOT_OWN = _("不能审核自己的或本单位的记录。")


def _is_open(activity: ActivityRecord) -> bool:
    return activity.is_open


CREATE = Action[ActivityRecord](
    "duties.activityrecord.create", _("新增"), acts_for_an_agency, of=acts_for_the_host
)
CHANGE = Action[ActivityRecord](
    "duties.activityrecord.change",
    _("修改"),
    acts_for_an_agency,
    writes=(*COLUMNS, *RELATIONS, "approximate", "lock_version"),
    of=acts_for_the_host,
    when=_is_open,
    otherwise=_("这条记录现在不能修改。"),
)
SUBMIT = Action[ActivityRecord](
    "duties.activityrecord.submit",
    _("提交"),
    acts_for_an_agency,
    writes=(*MOVED, "submitted_at"),
    of=acts_for_the_host,
    when=_is_open,
    otherwise=_("这条记录现在不能提交。"),
)
WITHDRAW = Action[ActivityRecord](
    "duties.activityrecord.withdraw",
    _("撤回"),
    acts_for_an_agency,
    writes=MOVED,
    of=acts_for_the_host,
    when=standing(*WAITING_STATES),
    otherwise=_("这条记录已经审核，不能撤回。"),
)
DISCARD = Action[ActivityRecord](
    "duties.activityrecord.delete",
    _("删除草稿"),
    acts_for_an_agency,
    of=acts_for_the_host,
    when=lambda activity: activity.is_open and not activity.transitions.exists(),
    otherwise=_("提交过的记录要留存，不能删除。"),
)
RETURN = Action[ActivityRecord](
    "duties.activityrecord.return",
    _("退回"),
    is_activity_reviewer,
    writes=MOVED,
    of=is_not_own,
    refusal=NOT_OWN,
    when=standing(*WAITING_STATES, ActivityState.APPROVED),
    otherwise=_("只有待审核或已通过的记录可以退回。"),
    reason=_("请写明退回的原因，方便对方修改。"),
)
APPROVE = Action[ActivityRecord](
    "duties.activityrecord.approve",
    _("通过"),
    is_activity_reviewer,
    writes=MOVED,
    of=is_not_own,
    refusal=NOT_OWN,
    when=standing(*WAITING_STATES),
    otherwise=_("只有待审核的记录可以通过。"),
)
PUBLISH = Action[ActivityRecord](
    "duties.activityrecord.publish",
    _("公开"),
    is_office,
    writes=(*MOVED, "published_at"),
    of=can_publish_activity,
    refusal=_("不能公开自己的、本单位的或自己审核通过的记录，请另一位同事公开。"),
    when=standing(ActivityState.APPROVED),
    otherwise=_("审核通过的记录才能公开。"),
)
# Asked before both steps are taken; what is done is approved, then published, and noted down as these.
APPROVE_AND_PUBLISH = replace(
    APPROVE,
    name="duties.activityrecord.approve_publish",
    label=_("通过并公开"),
    who=approves_and_publishes,
)
UNPUBLISH = Action[ActivityRecord](
    "duties.activityrecord.unpublish",
    _("撤下公开页面"),
    is_office,
    writes=(*MOVED, "published_at"),
    when=standing(ActivityState.PUBLISHED),
    otherwise=_("这条记录没有公开。"),
    reason=_("请写明撤下的原因。"),
)
STEP = Action[Transition]("duties.transition.create", "", anyone)


def start_activity(host: Agency, *, actor, name: str, items: Iterable[DutyItem] = ()) -> ActivityRecord:
    """A new draft of `host`; `items` are duties it means to serve."""
    if not name.strip():
        raise RuleBroken({"name": _("请先写活动名称。")})
    activity = ActivityRecord(host=host, created_by=actor, name=name.strip())
    with writing(activity, CREATE, actor=actor, relations={"items": owed(host, items)}):
        return activity


def save_activity(activity: ActivityRecord, *, actor, seen: int, **values) -> ActivityRecord:
    """Write the given fields of an open record. `seen` is the lock version the writer had before them.

    Raises StaleRecord when the record has changed since, RuleBroken for an item the host does not owe.
    """
    unknown = values.keys() - {*COLUMNS, *RELATIONS}
    if unknown:
        raise TypeError(f"no field of an activity: {', '.join(sorted(unknown))}")
    relations = {name: values[name] for name in values.keys() & set(RELATIONS)}
    if "items" in relations:
        relations["items"] = owed(activity.host, relations["items"])
    with writing(activity, CHANGE, actor=actor, relations=relations, seen=seen) as held:
        for name in values.keys() & set(COLUMNS):
            if getattr(held, name) != values[name]:
                # A figure that was about so many is now what the agency says.
                held.approximate = " ".join(each for each in held.approximate.split() if each != name)
            setattr(held, name, values[name])
        held.lock_version += 1
    return held


def submit_activity(activity: ActivityRecord, *, actor, seen: int | None = None) -> ActivityRecord:
    """Hand the record in; the first time or, after a return, again."""
    with writing(activity, SUBMIT, actor=actor, seen=seen) as held:
        missing = missing_from(held)
        if missing:
            raise RuleBroken(
                _("还差%(fields)s，补齐后再提交。")
                % {"fields": "、".join(str(requirement.label) for requirement in missing)}
            )
        if held.starts_at and held.starts_at > timezone.now():
            raise RuleBroken({"starts_at": _("活动还没有开始，举办后再提交记录。")})
        again = held.state == ActivityState.RETURNED
        held.submitted_at = timezone.now()
        _move(held, ActivityState.RESUBMITTED if again else ActivityState.SUBMITTED, actor)
    return held


def withdraw_activity(activity: ActivityRecord, *, actor, seen: int | None = None) -> ActivityRecord:
    """Take a record back before it is judged, to where the agency was writing it."""
    with writing(activity, WITHDRAW, actor=actor, seen=seen) as held:
        first = held.state == ActivityState.SUBMITTED
        back_to = ActivityState.DRAFT if first else ActivityState.RETURNED
        _move(held, back_to, actor, str(_("本单位撤回修改")))
    return held


@transaction.atomic
def discard_activity(activity: ActivityRecord, *, actor, seen: int | None = None) -> None:
    """Delete a draft that was never submitted, with its evidence."""
    files = [evidence.file for evidence in activity.evidence.all()]
    removing(activity, DISCARD, actor=actor, seen=seen, along=("evidence",))
    for file in files:
        transaction.on_commit(partial(file.delete, save=False))


def return_activity(
    activity: ActivityRecord,
    *,
    actor,
    reason: str,
    seen: int | None = None,
    marked: Iterable[str] = (),
) -> ActivityRecord:
    """Send it back to the agency, saying what to mend; `marked` are names of MARKABLE."""
    names = [name for name in MARKABLE if name in set(marked)]
    with writing(activity, RETURN, actor=actor, seen=seen, reason=reason, marked=names) as held:
        _move(held, ActivityState.RETURNED, actor, reason.strip(), " ".join(names))
    return held


def approve_activity(activity: ActivityRecord, *, actor, seen: int | None = None) -> ActivityRecord:
    """From here on it counts in totals and towards its items."""
    with writing(activity, APPROVE, actor=actor, seen=seen) as held:
        _move(held, ActivityState.APPROVED, actor)
    return held


def publish_activity(activity: ActivityRecord, *, actor, seen: int | None = None) -> ActivityRecord:
    """Show an approved record to the public, after a search for personal numbers."""
    with writing(activity, PUBLISH, actor=actor, seen=seen) as held:
        refuse_personal_numbers(held)
        held.published_at = timezone.now()
        _move(held, ActivityState.PUBLISHED, actor)
    return held


def approve_and_publish(activity: ActivityRecord, *, actor, seen: int | None = None) -> ActivityRecord:
    """Both or, where it may not be shown to the public, neither."""
    APPROVE_AND_PUBLISH.ask(actor, activity)
    with transaction.atomic():
        held = approve_activity(activity, actor=actor, seen=seen)
        return publish_activity(held, actor=actor)


def unpublish_activity(
    activity: ActivityRecord, *, actor, reason: str, seen: int | None = None
) -> ActivityRecord:
    """Take it from public pages and from the search at once; it stays approved."""
    with writing(activity, UNPUBLISH, actor=actor, seen=seen, reason=reason) as held:
        held.published_at = None
        _move(held, ActivityState.APPROVED, actor, reason.strip())
    return held


def owed(agency: Agency, items: Iterable[DutyItem]) -> list[DutyItem]:
    """`items` unchanged, if the agency owes each of them; else RuleBroken."""
    wanted = {item.pk for item in items}
    published = DutyItem.objects.filter(pk__in=wanted).filter(
        Q(list__state__in=(ListState.PUBLISHED, ListState.SUPERSEDED))
    )
    found = list(published.owed_by(agency))
    if len(found) != len(wanted):
        raise RuleBroken({"items": _("只能选择本单位承担的、已公布的责任项。")})
    return found


def _move(held: ActivityRecord, to_state: ActivityState, actor, reason: str = "", marked: str = "") -> None:
    from_state = ActivityState(held.state)
    if to_state not in TRANSITIONS[from_state]:
        raise RuleBroken(
            _("“%(from)s”的记录不能变为“%(to)s”。") % {"from": from_state.label, "to": to_state.label}
        )
    held.state = to_state
    held.lock_version += 1
    step = Transition(
        activity=held,
        actor=actor,
        actor_name=str(actor),
        from_state=from_state,
        to_state=to_state,
        reason=reason,
        marked=marked,
    )
    with writing(step, STEP, actor=actor):
        pass
