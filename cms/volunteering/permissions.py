from typing import TYPE_CHECKING

from cms.accounts.permissions import is_office, is_signed_in
from cms.events.permissions import can_receive, receives_at
from cms.people.permissions import coordinates, is_own_person
from cms.places.permissions import can_coordinate

if TYPE_CHECKING:
    from cms.people.models import ServiceRecord
    from cms.volunteering.models import Answer, Call, MemberRequest, Profile, ServiceProof


def can_manage_volunteers(user) -> bool:
    """The office registers volunteers and keeps the tables around them."""
    return is_office(user)


def can_set_profile(user, profile: "Profile") -> bool:
    """Volunteers say themselves what they offer; the office writes it down for them."""
    return is_office(user) or is_own_person(user, profile.appointment.person)


def is_volunteer(user) -> bool:
    """Whether the account is known to be that of a volunteer in the roster."""
    membership = getattr(user, "membership", None) if is_signed_in(user) else None
    return membership is not None and membership.person.appointments.volunteers().active().exists()


def calls_volunteers(user) -> bool:
    """Whoever looks after a place, or holds events, may call for volunteers somewhere."""
    return coordinates(user) or can_receive(user)


def runs_call(user, call: "Call") -> bool:
    """The office, whoever looks after the place, and who holds the event."""
    return can_coordinate(user, call.place) or receives_at(user, call.event)


def answers_for_self(user, answer: "Answer") -> bool:
    """Nobody answers for somebody else, but for who has no account: then whoever runs the call and looks
    after the volunteer's own place writes down what they said."""
    person = answer.appointment.person
    if getattr(person, "membership", None) is not None:
        return is_signed_in(user) and is_own_person(user, person)
    return runs_call(user, answer.call) and can_coordinate(user, answer.appointment.community)


def checks_in(user, answer: "Answer") -> bool:
    """Whoever stands at the door, except for their own coming and going."""
    return runs_call(user, answer.call) and not is_own_person(user, answer.appointment.person)


def notes_service_of_call(user, record: "ServiceRecord") -> bool:
    """That the call is theirs was asked before; never for themselves."""
    return calls_volunteers(user) and not is_own_person(user, record.appointment.person)


def asks_for_proof(user, proof: "ServiceProof") -> bool:
    """Volunteers ask for their own; the office writes down who asked on paper."""
    return is_office(user) or is_own_person(user, proof.appointment.person)


def is_not_the_volunteer(user, proof: "ServiceProof") -> bool:
    """Nobody certifies their own hours."""
    return not is_own_person(user, proof.appointment.person)


def is_own_request(user, request: "MemberRequest") -> bool:
    return is_own_person(user, request.person)
