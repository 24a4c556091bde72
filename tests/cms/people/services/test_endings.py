"""Rest and end of an appointment: whose turn it is in which state, and nobody unheard."""

import pytest
from django.db import IntegrityError, transaction

from cms.accounts.enums import Role
from cms.core.errors import NotAllowed, RuleBroken
from cms.people.enums import EndingState
from cms.people.models import Appointment, EndingProposal
from cms.people.services import endings, move_appointment
from tests.cms.accounts.factories import UserFactory
from tests.cms.people.factories import AppointmentFactory, VolunteerFactory
from tests.cms.people.services.test_nominations import account

pytestmark = pytest.mark.django_db
# By hand: "S" the 司法所 of the 街镇, "O" the office and the administrators. Whoever is not named is refused.
TABLE = {
    "proposed": {"hear": "S"},
    "heard": {"approve": "O", "reject": "O"},
    "approved": {},
    "rejected": {},
}
WHO = ("C", "S", "O", "administrator", "C elsewhere", "S elsewhere", "district", "editor", "member")
WORDS = {"hear": "statement", "approve": "reason", "reject": "reason"}


def standing(state, **changes) -> EndingProposal:
    heard = {} if state == "proposed" else {"statement": "同意", "heard_on": "2026-01-01"}
    return AppointmentFactory().ending_proposals.create(
        **{"verb": "remove", "grounds": "搬离本区", "state": state} | heard | changes
    )


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("state", EndingState)
def test_each_tier_takes_in_each_state_the_steps_of_the_table(state, who):
    proposal = standing(state)
    actor = account(who, proposal.appointment)
    found = set()
    for verb, word in WORDS.items():
        with transaction.atomic():
            try:
                getattr(endings, verb)(proposal, actor=actor, **{word: "情况属实"})
                found.add(verb)
            except (NotAllowed, RuleBroken):
                pass
            transaction.set_rollback(True)
    tier = "O" if who == "administrator" else who
    assert found == {verb for verb, tiers in TABLE[state].items() if tier in tiers}


def test_table_knows_every_state():
    assert TABLE.keys() == set(EndingState)


@pytest.mark.parametrize("who", WHO)
def test_only_the_station_of_the_place_proposes(who):
    appointment = AppointmentFactory()
    actor = account(who, appointment)
    if who == "S":
        assert endings.propose(appointment, verb="pause", grounds="长期外出", actor=actor).state == "proposed"
        return
    with pytest.raises(NotAllowed):
        endings.propose(appointment, verb="pause", grounds="长期外出", actor=actor)


@pytest.mark.parametrize(("verb", "after"), [("pause", "paused"), ("leave", "left"), ("remove", "removed")])
def test_decided_as_proposed_the_appointment_moves(verb, after):
    proposal = standing("heard", verb=verb)
    endings.approve(proposal, reason="情况属实", actor=account("O", proposal.appointment))
    assert Appointment.objects.get().state == after


def test_decided_otherwise_it_stands():
    proposal = standing("heard")
    endings.reject(proposal, reason="理由不足", actor=account("O", proposal.appointment))
    assert Appointment.objects.get().state == "active"


@pytest.mark.parametrize("verb", ["pause", "leave", "remove"])
def test_nobody_in_the_roster_is_moved_out_past_it(verb):
    office = UserFactory(roles=[Role.OFFICE])
    with pytest.raises(RuleBroken, match="由街镇提出"):
        move_appointment(AppointmentFactory(), verb, actor=office, reason="违规")
    move_appointment(VolunteerFactory(), verb, actor=office, reason="本人申请")


def test_volunteers_wrong_states_and_second_proposals_are_refused():
    appointment = AppointmentFactory(state="left")
    actor = account("S", appointment)
    with pytest.raises(RuleBroken, match="现在的状态"):
        endings.propose(appointment, verb="remove", grounds="搬离", actor=actor)
    volunteer = VolunteerFactory(community=appointment.community)
    with pytest.raises(RuleBroken, match="志愿者"):
        endings.propose(volunteer, verb="leave", grounds="搬离", actor=actor)
    active = AppointmentFactory(community=appointment.community)
    endings.propose(active, verb="leave", grounds="搬离", actor=actor)
    with pytest.raises(RuleBroken, match="已有建议"):
        endings.propose(active, verb="remove", grounds="搬离", actor=actor)


@pytest.mark.parametrize("words", [" ", "打 19900001234"])
def test_words_are_there_and_without_numbers(words):
    proposal = standing("proposed")
    with pytest.raises(RuleBroken):
        endings.hear(proposal, statement=words, actor=account("S", proposal.appointment))
    with pytest.raises(RuleBroken):
        endings.propose(
            AppointmentFactory(community=proposal.appointment.community),
            verb="leave",
            grounds=words,
            actor=account("S", proposal.appointment),
        )


def test_database_keeps_nobody_decided_on_unheard():
    with pytest.raises(IntegrityError):
        EndingProposal.objects.filter(pk=standing("proposed").pk).update(state="approved")
