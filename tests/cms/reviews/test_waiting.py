from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.reviews.enums import RectificationState, RoundState
from cms.reviews.models import Participant, Rectification, Round
from cms.reviews.queries.waiting import waiting_in_reviews
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.duties.factories import logger_of
from tests.cms.reviews.factories import AppealFactory, ParticipantFactory, RectificationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def part():
    return ParticipantFactory(round__state=RoundState.SELF)


def verbs(part, on) -> list[str]:
    return [each.verb for each in waiting_in_reviews([part.agency], on)]


def test_self_assessment_waits_to_its_last_day_until_it_is_handed_in(part):
    last = part.round.self_until
    assert [verbs(part, last), verbs(part, last + timedelta(days=1))] == [["自评"], []]
    Participant.objects.update(self_submitted_at=timezone.now())
    assert verbs(part, last) == []


def test_result_may_be_appealed_to_the_last_day_and_waits_until_it_is(part):
    Round.objects.update(state=RoundState.PROVISIONAL, told_on=timezone.localdate())
    last = Round.objects.get().appeal_until
    assert [verbs(part, last), verbs(part, last + timedelta(days=1))] == [["查看"], []]
    AppealFactory(participant=part)
    assert verbs(part, last) == []


def test_task_waits_until_it_is_reported_and_is_late_after_its_day(part):
    Round.objects.update(state=RoundState.FROZEN)
    task = RectificationFactory(participant=part)
    days = (task.due_on, task.due_on + timedelta(days=1))
    told = [[each.is_late for each in waiting_in_reviews([part.agency], day)] for day in days]
    assert told == [[False], [True]]
    Rectification.objects.update(state=RectificationState.REPORTED)
    assert verbs(part, task.due_on) == []


def test_desk_of_the_agency_shows_it_and_no_others(client, part):
    address = reverse("portal:review", args=[part.pk])
    shown = []
    for agency in (part.agency, AgencyFactory()):
        client.force_login(logger_of(agency))
        shown.append(address in client.get(reverse("portal:home")).content.decode())
    assert shown == [True, False]
