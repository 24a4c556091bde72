"""What the platform has on record of a 居村: nobody writes down twice what is known."""

from datetime import date

from django.db.models import Count, Q

from cms.advisers.queries import advice_in
from cms.duties.models import ActivityRecord
from cms.honours.enums import WRITTEN, Source
from cms.honours.models import Application
from cms.people.enums import AppointmentRole
from cms.people.models import Appointment
from cms.places.models import Place
from cms.places.queries.finding import open_points, open_venues
from cms.training.models import Attendance


def recorded_in(community: Place, first: date, last: date) -> dict[str, int]:
    """How much there is of each kind: people and places as they stand, what was done in these days."""
    here = Q(venue__place=community) | Q(venue=None, host__place=community)
    appointed = Appointment.objects.active().filter(community=community)
    roles = dict(appointed.order_by().values_list("role").annotate(Count("pk")))
    trained = appointed.filter(role__in=(AppointmentRole.LITERATE, AppointmentRole.LEADER))
    came = Attendance.objects.attended().filter(
        person__in=trained.order_by().values("person"), session__starts_on__range=(first, last)
    )
    held = ActivityRecord.objects.counted().filter(here, starts_at__date__range=(first, last))
    advice = advice_in(community, first, last)
    return {
        str(Source.LITERATE): roles.get(AppointmentRole.LITERATE, 0),
        str(Source.LEADERS): roles.get(AppointmentRole.LEADER, 0),
        str(Source.TRAININGS): came.count(),
        str(Source.ACTIVITIES): held.count(),
        str(Source.ADVISER): int(advice is not None),
        str(Source.ADVICE): advice.entries if advice else 0,
        str(Source.VENUES): open_venues().filter(place=community).count(),
        str(Source.POINTS): open_points().filter(place=community).count(),
    }


def record_of(application: Application, on: date) -> dict[str, int]:
    """As it stood when the application was handed in; of one that is being written, as it stands now."""
    if application.state in WRITTEN:
        return recorded_in(application.community, application.cycle.records_from, on)
    return application.recorded
