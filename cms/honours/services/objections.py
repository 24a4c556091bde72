"""Objections to a title on public notice: taken from anybody, answered by the office."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.errors import RuleBroken
from cms.core.follow_up import untaken_code
from cms.core.personal_data import find_personal_numbers
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
    writes=("answer", "is_upheld", "answered_at", "answered_by"),
    of=_of_another,
    refusal=_("由普法办答复；自己申报的，请另一位同事办理。"),
    when=lambda objection: not objection.answer and objection.application.state == "notice",
    otherwise=_("这份异议已经答复，或者申报已经结束。"),
)


@transaction.atomic
def object_to(application: Application, *, name: str, phone: str, words: str) -> tuple[Objection, str]:
    """Keep an objection while the notice runs; returns it with the number by which its answer is read."""
    # Whoever names at this moment waits, or has been faster.
    held = locked(application)
    if not on_notice(timezone.localdate()).filter(pk=held.pk).exists():
        raise RuleBroken(_("公示已经结束，请直接联系普法办。"))
    if find_personal_numbers(words):
        raise RuleBroken({"words": _("请不要在这里写身份证号、手机号，电话写在上面一栏。")})
    code, known_by = untaken_code(Objection, CODE_PURPOSE)
    objection = Objection(
        application=held, name=name.strip(), phone=phone, words=words.strip(), code_fingerprint=known_by
    )
    with writing(objection, OBJECT, actor=None):
        return objection, code


def answer(
    objection: Objection, *, answer: str, is_upheld: bool, actor, seen: str | None = None
) -> Objection:
    """Tell whoever objected what was found."""
    with writing(objection, ANSWER, actor=actor, seen=seen) as held:
        if not answer.strip():
            raise RuleBroken({"answer": _("请写明查了什么、结论是什么。")})
        if find_personal_numbers(answer):
            raise RuleBroken({"answer": _("请不要在这里写身份证号、手机号。")})
        held.answer, held.is_upheld = answer.strip(), is_upheld
        held.answered_at, held.answered_by = timezone.now(), actor
    return held
