"""A co-host confirms or declines its part; the activity then counts for its own duties too, once each."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from cms.accounts.enums import Role
from cms.core.errors import NotAllowed, RuleBroken
from cms.duties.enums import ActivityState
from cms.duties.models import CoHostAnswer
from cms.duties.permissions import is_not_own
from cms.duties.queries import district_figures, progress_of
from cms.duties.queries.co_hosting import co_hosted_by, co_hostings, standing_co_hosts, waiting_for_co_host
from cms.duties.services import answer_as_co_host
from tests.cms.accounts.factories import UserFactory
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.duties.factories import (
    ActivityFactory,
    DutyItemFactory,
    DutyListFactory,
    logger_of,
    published,
)

pytestmark = pytest.mark.django_db
S = ActivityState
DAY = date(2026, 12, 4)


@pytest.fixture
def agency():
    return AgencyFactory()


@pytest.fixture
def logger(agency):
    return logger_of(agency)


@pytest.fixture
def items(agency):
    """One of the agency, one of all, one of another."""
    of_2026 = DutyListFactory(year=2026)
    owing = ((agency, "individual"), (None, "common"), (AgencyFactory(), "individual"))
    found = [DutyItemFactory(list=of_2026, agency=unit, kind=kind) for unit, kind in owing]
    published(of_2026)
    return found


def with_co_host(agency, **values):
    held = datetime(2026, 12, 4, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
    activity = ActivityFactory(**{"state": S.APPROVED, "starts_at": held, **values})
    activity.co_hosts.add(agency)
    return activity


def counted(agency):
    return {row.item.key: row.counted for row in progress_of(agency, DAY)}


def test_activity_counts_for_the_items_a_confirmed_co_host_names_and_once_in_the_district(
    agency, logger, items
):
    own, common, _others = items
    activity = with_co_host(agency, items=[common])
    assert counted(agency) == {own.key: 0, common.key: 0}
    answer_as_co_host(activity, agency, actor=logger, is_confirmed=True, items=[own])
    assert counted(agency) == {own.key: 1, common.key: 0}
    assert counted(activity.host)[common.key] == 1
    assert district_figures(2026).activities == 1


def test_host_and_co_host_of_one_common_item_are_counted_once_each(agency, logger, items):
    _own, common, _others = items
    activity = with_co_host(agency, items=[common])
    answer_as_co_host(activity, agency, actor=logger, is_confirmed=True, items=[common])
    assert [counted(each)[common.key] for each in (activity.host, agency)] == [1, 1]


@pytest.mark.parametrize(
    "change",
    [
        lambda activity, answer: answer.update(is_confirmed=False),
        lambda activity, answer: activity.co_hosts.clear(),
        lambda activity, answer: type(activity).objects.update(state=S.SUBMITTED),
        lambda activity, answer: type(activity).objects.update(starts_at="2025-12-04T09:00+08:00"),
    ],
    ids=["declined", "no longer named", "not approved", "of another year"],
)
def test_a_part_counts_no_more_when(change, agency, logger, items):
    activity = with_co_host(agency)
    answer_as_co_host(activity, agency, actor=logger, is_confirmed=True, items=items[:1])
    assert counted(agency)[items[0].key] == 1
    change(activity, CoHostAnswer.objects.all())
    assert counted(agency)[items[0].key] == 0


def test_declining_names_no_items_and_may_be_taken_back(agency, logger, items):
    activity = with_co_host(agency)
    said = answer_as_co_host(
        activity, agency, actor=logger, is_confirmed=False, items=items[:1], reason=" 当天没有参加 "
    )
    assert (said.reason, said.items.count()) == ("当天没有参加", 0)
    assert ([part.told for part in co_hostings(activity)], standing_co_hosts(activity)) == (
        ["答复不是协办"],
        [],
    )
    again = answer_as_co_host(activity, agency, actor=logger, is_confirmed=True, items=items[:1])
    assert (again.pk, list(again.items.all())) == (said.pk, items[:1])
    assert standing_co_hosts(activity) == [agency]


def test_only_own_published_items_are_named(agency, logger, items):
    activity = with_co_host(agency)
    with pytest.raises(RuleBroken):
        answer_as_co_host(activity, agency, actor=logger, is_confirmed=True, items=items[2:])
    assert not CoHostAnswer.objects.exists()


def test_only_a_named_co_host_answers_and_only_of_what_was_handed_in(agency, logger):
    stranger = AgencyFactory()
    activity, draft = with_co_host(agency), with_co_host(agency, state=S.DRAFT)
    for of, actor, unit in (
        (activity, logger_of(stranger), stranger),
        (activity, logger_of(stranger), agency),
        (activity, UserFactory(roles=[Role.OFFICE]), agency),
        (draft, logger, agency),
    ):
        with pytest.raises(NotAllowed):
            answer_as_co_host(of, unit, actor=actor, is_confirmed=True)
    assert not CoHostAnswer.objects.exists()


def test_what_waits_for_a_co_host_goes_when_it_is_answered(agency, logger):
    activity = with_co_host(agency, state=S.SUBMITTED)
    with_co_host(agency, state=S.DRAFT)
    ActivityFactory(host=agency, state=S.SUBMITTED)
    assert (list(co_hosted_by(logger)), list(waiting_for_co_host(logger))) == ([activity], [activity])
    answer_as_co_host(activity, agency, actor=logger, is_confirmed=False)
    assert (list(co_hosted_by(logger)), list(waiting_for_co_host(logger))) == ([activity], [])


def test_who_acts_for_a_co_host_does_not_review(agency):
    reviewer = UserFactory(roles=[Role.REVIEWER, Role.AGENCY_LOGGER])
    activity = with_co_host(agency, state=S.SUBMITTED)
    assert is_not_own(reviewer, activity)
    reviewer.memberships.create(agency=agency)
    assert not is_not_own(reviewer, activity)
