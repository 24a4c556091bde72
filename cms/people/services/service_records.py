"""Hours of service as they are noted down and verified, by the rules of 志愿服务记录与证明出具办法."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db import transaction

from cms.core import audit
from cms.core.errors import RuleBroken, require
from cms.people.models import Appointment, Person, ServiceRecord
from cms.people.permissions import can_record_service, can_verify_service


@transaction.atomic
def record_service(
    appointment: Appointment,
    *,
    activity: str,
    day: date,
    start: time,
    end: time,
    hours: Decimal,
    recorder: str,
    on: date,
    actor,
    **details,
) -> ServiceRecord:
    """Note down hours of service, to be verified; `on` is the day of writing.

    `details` are post, duty, place, remark. RuleBroken where the hours break a rule or the person was
    elsewhere at that time.
    """
    require(can_record_service(actor, appointment))
    if day > on:
        raise RuleBroken("服务日期在将来，请在服务之后记录。")
    if end <= start:
        raise RuleBroken("结束时间须晚于开始时间。")
    half_hours = hours * 2
    if half_hours <= 0 or half_hours % 1:
        raise RuleBroken("服务时长须大于零，并以半小时为单位。")
    record = ServiceRecord(
        appointment=appointment,
        activity=activity,
        date=day,
        start=start,
        minutes=_length(start, end) // timedelta(minutes=1),
        half_hours=int(half_hours),
        recorder=recorder.strip(),
        recorded_on=on,
        **details,
    )
    record.full_clean()
    # Two clerks at once: whoever comes second sees the record of the first.
    Person.objects.select_for_update().get(pk=appointment.person_id)
    that_day = ServiceRecord.objects.filter(appointment__person=appointment.person_id, date=day)
    clash = next((other for other in that_day if other.overlaps(record)), None)
    if clash:
        raise RuleBroken(
            f"与“{clash.activity}”（{clash.start:%H:%M}–{clash.end:%H:%M}）的服务时间重叠，请核对。"
        )
    record.save()
    audit.record(actor, "people.service.record", record, hours=str(record.hours))
    return record


@transaction.atomic
def verify_service(record: ServiceRecord, *, on: date, actor) -> None:
    """Confirm that the hours were given; only verified hours count. Nothing happens to what is verified."""
    require(can_verify_service(actor))
    if ServiceRecord.objects.filter(pk=record.pk, verified_on=None).update(verified_on=on, verified_by=actor):
        audit.record(actor, "people.service.verify", record, hours=str(record.hours))
    record.refresh_from_db()


def _length(start: time, end: time) -> timedelta:
    return datetime.combine(date.min, end) - datetime.combine(date.min, start)
