"""Duty days and the service log, kept by the community or by the adviser."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.advisers.models import Agreement, DutyDay, ServiceEntry
from cms.advisers.permissions import can_keep_service, keeps_service
from cms.core.errors import RuleBroken
from cms.core.writing import Action, locked, removing, writing

_REFUSAL = _("由这个居村的联络员或者法律顾问本人登记。")
PLAN = Action[DutyDay](
    "advisers.dutyday.plan", _("排值班"), keeps_service, of=can_keep_service, refusal=_REFUSAL
)
UNPLAN = Action[DutyDay](
    "advisers.dutyday.unplan", _("取消值班"), keeps_service, of=can_keep_service, refusal=_REFUSAL
)
LOG = Action[ServiceEntry](
    "advisers.serviceentry.log", _("记服务"), keeps_service, of=can_keep_service, refusal=_REFUSAL
)
CORRECT = Action[ServiceEntry](
    "advisers.serviceentry.change",
    _("更正"),
    keeps_service,
    writes=("date", "duty", "served", "summary"),
    of=can_keep_service,
    refusal=_REFUSAL,
    reason=_("请写明为什么更正，例如日期记错。"),
)


@transaction.atomic
def plan_duty(
    agreement: Agreement, *, date: dt.date, start: dt.time, end: dt.time, actor, room: str = ""
) -> DutyDay:
    """Say when the adviser is there; RuleBroken outside the term, for a day that is over, or where they
    are on duty at that time.
    """
    locked(agreement.adviser)
    duty = DutyDay(agreement=agreement, date=date, start=start, end=end, room=room)
    with writing(duty, PLAN, actor=actor):
        if date < timezone.localdate():
            raise RuleBroken({"date": _("这一天已经过去；做过的服务，请记在“记一次服务”里。")})
    return duty


def unplan_duty(duty: DutyDay, *, actor, seen: str | None = None) -> None:
    """Take a duty day back."""
    removing(duty, UNPLAN, actor=actor, seen=seen)


@transaction.atomic
def log_entry(
    agreement: Agreement, *, date: dt.date, duty: str, summary: str, actor, served: int = 0
) -> ServiceEntry:
    """Note what was done; RuleBroken outside the term, in the future, with numbers of persons in it, or where
    the same was noted already.
    """
    # Sent twice at once, the second sees what the first has noted.
    held = locked(agreement)
    entry = ServiceEntry(agreement=held, date=date, duty=duty, served=served, summary=summary)
    with writing(entry, LOG, actor=actor):
        if held.entries.filter(date=date, duty=duty, summary=summary).exists():
            raise RuleBroken({"summary": _("这次服务已经记过，不用再记；人次不对的，请更正那一条。")})
    return entry


def correct_entry(
    entry: ServiceEntry,
    *,
    date: dt.date,
    duty: str,
    served: int,
    summary: str,
    reason: str,
    actor,
    seen: str | None = None,
) -> ServiceEntry:
    """Put an entry right, for a reason; what was noted before stays in the trail."""
    with writing(entry, CORRECT, actor=actor, seen=seen, reason=reason) as held:
        held.date, held.duty, held.served, held.summary = date, duty, served, summary
    return held
