from typing import TYPE_CHECKING

from cms.accounts.enums import Role
from cms.accounts.permissions import has_role, is_administrator, is_office, is_signed_in
from cms.core.audit import did, has_written
from cms.places.permissions import can_coordinate, is_coordinator_of

if TYPE_CHECKING:
    from cms.people.models import (
        Appointment,
        Consent,
        EndingProposal,
        Nomination,
        Person,
        SelfNomination,
        ServiceRecord,
        YearlyExcuse,
    )


# Ways to note hours that have a name of their own.
NOTING = ("correct", "check_out", "attend", "follow")


def can_manage_people(user) -> bool:
    """The office keeps the rosters; it alone moves, certifies and removes. A 街镇 may propose."""
    return is_office(user)


def coordinates(user) -> bool:
    """Whoever looks after some place, the office after all of them."""
    return is_office(user) or has_role(user, Role.COMMUNITY_COORDINATOR)


def can_see_person(user, person: "Person") -> bool:
    """The office sees all; a coordinator those appointed or put forward in the own 居村 or 街镇."""
    if is_office(user):
        return True
    rows = (person.appointments, person.nominations)
    held = (row.community for each in rows for row in each.select_related("community__parent"))
    return any(can_coordinate(user, community) for community in held)


def is_known_person(user) -> bool:
    """Whether the office has said who of the roster the account is."""
    return is_signed_in(user) and getattr(user, "membership", None) is not None


def is_own_person(user, person: "Person") -> bool:
    """Whether the account is this person's own."""
    membership = getattr(person, "membership", None)
    return is_signed_in(user) and membership is not None and membership.user_id == user.pk


def can_nominate(user, appointment: "Appointment") -> bool:
    """Whoever coordinates the place nominates for it."""
    return can_coordinate(user, appointment.community)


def can_keep_consent(user, consent: "Consent") -> bool:
    return can_see_person(user, consent.person)


def can_excuse(user, noted: "YearlyExcuse") -> bool:
    """Whoever coordinates the place knows why somebody could not come."""
    return can_coordinate(user, noted.appointment.community)


def can_record_service(user, record: "ServiceRecord") -> bool:
    """Whoever coordinates the place notes down what its people did, never what they did themselves."""
    return can_coordinate(user, record.appointment.community) and not is_own_person(
        user, record.appointment.person
    )


def is_not_the_recorder(user, record: "ServiceRecord") -> bool:
    """Nobody verifies hours they noted down, corrected or gave themselves."""
    wrote = did(user, *(f"people.servicerecord.{verb}" for verb in NOTING), to=record)
    return not (wrote or has_written(user, record) or is_own_person(user, record.appointment.person))


def can_reveal_numbers(user) -> bool:
    """Full identity and telephone numbers: the office's administrators, with a reason, logged."""
    return is_administrator(user)


def can_put_forward(user, nomination: "Nomination") -> bool:
    """Whoever coordinates the place puts people forward for it."""
    return can_coordinate(user, nomination.community)


def checks_for_community(user, nomination: "Nomination | SelfNomination") -> bool:
    """The 居村 itself knows its people: neither 司法所 nor office checks in its stead."""
    return is_coordinator_of(user, nomination.community)


def speaks_for_justice_station(user, nomination: "Nomination") -> bool:
    """The 司法所: whoever coordinates the 街镇 of the 居村."""
    return is_coordinator_of(user, nomination.community.parent)


def proposes_endings(user, proposal: "EndingProposal") -> bool:
    """The 司法所 of the 街镇: neither the 居村 nor who decides."""
    return is_coordinator_of(user, proposal.appointment.community.parent)


def can_record_training(user, nomination: "Nomination") -> bool:
    """Training and exam are held by the 司法所 or by the office."""
    return is_office(user) or speaks_for_justice_station(user, nomination)


def decides_for_district(user, nomination: "Nomination") -> bool:
    return is_office(user)
