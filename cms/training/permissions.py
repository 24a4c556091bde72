from typing import TYPE_CHECKING

from cms.accounts.enums import Role
from cms.accounts.permissions import has_role, is_office, is_signed_in
from cms.agencies.permissions import can_act_for
from cms.people.permissions import can_see_person, coordinates, is_own_person
from cms.places.permissions import can_coordinate

if TYPE_CHECKING:
    from cms.training.models import Attendance, SignUp, TrainingSession


def can_manage_training(user) -> bool:
    """The office trains and keeps the lists of who came."""
    return is_office(user)


def can_correct_attendance(user, attendance: "Attendance") -> bool:
    """Nobody says of themselves that they were there."""
    return can_manage_training(user) and not is_own_person(user, attendance.person)


def signs_people_up(user) -> bool:
    """Whoever looks after people, the office after all; and who is known as a person of the roster."""
    return coordinates(user) or (is_signed_in(user) and hasattr(user, "membership"))


def meets_trainings(user) -> bool:
    """Who finds trainings on the desk: who signs people up, and who may be host."""
    return signs_people_up(user) or has_role(user, Role.AGENCY_LOGGER)


def can_sign_up(user, sign_up: "SignUp") -> bool:
    """The office signs up everybody, a coordinator the people of the own place, each also themselves."""
    return can_see_person(user, sign_up.person) or is_own_person(user, sign_up.person)


def takes_walk_ins(user) -> bool:
    """Whoever looks after people; a host who looks after nobody sends them on."""
    return coordinates(user)


def takes_walk_in(user, sign_up: "SignUp") -> bool:
    """At the own door, one of the own people, and never oneself."""
    return (
        keeps_the_door(user, sign_up.session)
        and can_see_person(user, sign_up.person)
        and not is_own_person(user, sign_up.person)
    )


def keeps_the_door(user, session: "TrainingSession") -> bool:
    """Who checks people in: the office, who coordinates the place of the venue, who acts for the host."""
    if is_office(user):
        return True
    if session.host is not None and can_act_for(user, session.host):
        return True
    place = session.venue.place if session.venue else None
    return place is not None and can_coordinate(user, place)
