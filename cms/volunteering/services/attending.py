"""Coming in and out by the code: the hours follow from the two, never more than the call lasted."""

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.errors import RuleBroken
from cms.core.seats import typed_code
from cms.core.writing import Action, anyone, removing, writing
from cms.people.models import ServiceRecord
from cms.people.models.service_records import HALF_HOUR
from cms.people.services.service_records import record_service
from cms.volunteering.enums import CallState
from cms.volunteering.models import Answer, Call
from cms.volunteering.permissions import calls_volunteers, checks_in, notes_service_of_call

_REFUSAL = _("由组织的人签到、签退，不能给自己签。")
ARRIVE = Action[Answer](
    "volunteering.answer.arrive",
    _("签到"),
    calls_volunteers,
    writes=("arrived_at",),
    of=checks_in,
    refusal=_REFUSAL,
)
LEAVE = Action[Answer](
    "volunteering.answer.leave",
    _("签退"),
    calls_volunteers,
    writes=("left_at", "record"),
    of=checks_in,
    refusal=_REFUSAL,
)
# Permitted with the leaving; whoever did it does not verify the hours.
NOTE = Action[ServiceRecord](
    "people.servicerecord.check_out",
    _("签退时记录"),
    calls_volunteers,
    of=notes_service_of_call,
    refusal=_REFUSAL,
)
RETURN = Action[Answer](
    "volunteering.answer.return",
    _("撤回签退"),
    calls_volunteers,
    writes=("left_at", "record"),
    of=checks_in,
    refusal=_REFUSAL,
    when=lambda answer: answer.left_at is not None,
    otherwise=_("还没有签退。"),
)
# Permitted with the return.
TAKE_BACK = Action[ServiceRecord]("people.servicerecord.take_back_leaving", _("随签退撤回"), anyone)


def answer_by(call: Call, code: str) -> Answer:
    """Who comes and holds the code, however it was typed; RuleBroken where nobody does."""
    found = call.answers.coming().select_related("appointment__person")
    found = found.filter(code=typed_code(code)).first()
    if found is None:
        raise RuleBroken({"code": _("没有找到这个签到码，请核对；没有应征的人先请在网上应征。")})
    return found


@transaction.atomic
def check_in(call: Call, *, code: str, actor, at: dt.datetime | None = None) -> tuple[Answer, bool]:
    """Note that somebody came; the first time is kept. Tells whether it was this one."""
    at = at or timezone.now()
    _on_the_day(call, at)
    with writing(answer_by(call, code), ARRIVE, actor=actor) as held:
        is_new = held.arrived_at is None
        held.arrived_at = held.arrived_at or at
    return held, is_new


@transaction.atomic
def check_out(call: Call, *, code: str, actor, at: dt.datetime | None = None) -> tuple[Answer, bool]:
    """Note that somebody left, and the hours between, to be verified by another; the first time is kept.

    Whole half hours of the time the call lasted count; less than one leaves no record.
    """
    at = at or timezone.now()
    _on_the_day(call, at)
    with writing(answer_by(call, code), LEAVE, actor=actor) as held:
        if held.arrived_at is None:
            raise RuleBroken({"code": _("还没有签到，请先签到。")})
        is_new = held.left_at is None
        if is_new:
            # A device whose clock is behind does not turn the time round.
            held.left_at = max(at, held.arrived_at)
            held.record = _noted(call, held, held.arrived_at, held.left_at, actor)
    return held, is_new


@transaction.atomic
def take_back_leaving(answer: Answer, *, actor, at: dt.datetime | None = None) -> Answer:
    """Who was put down as having left by mistake is there still; the hours noted then are gone with it.

    RuleBroken once somebody has verified them: from then on they are corrected.
    """
    _on_the_day(answer.call, at or timezone.now())
    with writing(answer, RETURN, actor=actor) as held:
        record = held.record
        if record and record.verified_on:
            raise RuleBroken(_("服务时长已经核实，请在服务记录里更正。"))
        held.left_at = held.record = None
    if record:
        removing(record, TAKE_BACK, actor=actor)
    return held


def served(call: Call, arrived: dt.datetime, left: dt.datetime) -> tuple[dt.datetime, dt.datetime, int]:
    """From when to when it counts, to the minute, and how many half hours that makes."""
    start = max(arrived, call.starts_at).replace(second=0, microsecond=0)
    end = min(left, call.ends_at).replace(second=0, microsecond=0)
    return start, end, max(0, (end - start) // HALF_HOUR)


def _noted(
    call: Call, answer: Answer, arrived: dt.datetime, left: dt.datetime, actor
) -> ServiceRecord | None:
    start, end, half_hours = served(call, arrived, left)
    if not half_hours:
        return None
    begins, ends = timezone.localtime(start), timezone.localtime(end)
    return record_service(
        answer.appointment,
        activity=call.event.title,
        date=begins.date(),
        start=begins.time(),
        end=ends.time(),
        hours=Decimal(half_hours) / 2,
        recorder=str(actor),
        post=str(call.skill or ""),
        place=call.event.place_text[:120],
        actor=actor,
        action=NOTE,
    )


def _on_the_day(call: Call, at: dt.datetime) -> None:
    if call.state == CallState.CANCELLED:
        raise RuleBroken(_("这次征集已经取消。"))
    if timezone.localdate(at) != timezone.localdate(call.starts_at):
        raise RuleBroken(_("只在服务当天签到、签退；事后补记的，请在名册里登记服务。"))
