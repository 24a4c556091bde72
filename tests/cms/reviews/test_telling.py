"""What the agencies were told stands until the office tells them anew."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from cms.accounts.enums import Role
from cms.core.errors import NotAllowed, RuleBroken
from cms.duties.models import CoHostAnswer
from cms.inbox.models import Message
from cms.reviews.enums import RoundState
from cms.reviews.models import Participant, Round
from cms.reviews.queries.documents import document_of
from cms.reviews.queries.evidence import activities_of
from cms.reviews.queries.outcomes import outcome_of
from cms.reviews.services import rounds, scoring, telling
from tests.cms.accounts.factories import UserFactory
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.duties.factories import ActivityFactory, logger_of
from tests.cms.reviews.factories import ParticipantFactory, RoundFactory, indicator

pytestmark = pytest.mark.django_db

# A3 asks for lectures; the factory's scheme is of this year.
DAY = timezone.make_aware(timezone.datetime(2026, 5, 4, 9))


@pytest.fixture
def office():
    return UserFactory(name="普法办甲", roles=[Role.OFFICE])


@pytest.fixture
def held(office):
    """Two agencies, scored; the first held one lecture."""
    round = RoundFactory(state=RoundState.SCORING)
    for _ in range(2):
        part = ParticipantFactory(round=round)
        scoring.score({(part, indicator(round, "A1")): {"office_score": Decimal(9)}}, actor=office)
    lecture(round.participants.first().agency)
    return round


def lecture(host, **fields):
    return ActivityFactory(host=host, state="approved", form="lecture", starts_at=DAY, **fields)


def counts(round) -> list[int]:
    agencies = document_of(round, timezone.localdate())["agencies"]
    return [agency["indicators"]["A3"]["count"] for agency in agencies]


def test_record_that_changes_after_the_telling_changes_no_result(held, office):
    first, _second = held.participants.all()
    told = telling.tell_results(held, actor=office)
    before = outcome_of(told, timezone.localdate()).as_json()
    lecture(first.agency)
    assert outcome_of(told, timezone.localdate()).as_json() == before
    Round.objects.filter(pk=told.pk).update(told_on=timezone.localdate() - timedelta(days=60))
    frozen = rounds.freeze_round(Round.objects.get(pk=told.pk), actor=office)
    assert outcome_of(frozen, timezone.localdate()).as_json() == before


def test_recount_takes_what_the_record_holds_and_gives_the_time_for_an_appeal_again(held, office):
    first, second = held.participants.all()
    accounts = [logger_of(part.agency) for part in (first, second)]
    told = telling.tell_results(held, actor=office)
    Round.objects.filter(pk=told.pk).update(told_on=timezone.localdate() - timedelta(days=60))
    Message.objects.all().delete()
    lecture(first.agency)
    again = telling.recount_round(Round.objects.get(pk=told.pk), reason="补录一场", actor=office)
    assert (counts(again), again.told_on) == ([2, 0], timezone.localdate())
    [message] = Message.objects.all()
    assert (message.user, "补录一场" in message.text) == (accounts[0], True)
    with pytest.raises(RuleBroken, match="申诉期到"):
        rounds.freeze_round(again, actor=office)


def test_recount_of_an_unchanged_record_is_refused_and_changes_no_day(held, office):
    told = telling.tell_results(held, actor=office)
    with pytest.raises(RuleBroken, match="没有变化"):
        telling.recount_round(told, reason="再数", actor=office)


@pytest.mark.parametrize("state", [each for each in RoundState if each != RoundState.PROVISIONAL])
def test_recount_is_only_between_telling_and_freezing(state, held, office):
    Round.objects.filter(pk=held.pk).update(state=state)
    with pytest.raises(RuleBroken, match="才能重新计数"):
        telling.recount_round(Round.objects.get(pk=held.pk), reason="再数", actor=office)


def test_recount_is_of_the_office_alone_and_says_why(held, office):
    told = telling.tell_results(held, actor=office)
    with pytest.raises(NotAllowed):
        telling.recount_round(told, reason="再数", actor=logger_of(held.participants.first().agency))
    with pytest.raises(RuleBroken, match="为什么重新计数"):
        telling.recount_round(told, reason=" ", actor=office)


def test_every_agency_hears_of_its_result_once(held, office):
    accounts = {logger_of(part.agency) for part in held.participants.all()}
    telling.tell_results(held, actor=office)
    assert {message.user for message in Message.objects.all()} == accounts
    assert Message.objects.count() == 2


def test_lecture_counts_for_each_confirmed_co_host_and_for_no_other(held, office):
    first, second = held.participants.all()
    outsider = AgencyFactory()
    shared = lecture(first.agency)
    shared.co_hosts.set([second.agency, outsider])
    assert counts(held) == [2, 0]
    answer = CoHostAnswer.objects.create(activity=shared, agency=second.agency, is_confirmed=False)
    assert counts(held) == [2, 0]
    CoHostAnswer.objects.filter(pk=answer.pk).update(is_confirmed=True)
    assert counts(held) == [2, 1]
    a3 = indicator(held, "A3")
    assert [list(activities_of(a3, part.agency)) for part in (first, second)][1] == [shared]
    # What the host takes back is taken back.
    shared.co_hosts.remove(second.agency)
    assert counts(held) == [2, 0]


def test_confirmed_part_fills_the_quarter_in_which_the_activity_began(held, office):
    first, second = held.participants.all()
    shared = lecture(first.agency)
    shared.co_hosts.add(second.agency)
    year_over = timezone.datetime(2027, 1, 1).date()

    def short() -> list[int]:
        agencies = document_of(held, year_over)["agencies"]
        return [agency["indicators"]["A2"]["count"] for agency in agencies]

    before = short()
    CoHostAnswer.objects.create(activity=shared, agency=second.agency, is_confirmed=True)
    assert short() == [before[0], before[1] - 1]


def test_participant_not_told_yet_has_no_counts(held):
    assert {part.counted for part in Participant.objects.all()} == {None}
