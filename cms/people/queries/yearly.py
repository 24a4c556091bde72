"""What each law-literate person and leader did in a year, against the rule of the office."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from cms.people.enums import AppointmentRole, AppointmentState
from cms.people.models import Appointment, RosterSetting, ServiceRecord, YearlyExcuse
from cms.people.models.persons import Person


@dataclass(frozen=True)
class Yearly:
    """The trainings and verified hours of a person in the year; either of what the rule asks will do."""

    appointment: Appointment
    sessions: int
    hours: Decimal
    least_sessions: int
    least_hours: int
    excuse: YearlyExcuse | None

    @property
    def falls_short(self) -> bool:
        asked = [
            done >= least
            for done, least in ((self.sessions, self.least_sessions), (self.hours, self.least_hours))
            if least
        ]
        return bool(asked) and not any(asked)


def falling_short(appointments: QuerySet[Appointment], year: int) -> list[Yearly]:
    """Who was in the roster that year and did not do what it asks, those without a reason first."""
    setting = RosterSetting.load()
    if not (setting.yearly_sessions or setting.yearly_hours):
        return []
    # Attendances belong to the training above; their relation is known by name alone.
    came = Q(attendances__signed=True, attendances__session__starts_on__year=year)
    sessions = Person.objects.filter(pk=OuterRef("person")).annotate(n=Count("attendances", filter=came))
    served = (
        ServiceRecord.objects.verified()
        .filter(appointment__person=OuterRef("person"), date__year=year)
        .order_by()
        .values("appointment__person")
        .annotate(n=Sum("half_hours"))
    )
    rows = (
        appointments.filter(state=AppointmentState.ACTIVE, created_at__year__lte=year)
        .exclude(role=AppointmentRole.VOLUNTEER)
        .annotate(
            came=Coalesce(Subquery(sessions.values("n")), 0),
            served=Coalesce(Subquery(served.values("n")), 0),
        )
    )
    excuses = {each.appointment_id: each for each in YearlyExcuse.objects.filter(year=year)}
    found = [
        Yearly(
            each,
            each.came,
            Decimal(each.served) / 2,
            setting.yearly_sessions,
            setting.yearly_hours,
            excuses.get(each.pk),
        )
        for each in rows
    ]
    return sorted((each for each in found if each.falls_short), key=lambda each: each.excuse is not None)
