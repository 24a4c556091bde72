"""Writes of training: permission, rule, audit, all in one transaction."""

from datetime import date, time
from decimal import Decimal

from django.db import transaction

from cms.core import audit
from cms.core.errors import require
from cms.core.tables import Table
from cms.people.models import Person
from cms.training.models import Attendance, TrainingSession
from cms.training.permissions import can_manage_training

SESSIONS = Table(
    TrainingSession,
    can_manage_training,
    writes=("title", "starts_on", "ends_on", "hours", "place", "organiser"),
)
# People enter a list by import; what it says of them may be corrected.
ATTENDANCES = Table(
    Attendance,
    can_manage_training,
    writes=("signed", "arrived_at", "hours", "remark"),
    offers=("change", "delete"),
)


@transaction.atomic
def hold_session(
    *,
    title: str,
    starts_on: date,
    actor,
    ends_on: date | None = None,
    hours: Decimal | None = None,
    place: str = "",
    organiser: str = "",
) -> TrainingSession:
    """Enter a training session; ValidationError where the same is there already."""
    require(can_manage_training(actor))
    session = TrainingSession(
        title=title,
        starts_on=starts_on,
        ends_on=ends_on or starts_on,
        hours=hours,
        place=place,
        organiser=organiser,
    )
    session.full_clean()
    session.save()
    audit.record(actor, "training.session.hold", session)
    return session


@transaction.atomic
def sign_in(
    session: TrainingSession, person: Person, *, hours: Decimal, actor, arrived_at: time | None = None
) -> Attendance:
    """Note that a person came; ValidationError where the hours exceed those of the session."""
    require(can_manage_training(actor))
    attendance = Attendance.objects.select_for_update().filter(session=session, person=person).first()
    attendance = attendance or Attendance(session=session, person=person)
    attendance.signed, attendance.arrived_at, attendance.hours = True, arrived_at, hours
    attendance.full_clean()
    attendance.save()
    audit.record(actor, "training.attendance.sign", attendance, hours=str(hours))
    return attendance
