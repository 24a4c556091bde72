"""Reads of volunteering."""

from cms.core.protected import fingerprint
from cms.core.seats import typed_code
from cms.people.models import Appointment, Person
from cms.people.queries import CODE_PURPOSE
from cms.volunteering.models import Application


def application_by(code: str) -> Application | None:
    """What a follow-up number stands for, however it was typed."""
    if not (wanted := fingerprint(typed_code(code), CODE_PURPOSE)):
        return None
    return Application.objects.select_related("community__parent").filter(code_fingerprint=wanted).first()


def volunteer_of(person: Person | None) -> Appointment | None:
    """The registration by which somebody serves as a volunteer now."""
    if person is None:
        return None
    standing = Appointment.objects.volunteers().active().filter(person=person)
    return standing.select_related("person", "community__parent", "profile__team").first()


def served_as(person: Person) -> Appointment | None:
    """The appointment under which a proof of service is given: that of a volunteer, also of one who left."""
    volunteer = Appointment.objects.volunteers().filter(person=person).order_by("-pk").first()
    others = Appointment.objects.filter(person=person, service_records__isnull=False).order_by("-pk")
    return volunteer_of(person) or volunteer or others.first()
