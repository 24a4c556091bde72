"""Rest and end of an appointment: never automatic, never by one hand, never unheard."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.errors import RuleBroken
from cms.core.personal_data import find_personal_numbers
from cms.core.writing import Action, locked, standing, writing
from cms.people.enums import MOVES, AppointmentRole, EndingState
from cms.people.models import Appointment, EndingProposal
from cms.people.permissions import can_manage_people, coordinates, proposes_endings
from cms.people.services.appointments import move_heard

_E = EndingState
_WHY = _("请写明理由和依据。")
PROPOSE = Action[EndingProposal](
    "people.endingproposal.propose",
    _("建议暂停、退出或撤销"),
    coordinates,
    of=proposes_endings,
    refusal=_("由街镇司法所提出。"),
)
HEAR = Action[EndingProposal](
    "people.endingproposal.hear",
    _("登记本人意见"),
    coordinates,
    writes=("state", "statement", "heard_on"),
    of=proposes_endings,
    refusal=_("由街镇司法所听取。"),
    when=standing(_E.PROPOSED),
    otherwise=_("本人意见已经登记。"),
)


def _decides(verb: str, label) -> Action[EndingProposal]:
    return Action(
        f"people.endingproposal.{verb}",
        label,
        can_manage_people,
        writes=("state", "decision", "decided_on", "decided_by"),
        when=standing(_E.HEARD),
        otherwise=_("先由街镇听取本人意见，再作决定；只决定一次。"),
        reason=_WHY,
    )


APPROVE, REJECT = _decides("approve", _("同意建议")), _decides("reject", _("不同意建议"))


@transaction.atomic
def propose(appointment: Appointment, *, verb: str, grounds: str, actor) -> EndingProposal:
    """Say on which grounds an appointment shall rest or end."""
    held = locked(appointment)
    proposal = EndingProposal(appointment=held, verb=verb, grounds=grounds.strip())
    with writing(proposal, PROPOSE, actor=actor):
        if not grounds.strip():
            raise RuleBroken({"grounds": _WHY})
        _without_numbers("grounds", grounds)
        if held.role == AppointmentRole.VOLUNTEER:
            raise RuleBroken(_("志愿者不用建议，由普法办办理。"))
        if verb not in MOVES or held.state not in MOVES[verb].sources:
            raise RuleBroken({"verb": _("这项任用现在的状态不能这样办理。")})
    return proposal


def hear(proposal: EndingProposal, *, statement: str, actor, seen: str | None = None) -> EndingProposal:
    """Keep what the person said, or that they did not want to speak, in words."""
    with writing(proposal, HEAR, actor=actor, seen=seen) as held:
        if not statement.strip():
            raise RuleBroken({"statement": _("请写下本人怎么说；本人不愿表达意见的，也请写明。")})
        _without_numbers("statement", statement)
        held.state, held.statement = _E.HEARD, statement.strip()
        held.heard_on = timezone.localdate()
    return held


@transaction.atomic
def approve(proposal: EndingProposal, *, reason: str, actor, seen: str | None = None) -> EndingProposal:
    """The district decides as proposed: the appointment moves in the same step."""
    held = _decide(proposal, APPROVE, _E.APPROVED, reason, actor, seen)
    move_heard(held.appointment, held.verb, actor=actor, reason=reason)
    return held


def reject(proposal: EndingProposal, *, reason: str, actor, seen: str | None = None) -> EndingProposal:
    """The district decides otherwise: the appointment stands as it is."""
    return _decide(proposal, REJECT, _E.REJECTED, reason, actor, seen)


def _decide(proposal, action, state, reason: str, actor, seen) -> EndingProposal:
    with writing(proposal, action, actor=actor, seen=seen, reason=reason) as held:
        _without_numbers("reason", reason)
        held.state, held.decision = state, reason.strip()
        held.decided_on, held.decided_by = timezone.localdate(), actor
    return held


def _without_numbers(name: str, words: str) -> None:
    if find_personal_numbers(words):
        raise RuleBroken({name: _("请不要在这里写身份证号、手机号。")})
