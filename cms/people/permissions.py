from typing import TYPE_CHECKING

from cms.accounts.enums import Role
from cms.accounts.permissions import has_role, is_administrator, is_office
from cms.core.audit import has_written
from cms.places.permissions import can_coordinate

if TYPE_CHECKING:
    from cms.people.models import Appointment, Consent, Person, ServiceRecord


def can_manage_people(user) -> bool:
    """The office keeps the rosters; it alone moves, certifies and removes. A 街镇 may propose."""
    return is_office(user)


def coordinates(user) -> bool:
    """Whoever looks after some place, the office after all of them."""
    return is_office(user) or has_role(user, Role.COMMUNITY_COORDINATOR)


def can_see_person(user, person: "Person") -> bool:
    """The office sees all; a coordinator those with an appointment in the own 居村 or 街镇."""
    if is_office(user):
        return True
    appointments = person.appointments.select_related("community__parent")
    return any(can_coordinate(user, appointment.community) for appointment in appointments)


def can_nominate(user, appointment: "Appointment") -> bool:
    """Whoever coordinates the place nominates for it."""
    return can_coordinate(user, appointment.community)


def can_keep_consent(user, consent: "Consent") -> bool:
    return can_see_person(user, consent.person)


def can_record_service(user, record: "ServiceRecord") -> bool:
    """Whoever coordinates the place notes down what its people did."""
    return can_coordinate(user, record.appointment.community)


def is_not_the_recorder(user, record: "ServiceRecord") -> bool:
    """Nobody verifies hours they noted down."""
    return not has_written(user, record)


def can_reveal_numbers(user) -> bool:
    """Full identity and telephone numbers: the office's administrators, with a reason, logged."""
    return is_administrator(user)
