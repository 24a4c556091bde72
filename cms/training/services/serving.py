"""Hours of service out of an attendance: one record for one, changed and taken back with it."""

import datetime
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from cms.core.errors import RuleBroken
from cms.core.writing import Action, anyone, removing, writing
from cms.people.enums import AppointmentState
from cms.people.models import Appointment, ServiceRecord
from cms.people.models.service_records import HALF_HOUR
from cms.people.services.service_records import record_service
from cms.training.enums import AttendanceSource, Way
from cms.training.models import Attendance, Scan, TrainingSession
from cms.training.queries.crediting import Stay, stays_of, time_in_room

# Permitted with the attendance; whoever wrote that does not verify the hours.
NOTE = Action[ServiceRecord]("people.servicerecord.attend", _("由培训签到记录"), anyone)
FOLLOW = Action[ServiceRecord](
    "people.servicerecord.follow",
    _("随培训签到更正"),
    anyone,
    writes=("start", "minutes", "half_hours", "verified_on", "verified_by"),
)
TAKE_BACK = Action[ServiceRecord]("people.servicerecord.take_back", _("随培训签到撤回"), anyone)
LINK = Action[Attendance]("training.attendance.link", "", anyone, writes=("service",))


@dataclass(frozen=True)
class Served:
    """From when to when somebody was there, within the hours of the session, and how long of that."""

    start: datetime.time
    end: datetime.time
    in_room: datetime.timedelta

    @property
    def length(self) -> datetime.timedelta:
        day = datetime.date.min
        return datetime.datetime.combine(day, self.end) - datetime.datetime.combine(day, self.start)

    @property
    def half_hours(self) -> int:
        return max(0, min(self.length, self.in_room) // HALF_HOUR)


def follow_service(session: TrainingSession, attendance: Attendance, *, actor) -> None:
    """Bring the hours of service in line with an attendance; the caller holds the transaction.

    Only the time in the room counts, in whole half hours, for whoever is a volunteer at work. Who has
    another service noted at that time gets none here: `queries.conflicts` names them.
    """
    served = _served(session, attendance)
    if served is None:
        take_back_service(attendance, actor=actor)
    elif attendance.service is None:
        _note(session, attendance, served, actor)
    else:
        _amend(attendance, attendance.service, served, actor)


def take_back_service(attendance: Attendance, *, actor) -> None:
    """The hours are gone, with what was noted and verified of them; the trail tells what they were."""
    record = attendance.service
    if record is None:
        return
    with writing(attendance, LINK, actor=actor) as held:
        held.service = None
    attendance.service = None
    removing(record, TAKE_BACK, actor=actor)


def _served(session: TrainingSession, attendance: Attendance) -> Served | None:
    if not (session.counts_as_service and session.begins and session.finishes and attendance.signed):
        return None
    start = max(attendance.arrived_at or session.begins, session.begins)
    end = min(attendance.left_at or session.finishes, session.finishes)
    in_room = time_in_room(session, _stays(session, attendance))
    served = Served(start.replace(second=0, microsecond=0), end.replace(second=0, microsecond=0), in_room)
    # Where the session has hours of its own, who has none of them has none anywhere.
    has_come = attendance.hours or not session.hours
    return served if served.half_hours and has_come else None


def _stays(session: TrainingSession, attendance: Attendance) -> list[Stay]:
    """As the door saw them, from the arrival that stands; what was put right by hand is one stay.

    Who was seen to leave and never to come has none, unless the signed list knows better.
    """
    told = Stay(session.starts_on, attendance.arrived_at, attendance.left_at)
    if attendance.source == AttendanceSource.HAND:
        return [told]
    scans = list(Scan.objects.counted().filter(session=session, sign_up__person=attendance.person_id))
    stays, _idle = stays_of(scans)
    if stays:
        return [replace(stays[0], came=told.came or stays[0].came), *stays[1:]]
    only_left = bool(scans) and all(scan.way == Way.OUT for scan in scans)
    return [] if only_left and attendance.source == AttendanceSource.DOOR else [told]


def _note(session: TrainingSession, attendance: Attendance, served: Served, actor) -> None:
    appointment = _volunteer(attendance)
    if appointment is None:
        return
    try:
        record = record_service(
            appointment,
            activity=session.title,
            date=session.starts_on,
            start=served.start,
            end=served.end,
            hours=Decimal(served.half_hours) / 2,
            recorder=str(actor or _("培训签到"))[:60],
            place=session.place_text[:120],
            actor=actor,
            action=NOTE,
        )
    except RuleBroken:
        return
    with writing(attendance, LINK, actor=actor) as held:
        held.service = record
    attendance.service = record


def _amend(attendance: Attendance, record: ServiceRecord, served: Served, actor) -> None:
    """What was verified was another length: somebody looks again.

    Where the new hours meet another service, the database refuses them; they are taken back, as they would
    not have been noted.
    """
    minutes = served.length // datetime.timedelta(minutes=1)
    if (record.start, record.minutes, record.half_hours) == (served.start, minutes, served.half_hours):
        return
    try:
        with writing(record, FOLLOW, actor=actor) as held:
            held.start, held.minutes, held.half_hours = served.start, minutes, served.half_hours
            held.verified_on = held.verified_by = None
    except RuleBroken:
        take_back_service(attendance, actor=actor)


def _volunteer(attendance: Attendance) -> Appointment | None:
    found = Appointment.objects.volunteers().filter(state=AppointmentState.ACTIVE)
    return found.filter(person=attendance.person_id).select_related("person", "community").first()
