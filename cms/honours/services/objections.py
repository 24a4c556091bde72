"""Objections to a title on public notice: taken from anybody, answered by the office."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.errors import RuleBroken
from cms.core.objecting import ANSWERED, PERSONAL, forget_answered, put_answer, receive
from cms.core.writing import Action, anyone, locked, writing
from cms.honours.models import Application, Objection
from cms.honours.permissions import can_run_honours, decides_for_district
from cms.honours.queries import CODE_PURPOSE, on_notice


def _of_another(user, objection: Objection) -> bool:
    return decides_for_district(user, objection.application)


OBJECT = Action[Objection]("honours.objection.receive", _("收到异议"), anyone)
ANSWER = Action[Objection](
    "honours.objection.answer",
    _("答复异议"),
    can_run_honours,
    writes=ANSWERED,
    of=_of_another,
    refusal=_("由普法办答复；自己申报的，请另一位同事办理。"),
    when=lambda objection: not objection.answer and objection.application.state == "notice",
    otherwise=_("这份异议已经答复，或者申报已经结束。"),
)
FORGET = Action[Objection]("honours.objection.forget", _("到期清除"), anyone, writes=PERSONAL)


@transaction.atomic
def object_to(application: Application, *, name: str, phone: str, words: str) -> tuple[Objection, str]:
    """Keep an objection while the notice runs; returns it with the number by which its answer is read."""
    # Whoever names at this moment waits, or has been faster.
    held = locked(application)
    if not on_notice(timezone.localdate()).filter(pk=held.pk).exists():
        raise RuleBroken(_("公示已经结束，请直接联系普法办。"))
    objection = Objection(application=held, name=name, phone=phone, words=words)
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
