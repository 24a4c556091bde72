"""Hours of service as they are noted down and verified, by the rules of 志愿服务记录与证明出具办法."""

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.errors import RuleBroken
from cms.core.personal_data import find_personal_numbers, without_personal_numbers
from cms.core.writing import Action, locked, writing
from cms.people.models import Appointment, ServiceRecord
from cms.people.models.service_records import length_of
from cms.people.permissions import can_manage_people, can_record_service, coordinates, is_not_the_recorder

TEXTS = ("activity", "post", "place", "recorder", "remark")
CREATE = Action[ServiceRecord](
    "people.servicerecord.create", _("登记服务"), coordinates, of=can_record_service
)
VERIFY = Action[ServiceRecord](
    "people.servicerecord.verify",
    _("核实"),
    can_manage_people,
    writes=("verified_on", "verified_by"),
    of=is_not_the_recorder,
    refusal=_("不能核实自己登记的服务，请另一位同事核实。"),
    when=lambda record: record.verified_on is None,
    otherwise=_("这条服务记录已经核实。"),
)
CORRECT = Action[ServiceRecord](
    "people.servicerecord.correct",
    _("更正"),
    coordinates,
    writes=("date", "start", "minutes", "half_hours", "verified_on", "verified_by"),
    of=can_record_service,
    refusal=_("由负责这个居村的人更正；不能更正自己的服务记录。"),
    reason=_("请写明为什么更正，例如签退时间记错。"),
)


@transaction.atomic
def record_service(
    appointment: Appointment,
    *,
    activity: str,
    date: dt.date,
    start: dt.time,
    end: dt.time,
    hours: Decimal,
    recorder: str,
    actor,
    recorded_on: dt.date | None = None,
    action: Action[ServiceRecord] = CREATE,
    **details,
) -> ServiceRecord:
    """Note down hours of service, to be verified; today, unless told otherwise.

    `details` are post, duty, place, remark; `action` says who may, where it is not the place of the person.
    RuleBroken where the hours break a rule or the person was elsewhere at that time.
    """
    recorded_on = recorded_on or timezone.localdate()
    record = ServiceRecord(
        appointment=appointment,
        activity=activity,
        date=date,
        start=start,
        minutes=_minutes(start, end),
        half_hours=int(hours * 2),
        recorder=recorder.strip(),
        recorded_on=recorded_on,
        **details,
    )
    # Two clerks at once: whoever comes second sees the record of the first.
    locked(appointment.person)
    with writing(record, action, actor=actor):
        _refuse_numbers(record)
        _by_the_rules(date, record.minutes, hours, by=recorded_on)
        _nowhere_else(record)
    return record


@transaction.atomic
def correct_service(
    record: ServiceRecord,
    *,
    date: dt.date,
    start: dt.time,
    end: dt.time,
    hours: Decimal,
    reason: str,
    actor,
    seen: str | None = None,
) -> ServiceRecord:
    """Put the hours right, for a reason; what was noted before stays in the trail.

    They count no more until somebody else verifies them again. RuleBroken as `record_service`.
    """
    locked(record.appointment.person)
    with writing(record, CORRECT, actor=actor, seen=seen, reason=reason) as held:
        if find_personal_numbers(reason):
            raise RuleBroken({"reason": _("请不要在这里写身份证号、手机号。")})
        # Times that were not touched mean what they meant, whatever night lies between them.
        untouched = (start, end) == (held.start, held.end)
        minutes = held.minutes if untouched else _minutes(start, end)
        _by_the_rules(date, minutes, hours, by=timezone.localdate())
        held.date, held.start, held.minutes = date, start, minutes
        held.half_hours = int(hours * 2)
        held.verified_on = held.verified_by = None
        _nowhere_else(held)
    return held


def verify_service(
    record: ServiceRecord, *, actor, on: dt.date | None = None, seen: str | None = None
) -> ServiceRecord:
    """Confirm that the hours were given; only verified hours count."""
    with writing(record, VERIFY, actor=actor, seen=seen) as held:
        held.verified_on, held.verified_by = on or timezone.localdate(), actor
    return held


def _by_the_rules(date: dt.date, minutes: int, hours: Decimal, *, by: dt.date) -> None:
    if date > by:
        raise RuleBroken({"date": _("服务日期在将来，请在服务之后记录。")})
    if minutes <= 0:
        raise RuleBroken({"end": _("结束时间须晚于开始时间；过了半夜的，晚上开始、凌晨 5 点之前结束。")})
    if hours <= 0 or hours * 2 % 1:
        raise RuleBroken({"hours": _("服务时长须大于零，并以半小时为单位。")})


def _refuse_numbers(record: ServiceRecord) -> None:
    """Others read what is noted here, in lists and messages; numbers belong to the person's own record."""
    told = _("请不要在这里写身份证号、手机号。")
    problems = {name: told for name in TEXTS if find_personal_numbers(getattr(record, name))}
    if problems:
        raise RuleBroken(problems)


def _nowhere_else(record: ServiceRecord) -> None:
    """Nobody serves at two places at a time, in whatever role."""
    night = dt.timedelta(days=1)
    near = ServiceRecord.objects.filter(
        appointment__person=record.appointment.person_id,
        date__range=(record.date - night, record.date + night),
    ).exclude(pk=record.pk)
    clash = next((other for other in near if other.overlaps(record)), None)
    if clash:
        raise RuleBroken(
            _("与“%(activity)s”（%(start)s–%(end)s）的服务时间重叠，请核对。")
            % {
                "activity": without_personal_numbers(clash.activity),
                "start": f"{clash.start:%H:%M}",
                "end": clash.until,
            }
        )


def _minutes(start: dt.time, end: dt.time) -> int:
    return length_of(start, end) // dt.timedelta(minutes=1)
