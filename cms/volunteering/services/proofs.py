"""Proofs of service: asked for, shown inside for some days, given with a number of their own, taken back."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.accounts.permissions import is_signed_in
from cms.core.errors import RuleBroken
from cms.core.personal_data import find_personal_numbers
from cms.core.writing import Action, locked, standing, writing
from cms.people.models import Appointment
from cms.volunteering.enums import ProofState
from cms.volunteering.models import ServiceProof, VolunteerSetting
from cms.volunteering.permissions import asks_for_proof, can_manage_volunteers, is_not_the_volunteer
from search.chinese.dates import chinese_date

_S = ProofState
_CLOSED = _("这份申请已经办理。")
ASK = Action[ServiceProof](
    "volunteering.serviceproof.request",
    _("申请服务记录证明"),
    is_signed_in,
    of=asks_for_proof,
    refusal=_("只能申请自己的证明。"),
)
ISSUE = Action[ServiceProof](
    "volunteering.serviceproof.issue",
    _("出具证明"),
    can_manage_volunteers,
    writes=("state", "half_hours", "times", "year", "sequence", "number", "issued_on"),
    of=is_not_the_volunteer,
    refusal=_("不能给自己出具证明。"),
    when=standing(_S.REQUESTED),
    otherwise=_CLOSED,
)
REFUSE = Action[ServiceProof](
    "volunteering.serviceproof.refuse",
    _("不予出具"),
    can_manage_volunteers,
    writes=("state", "answer"),
    when=standing(_S.REQUESTED),
    otherwise=_CLOSED,
    reason=_("请写明原因，申请的人会看到。"),
)
WITHDRAW = Action[ServiceProof](
    "volunteering.serviceproof.withdraw",
    _("撤销证明"),
    can_manage_volunteers,
    writes=("state", "answer"),
    when=standing(_S.ISSUED),
    otherwise=_("只有已出具的证明可以撤销。"),
    reason=_("请写明撤销的原因。"),
)


@transaction.atomic
def request_proof(appointment: Appointment, *, starts_on: date, ends_on: date, actor) -> ServiceProof:
    """Ask for a proof of what was given between two days; RuleBroken where nothing verified lies there."""
    today, days = timezone.localdate(), VolunteerSetting.load().notice_days
    proof = ServiceProof(
        appointment=locked(appointment),
        starts_on=starts_on,
        ends_on=ends_on,
        requested_on=today,
        notice_until=today + timedelta(days=days) if days else None,
    )
    with writing(proof, ASK, actor=actor):
        if ends_on < starts_on:
            raise RuleBroken({"ends_on": _("结束日期不能早于开始日期。")})
        if not proof.records().exists():
            raise RuleBroken(_("这段时间没有已核实的服务记录；刚登记的，请等核实之后再申请。"))
    return proof


@transaction.atomic
def issue_proof(proof: ServiceProof, *, actor, seen: str | None = None) -> ServiceProof:
    """Give it with a number, the hours counted now; RuleBroken while the internal notice runs."""
    today = timezone.localdate()
    # Held until the end: whoever asks meanwhile waits, and counts from here.
    setting = locked(VolunteerSetting.load())
    with writing(proof, ISSUE, actor=actor, seen=seen) as held:
        if held.notice_until and today <= held.notice_until:
            told = _("内部公示到%(day)s为止，第二天起才能出具。")
            raise RuleBroken(told % {"day": chinese_date(held.notice_until)})
        records = held.records()
        held.half_hours, held.times = int(records.hours() * 2), records.count()
        if not held.times:
            raise RuleBroken(_("这段时间已经没有核实的服务记录，请办理“不予出具”。"))
        last = ServiceProof.objects.filter(year=today.year).aggregate(last=Max("sequence"))["last"] or 0
        held.year, held.sequence, held.issued_on = today.year, last + 1, today
        held.number = setting.number_of(today.year, last + 1)
        held.state = _S.ISSUED
    return held


def refuse_proof(proof: ServiceProof, *, reason: str, actor, seen: str | None = None) -> ServiceProof:
    return _end(proof, REFUSE, _S.REFUSED, reason, actor, seen)


def withdraw_proof(proof: ServiceProof, *, reason: str, actor, seen: str | None = None) -> ServiceProof:
    """End it; the public check says so from now on."""
    return _end(proof, WITHDRAW, _S.WITHDRAWN, reason, actor, seen)


def _end(proof, action, state, reason: str, actor, seen) -> ServiceProof:
    with writing(proof, action, actor=actor, seen=seen, reason=reason) as held:
        if find_personal_numbers(reason):
            raise RuleBroken({"reason": _("请不要在这里写身份证号、手机号。")})
        held.state, held.answer = state, reason.strip()[:300]
    return held
