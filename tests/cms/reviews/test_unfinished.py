from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.accounts.enums import Role
from cms.reviews.enums import RoundState
from cms.reviews.models import Participant, Round
from cms.reviews.queries.unfinished import cut_off_of_scoring, cut_off_of_self
from tests.cms.accounts.factories import UserFactory
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.reviews.factories import AssessorFactory, ParticipantFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def held():
    agency = AgencyFactory(short_name="区教育局")
    return ParticipantFactory(round__state=RoundState.SELF, agency=agency).round


def test_self_assessment_that_ends_early_is_told_with_who_has_handed_in_nothing(held):
    early, silent = cut_off_of_self(held)
    assert early.endswith("现在结束就是提前结束")
    assert silent == "还有 1 个单位没有提交自评：区教育局"
    Participant.objects.update(self_submitted_at=timezone.now())
    assert cut_off_of_self(held, held.self_until + timedelta(days=1)) == []


@pytest.mark.parametrize(("days", "early"), [(0, 2), (1, 0)])
def test_last_day_belongs_to_panel_and_public(days, early, held):
    assert len(cut_off_of_scoring(held, held.scoring_until + timedelta(days=days))) == early


def test_assessor_without_a_score_is_named(held):
    AssessorFactory(round=held, name="林律师")
    after = held.scoring_until + timedelta(days=1)
    assert cut_off_of_scoring(held, after) == ["还有评委没有打分：林律师"]


def test_office_reads_what_would_be_cut_off_before_it_ends_a_stage(client, held):
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    ask = {"pk": held.pk}
    page = client.get(reverse("review_rounds:step", args=["close_self"]), ask).content.decode()
    assert "还有 1 个单位没有提交自评" in page
    Round.objects.update(state=RoundState.SCORING)
    page = client.get(reverse("review_rounds:step", args=["tell"]), ask).content.decode()
    assert "社会评价的投票随即关闭" in page
