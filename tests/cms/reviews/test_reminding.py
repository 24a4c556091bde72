"""Last days are reminded of within a week and on the day, once a week, and nobody else is told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.core.workdays import add_workdays
from cms.inbox.models import Message
from cms.reviews.enums import RoundState
from cms.reviews.models import Participant, Round
from cms.reviews.services.reminding import remind_of_deadlines
from tests.cms.duties.factories import logger_of
from tests.cms.reviews.factories import ParticipantFactory, RectificationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.mark.parametrize(("days", "told"), [(-1, 0), (0, 1), (7, 1), (8, 0)])
def test_self_assessment_is_reminded_of_in_its_last_week(days, told, today):
    part = ParticipantFactory(round__state=RoundState.SELF)
    account = logger_of(part.agency)
    until = today + timedelta(days=days)
    Round.objects.update(self_until=until, scoring_until=until)
    assert remind_of_deadlines(today) == told
    assert [message.user for message in Message.objects.all()] == [account] * told
    # The same day and the days after say nothing new.
    assert remind_of_deadlines(today) == 0


def test_agency_that_has_submitted_is_left_alone(today):
    part = ParticipantFactory(round__state=RoundState.SELF, self_submitted_at=timezone.now())
    logger_of(part.agency)
    Round.objects.update(self_until=today)
    assert remind_of_deadlines(today) == 0


def test_appeal_is_reminded_of_until_its_last_day(today):
    part = ParticipantFactory(round__state=RoundState.PROVISIONAL, round__told_on=today)
    logger_of(part.agency)
    last = add_workdays(today, Participant.objects.get().round.appeal_workdays)
    assert remind_of_deadlines(last + timedelta(days=1)) == 0
    assert remind_of_deadlines(last) == 1
    assert "申诉" in Message.objects.get().text


@pytest.mark.parametrize(("days", "kind"), [(8, None), (7, "deadline"), (0, "deadline"), (-1, "overdue")])
def test_rectification_is_reminded_of_before_and_after_its_day(days, kind, today):
    task = RectificationFactory(due_on=today + timedelta(days=days))
    logger_of(task.participant.agency)
    remind_of_deadlines(today)
    assert [message.kind for message in Message.objects.all()] == ([kind] if kind else [])
