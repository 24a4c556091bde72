"""Attendance put right by hand, and taken off the list."""

import datetime
from decimal import Decimal

from django.db import transaction
from django.dispatch import Signal
from django.utils.translation import gettext_lazy as _

from cms.core.errors import RuleBroken
from cms.core.personal_data import find_personal_numbers
from cms.core.writing import Action, writing
from cms.training.enums import AttendanceSource
from cms.training.models import Attendance, TrainingSession
from cms.training.permissions import can_correct_attendance, can_manage_training

FACTS = ("signed", "arrived_at", "left_at", "hours", "remark")
CORRECT = Action[Attendance](
    "training.attendance.correct",
    _("更正"),
    can_manage_training,
    writes=(*FACTS, "source"),
    of=can_correct_attendance,
    refusal=_("签到由普法办更正；不能更正自己的签到，请另一位同事更正。"),
    reason=_("请写明为什么更正，例如代签、签到码拿错。"),
)
# Sent, inside the transaction, with the session, the attendances that were written, and who wrote them.
settled = Signal()


@transaction.atomic
def correct_attendance(
    attendance: Attendance,
    *,
    signed: bool,
    reason: str,
    actor,
    hours: Decimal = Decimal(0),
    arrived_at: datetime.time | None = None,
    left_at: datetime.time | None = None,
    remark: str = "",
    seen: str | None = None,
) -> Attendance:
    """What somebody knows better than door and list; it stands, whatever a device still sends.

    All that rests on the attendance follows in the same step. Who was not there has no hours.
    """
    with writing(attendance, CORRECT, actor=actor, seen=seen, reason=reason) as held:
        if find_personal_numbers(reason):
            raise RuleBroken({"reason": _("请不要在这里写身份证号、手机号。")})
        on_one_day = held.session.starts_on == held.session.ends_on
        if signed and on_one_day and arrived_at and left_at and left_at < arrived_at:
            raise RuleBroken({"left_at": _("离场时间早于到场时间，请核对。")})
        held.signed, held.source = signed, AttendanceSource.HAND
        held.arrived_at, held.left_at = (arrived_at, left_at) if signed else (None, None)
        held.hours = hours if signed else Decimal(0)
        held.remark = remark
    settled.send(TrainingSession, session=held.session, attendances=[held], actor=actor)
    return held
