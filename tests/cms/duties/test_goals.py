"""Goals with their milestones, told as they stand on a day."""

from datetime import date, timedelta
from io import BytesIO

import docx
import pytest
from django.urls import reverse
from django.utils import timezone

from cms.accounts.enums import Role
from cms.core.errors import NotAllowed, RuleBroken
from cms.duties.models import Goal, Milestone
from cms.duties.queries.goals import goal_years, goals_of
from cms.duties.services.goals import GOALS, MILESTONES, reach_milestone, reopen_milestone
from tests.cms.accounts.factories import UserFactory
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.steps import take

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return UserFactory(roles=[Role.OFFICE])


@pytest.fixture
def goal(office):
    return GOALS.add(
        actor=office,
        year=2026,
        content="法律明白人全覆盖",
        measures="分街镇培训",
        lead=AgencyFactory(name="司法局"),
        cooperating=[AgencyFactory(name="民政局")],
    )


@pytest.fixture
def milestone(goal, office):
    return MILESTONES.add(actor=office, goal=goal, content="完成第一批培训", due_on=date(2026, 6, 30))


@pytest.mark.parametrize(("on", "told"), [((2026, 6, 30), "进行中"), ((2026, 7, 1), "已逾期")])
def test_milestone_is_late_from_the_day_after_and_it_is_never_stored(on, told, milestone):
    [standing] = goals_of(2026, date(*on))
    assert [step.told for step in standing.steps] == [told]


def test_reached_milestone_says_how_and_may_be_reopened_with_a_reason(milestone, office):
    with pytest.raises(RuleBroken, match="完成情况"):
        reach_milestone(milestone, reason=" ", actor=office)
    reached = reach_milestone(milestone, reason="培训三期，二百人", actor=office)
    assert (reached.reached_on, reached.remark) == (timezone.localdate(), "培训三期，二百人")
    assert goals_of(2026, date(2027, 1, 1))[0].told == "1 个节点完成 1 个"
    with pytest.raises(RuleBroken, match="已经完成"):
        reach_milestone(reached, reason="再来", actor=office)
    assert reopen_milestone(reached, reason="统计有误", actor=office).reached_on is None
    with pytest.raises(RuleBroken, match="还没有完成"):
        reopen_milestone(Milestone.objects.get(), reason="再来", actor=office)


def test_only_the_office_sets_and_reaches(milestone):
    editor = UserFactory(roles=[Role.EDITOR])
    with pytest.raises(NotAllowed):
        reach_milestone(milestone, reason="好了", actor=editor)
    with pytest.raises(NotAllowed):
        MILESTONES.add(actor=editor, goal=milestone.goal, content="多", due_on=date(2026, 7, 1))


def test_goals_stand_in_the_offices_order_in_three_queries(
    goal, milestone, office, django_assert_num_queries
):
    GOALS.add(actor=office, year=2026, content="宪法宣传", position=0, lead=goal.lead)
    GOALS.add(actor=office, year=2025, content="旧年", lead=goal.lead)
    with django_assert_num_queries(3):
        found = goals_of(2026, date(2026, 7, 1))
    assert [(each.goal.content, each.told) for each in found] == [
        ("宪法宣传", "未设节点"),
        ("法律明白人全覆盖", "1 个节点完成 0 个，逾期 1 个"),
    ]
    assert goal_years() == [2026, 2025]


def test_plan_is_one_page_and_a_word_file_of_the_same_words(client, milestone, office):
    client.force_login(office)
    page = client.get(reverse("goal:plan", args=[2026])).content.decode()
    for words in ("法律明白人全覆盖", "司法局", "民政局", "完成第一批培训", "分街镇培训"):
        assert words in page
    response = client.get(reverse("goal:plan_paper", args=[2026, "docx"]))
    [table] = docx.Document(BytesIO(b"".join(response.streaming_content))).tables
    assert [cell.text for cell in table.rows[1].cells][:3] == [
        "法律明白人全覆盖",
        "分街镇培训",
        "司法局（牵头）、民政局",
    ]
    assert client.get(reverse("goal:plan_paper", args=[2026, "exe"])).status_code == 404
    assert client.get(reverse("goal:plan", args=[2019])).status_code == 404


def test_office_marks_a_milestone_reached_by_a_button(client, milestone, office):
    client.force_login(office)
    take(client, "milestone", "reach", milestone, reason="好了")
    assert Milestone.objects.get().reached_on == timezone.localdate()
    assert Goal.objects.get().milestones.get().told(timezone.localdate() + timedelta(days=400)) == "已完成"
