"""Objections to an appointment on public notice: taken from anybody, answered by the office."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.errors import RuleBroken
from cms.core.objecting import ANSWERED, PERSONAL, forget_answered, put_answer, receive
from cms.core.writing import Action, anyone, locked, writing
from cms.people.enums import CLOSED
from cms.people.models import Nomination, Objection
from cms.people.permissions import can_manage_people
from cms.people.queries import CODE_PURPOSE, on_notice

OBJECT = Action[Objection]("people.objection.receive", _("收到异议"), anyone)
ANSWER = Action[Objection](
    "people.objection.answer",
    _("答复异议"),
    can_manage_people,
    writes=ANSWERED,
    when=lambda objection: not objection.answer and objection.nomination.state not in CLOSED,
    otherwise=_("这份异议已经答复，或者推荐已经结束。"),
)
FORGET = Action[Objection]("people.objection.forget", _("到期清除"), anyone, writes=PERSONAL)


@transaction.atomic
def object_to(nomination: Nomination, *, name: str, phone: str, words: str) -> tuple[Objection, str]:
    """Keep an objection while the notice runs; returns it with the number by which its answer is read."""
    # Whoever appoints at this moment waits, or has been faster.
    held = locked(nomination)
    if not on_notice(timezone.localdate()).filter(pk=held.pk).exists():
        raise RuleBroken(_("公示已经结束，请直接联系普法办。"))
    objection = Objection(nomination=held, name=name, phone=phone, words=words)
    return objection, receive(objection, OBJECT, CODE_PURPOSE)


def answer(
    objection: Objection, *, answer: str, is_upheld: bool, actor, seen: str | None = None
) -> Objection:
    """Tell whoever objected what was found."""
    with writing(objection, ANSWER, actor=actor, seen=seen) as held:
        put_answer(held, answer, is_upheld, actor)
    return held


def forget_objectors(on: date) -> int:
    """Empty who objected long after the answer; returns how many."""
    return forget_answered(Objection, FORGET, on)
