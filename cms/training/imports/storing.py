"""Stores judged lists of who came."""

from datetime import date, time
from decimal import Decimal

from cms.intake.journal import Journal, given
from cms.intake.spec import Outcome, Row
from cms.intake.storing import RowStore
from cms.training.imports.attendees import Attendees
from cms.training.imports.judging import has_signed, session_of
from cms.training.imports.titles import read_session
from cms.training.models import Attendance, TrainingSession

_FIELDS = ("signed", "arrived_at", "hours", "remark")


class AttendanceStore:
    """A session is known by its title and first day, an attendance by session and person."""

    def __init__(self, journal: Journal):
        self.journal = journal

    def store(self, rows: list[Row]) -> Outcome:
        attendees = Attendees(row.values.get("姓名") for row in rows)
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
            person = attendees.find(values["姓名"], values.get("手机尾号"), values.get("所属居村"))
            session = sessions[session_of(row)]
            attendance = held.get((session.pk, person.pk))
            records.append(attendance)
            if row.same and attendance:
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
        return Outcome(tuple(done), tuple(attendance.pk for attendance in records))

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
            facts = read_session(row.titles)
            told = {"place": facts.place, "organiser": facts.organiser}
            if facts.hours:
                told["hours"] = Decimal(str(facts.hours))
            if facts.starts_on == starts_on:
                told["ends_on"] = facts.ends_on
            self.journal.keep(session, given(told))
            found[key] = session
        return found


def _fields(values: dict) -> dict:
    signed, arrived = has_signed(values), values.get("到场时间")
    fields = given(
        {"arrived_at": time.fromisoformat(arrived) if arrived else None, "remark": values.get("备注")}
    )
    # Whether somebody came is never blank: no sign is a no.
    return {**fields, "signed": signed, "hours": Decimal(str(values["学时"])) if signed else Decimal(0)}
