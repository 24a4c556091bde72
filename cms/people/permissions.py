from typing import TYPE_CHECKING

from cms.accounts.permissions import is_administrator, is_office
from cms.places.permissions import can_coordinate

if TYPE_CHECKING:
    from cms.people.models import Appointment, Person


def can_manage_people(user) -> bool:
    """The office keeps the rosters."""
    return is_office(user)


def can_see_person(user, person: "Person") -> bool:
    """The office sees all; a coordinator those with an appointment in the own 居村 or 街镇."""
    if is_office(user):
        return True
    appointments = person.appointments.select_related("community__parent")
    return any(can_coordinate(user, appointment.community) for appointment in appointments)


def can_nominate(user, community) -> bool:
    return can_coordinate(user, community)


def can_remove(user, appointment: "Appointment") -> bool:
    """Only the district decides on removal; a 街镇 may propose."""
    return is_office(user)


def can_record_service(user, appointment: "Appointment") -> bool:
    """Whoever coordinates the place notes down what its people did."""
    return can_coordinate(user, appointment.community)


def can_verify_service(user) -> bool:
    """Only the office makes hours count."""
    return is_office(user)


def can_reveal_numbers(user) -> bool:
    """Full identity and telephone numbers: the office's administrators, with a reason, logged."""
    return is_administrator(user)
