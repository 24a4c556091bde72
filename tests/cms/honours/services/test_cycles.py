"""A cycle is the office's, and stays as it is once somebody applies."""

from datetime import timedelta

import pytest

from cms.accounts.enums import Role
from cms.core.errors import NotAllowed, RuleBroken
from cms.core.writing import write
from cms.honours.models import Cycle
from cms.honours.queries.sheets import problems_of
from cms.honours.services.cycles import (
    ALTER,
    CHANGE,
    DROP,
    add_indicator,
    draw_up_cycle,
    extend_cycle,
)
from tests.cms.accounts.factories import UserFactory
from tests.cms.honours.factories import TODAY, ApplicationFactory, CycleFactory, IndicatorFactory

pytestmark = pytest.mark.django_db
VALUES = {
    "level": "district", "year": 2026, "batch": "第一批", "opens_on": TODAY, "closes_on": TODAY,
    "records_from": TODAY,
}  # fmt: skip
LINE = {"dimension": "组织", "key": "A1", "name": "公约", "kind": "points", "max": 10}


@pytest.fixture
def office():
    return UserFactory(roles=[Role.OFFICE])


def test_only_the_office_draws_up_a_cycle(office):
    add_indicator(draw_up_cycle(actor=office, **VALUES), actor=office, **LINE)
    for role in set(Role) - {Role.OFFICE, Role.ADMINISTRATOR}:
        with pytest.raises(NotAllowed):
            draw_up_cycle(actor=UserFactory(roles=[role]), **VALUES)
    assert str(Cycle.objects.get()) == "2026年区级民主法治示范村（社区）（第一批）"


@pytest.mark.parametrize(
    "wrong",
    [
        {"closes_on": TODAY - timedelta(days=1)},
        {"records_from": TODAY + timedelta(days=1)},
        {"pass_score": 0},
    ],
)
def test_days_and_line_of_a_cycle_make_sense(office, wrong):
    with pytest.raises(RuleBroken):
        draw_up_cycle(actor=office, **(VALUES | wrong))


def test_cycle_in_use_is_closed_but_for_its_last_day(office):
    cycle = ApplicationFactory().cycle
    indicator = cycle.indicators.get()
    with pytest.raises(RuleBroken, match="不再改动"):
        write(cycle, CHANGE, {"notice_days": 1}, actor=office)
    with pytest.raises(NotAllowed, match="不再改动"):
        write(indicator, ALTER, {"max": 1}, actor=office)
    with pytest.raises(NotAllowed, match="不再改动"):
        add_indicator(cycle, actor=office, **LINE)
    assert not DROP.is_open(office, indicator)
    later = TODAY + timedelta(days=90)
    with pytest.raises(RuleBroken, match="为什么延长"):
        extend_cycle(cycle, closes_on=later, reason="", actor=office)
    with pytest.raises(RuleBroken, match="不能提前"):
        extend_cycle(cycle, closes_on=TODAY, reason="汛期", actor=office)
    assert extend_cycle(cycle, closes_on=later, reason="汛期", actor=office).closes_on == later


def test_what_is_wrong_with_the_indicators_is_told(office):
    cycle = CycleFactory()
    assert problems_of(cycle) == ["还没有指标，请先添加"]
    IndicatorFactory(cycle=cycle, key="A1", max=None)
    assert [each.split("：")[0] for each in problems_of(cycle)] == ["scheme.dimensions[0].indicators[0].max"]
    with pytest.raises(RuleBroken, match="不从记录里数"):
        add_indicator(cycle, actor=office, **(LINE | {"source": "venues"}))
