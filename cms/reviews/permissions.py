"""Who may do what in the yearly assessment."""

from datetime import date
from typing import TYPE_CHECKING

from cms.accounts.permissions import is_office, works_in_admin
from cms.agencies.permissions import can_act_for

if TYPE_CHECKING:
    from cms.reviews.models import Appeal, Assessor, Participant, Rectification, Round


def can_run_reviews(user) -> bool:
    """普法办 draws up the scheme, scores, answers and freezes."""
    return is_office(user)


def can_see_reviews_in_admin(user) -> bool:
    return works_in_admin(user)


def acts_for_participant(user, participant: "Participant") -> bool:
    return can_act_for(user, participant.agency)


def is_not_own_agency(user, participant: "Participant") -> bool:
    """Nobody of the office scores an agency for which they act."""
    return can_run_reviews(user) and not user.memberships.filter(agency=participant.agency_id).exists()


def can_see_result(user, participant: "Participant") -> bool:
    """The office always; an agency its own, once it has been told."""
    if can_run_reviews(user):
        return True
    return participant.round.told_on is not None and acts_for_participant(user, participant)


def can_answer(user, appeal: "Appeal") -> bool:
    return is_not_own_agency(user, appeal.participant)


def can_report(user, task: "Rectification") -> bool:
    return acts_for_participant(user, task.participant)


def is_of_another_agency(assessor: "Assessor", participant: "Participant") -> bool:
    """An assessor never scores the own agency (回避)."""
    return assessor.round_id == participant.round_id and assessor.agency_id != participant.agency_id


def can_appeal_on(round: "Round", day: date) -> bool:
    """To the end of the last day."""
    return round.appeal_until is not None and day <= round.appeal_until
