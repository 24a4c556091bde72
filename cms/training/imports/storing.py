"""Stores judged lists of who came."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from cms.intake.journal import Journal, given
from cms.intake.spec import Outcome, Row
from cms.intake.storing import RowStore
from cms.training.enums import AttendanceSource
from cms.training.imports.attendees import Attendees
from cms.training.imports.judging import has_signed, session_of
from cms.training.imports.staying import moment
from cms.training.imports.titles import session_told
from cms.training.models import Attendance, TrainingSession
from cms.training.services.attending import settled

_FIELDS = ("signed", "arrived_at", "left_at", "hours", "remark")


class AttendanceStore:
    """A session is known by its title and first day, an attendance by session and person."""

    def __init__(self, journal: Journal):
        self.journal = journal

    def store(self, rows: list[Row]) -> Outcome:
        attendees = Attendees(
            (row.values.get("姓名") for row in rows), (row.values.get("签到码") for row in rows)
        )
        sessions = self._sessions(rows)
        held = {
            (attendance.session_id, attendance.person_id): attendance
            for attendance in Attendance.objects.filter(session__in=sessions.values()).select_related(
                "session", "person"
            )
        }
        store = RowStore(self.journal, Attendance, _FIELDS)
        records, done = [], []
        for row in rows:
            values = row.values
            person = attendees.of_row(values)
            session = sessions[session_of(row)]
            attendance = held.get((session.pk, person.pk))
            records.append(attendance)
            # What the door saw and what was put right by hand is known better than by the paper.
            if attendance and (row.same or attendance.source != AttendanceSource.LIST):
                done.append("unchanged")
                continue
            fields = _fields(values)
            if attendance is None:
                attendance = Attendance(session=session, person=person, **fields)
                held[session.pk, person.pk] = records[-1] = attendance
                done.append(store.add(attendance))
            else:
                done.append(store.change(attendance, fields))
        store.write()
        self._settle(records, done)
        return Outcome(tuple(done), tuple(attendance.pk for attendance in records))

    def _settle(self, records: list[Attendance], done: list[str]) -> None:
        """What follows from an attendance follows from one on paper too."""
        if self.journal.rehearsed:
            return
        changed: dict[TrainingSession, list[Attendance]] = {}
        for attendance, what in zip(records, done, strict=True):
            if what != "unchanged":
                changed.setdefault(attendance.session, []).append(attendance)
        for session, attendances in changed.items():
            with transaction.atomic():
                settled.send(
                    TrainingSession, session=session, attendances=attendances, actor=self.journal.actor
                )

    def _sessions(self, rows: list[Row]) -> dict[tuple[str, str], TrainingSession]:
        """The session of each title and day, made where it is new."""
        found: dict[tuple[str, str], TrainingSession] = {}
        for row in rows:
            key = title, day = session_of(row)
            if key in found:
                continue
            starts_on = date.fromisoformat(day)
            session = TrainingSession.objects.filter(title=title, starts_on=starts_on).first()
            session = session or TrainingSession(title=title, starts_on=starts_on, ends_on=starts_on)
            facts = session_told(row)
            told = {"place": facts.place, "organiser": facts.organiser}
            if facts.hours:
                told["hours"] = Decimal(str(facts.hours))
            if facts.starts_on == starts_on:
                told["ends_on"] = facts.ends_on
            self.journal.keep(session, given(told))
            found[key] = session
        return found


def _fields(values: dict) -> dict:
    remark = given({"remark": values.get("备注")})
    # Whether somebody came is never blank: no sign is a no, with neither times nor hours.
    if not has_signed(values):
        nothing = {"arrived_at": None, "left_at": None, "hours": Decimal(0)}
        return {**remark, **nothing, "signed": False}
    arrived, left = (moment(values.get(name)) for name in ("到场时间", "离场时间"))
    times = given({"arrived_at": arrived, "left_at": left})
    return {**remark, **times, "signed": True, "hours": Decimal(str(values["学时"]))}
