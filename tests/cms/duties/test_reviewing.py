"""The reviewer's sitting: one record after another, several where nothing is wrong, fields marked."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from cms.accounts.enums import Role
from cms.core.errors import RuleBroken
from cms.core.models import ReviewSetting
from cms.duties.enums import ActivityState
from cms.duties.models.requirements import MARKABLE, marked_in
from cms.duties.queries.resubmitting import changed_since_return
from cms.duties.queries.reviewing import beside, concerns, review_queue
from cms.duties.services import decide_likeness, return_activity, save_activity, submit_activity
from cms.duties.services.activities import approve_and_publish
from sites.portal.forms import STEP_FORMS
from tests.cms.accounts.factories import UserFactory
from tests.cms.duties.factories import ActivityFactory, logger_of
from tests.cms.duties.test_likeness import SUMMARY, record
from tests.cms.steps import take

pytestmark = pytest.mark.django_db
S = ActivityState
NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)


@pytest.fixture
def reviewer(client):
    user = UserFactory(roles=[Role.REVIEWER])
    client.force_login(user)
    return user


def row_of(count):
    """Handed in one after another."""
    return [record(submitted_at=NOON + timedelta(minutes=place)) for place in range(count)]


def test_records_are_gone_through_in_the_order_they_were_handed_in(reviewer):
    first, second, third = row_of(3)
    found = [beside(each, reviewer) for each in (first, second, third)]
    assert [(each.previous, each.next) for each in found] == [(None, second), (first, third), (second, None)]
    assert beside(second, reviewer).waiting == 2


def test_records_of_one_moment_and_of_none_have_their_order_too(reviewer):
    of_paper = [record(submitted_at=None) for _ in range(2)]
    at_once = [record(submitted_at=NOON) for _ in range(2)]
    row = [*of_paper, *at_once]
    assert list(review_queue(reviewer)) == row
    assert [beside(each, reviewer).next for each in row] == [*row[1:], None]
    assert [beside(each, reviewer).previous for each in row] == [None, *row[:-1]]


def test_own_records_are_not_in_the_row(reviewer):
    written, hosted, co_hosted, other = row_of(4)
    written.created_by = reviewer
    written.save()
    reviewer.memberships.create(agency=hosted.host)
    co_hosted.co_hosts.add(hosted.host)
    assert list(review_queue(reviewer)) == [other]


def test_judging_leads_on_to_the_next_and_says_which_one_was_judged(client, reviewer):
    first, second = row_of(2)
    led = take(client, "review_desk", "approve", first)
    assert led.redirect_chain[-1][0] == reverse("review_desk:inspect", args=[second.pk])
    assert f"{first}：已通过" in led.content.decode()
    ended = take(client, "review_desk", "return", second, reason="请核对人次")
    assert ended.redirect_chain[-1][0] == reverse("review_desk:index")


def test_a_sitting_begun_with_the_newest_goes_on_with_the_oldest(client, reviewer):
    oldest, _between, newest = row_of(3)
    led = take(client, "review_desk", "approve", newest)
    assert led.redirect_chain[-1][0] == reverse("review_desk:inspect", args=[oldest.pk])


def test_page_offers_links_buttons_and_says_the_keys(client, reviewer):
    before, here, after = row_of(3)
    page = client.get(reverse("review_desk:inspect", args=[here.pk])).content.decode()
    for neighbour, step in ((before, "previous"), (after, "next")):
        assert f'href="{reverse("review_desk:inspect", args=[neighbour.pk])}"' in page
        assert f'data-step="{step}"' in page
    assert [f'data-step="{step}"' in page for step in ("approve", "return")] == [True, True]
    assert "J 下一条，K 上一条，A 通过，R 退回" in page


def test_several_are_approved_at_once_where_nothing_is_wrong_with_them(client, reviewer):
    fine, too = row_of(2)
    twins = [record(summary=SUMMARY) for _ in range(2)]
    address = reverse("review_desk:step", args=["approve"])
    asked = client.get(address, {"pk": [each.pk for each in (fine, too, *twins)]}).content.decode()
    assert ["通过（2 条）" in asked, "这些要单独办理" in asked] == [True, True]
    answer = take(client, "review_desk", "approve", fine, too, *twins).content.decode()
    assert ["2 条：已通过" in answer, f"{twins[0]}：疑似与“{twins[1]}”重复" in answer] == [True, True]
    for each in (fine, too, *twins):
        each.refresh_from_db()
    assert [each.state for each in (fine, too, *twins)] == [S.APPROVED, S.APPROVED, S.SUBMITTED, S.SUBMITTED]
    alone = client.get(address, {"pk": [twins[0].pk]}).content.decode()
    assert ["通过</button>" in alone, f"疑似与“{twins[1]}”重复" in alone] == [True, True]
    take(client, "review_desk", "approve", twins[0])
    twins[0].refresh_from_db()
    assert twins[0].state == S.APPROVED


def test_what_is_decided_concerns_nobody_unless_the_same_was_counted_already(reviewer):
    one, other = record(summary=SUMMARY), record(summary=SUMMARY)
    assert concerns(one) == [f"疑似与“{other}”重复"]
    decide_likeness(one, actor=reviewer, other=other, verdict="different")
    assert concerns(one) == []
    decide_likeness(one, actor=reviewer, other=other, verdict="same")
    assert concerns(one) == []
    other.state = S.APPROVED
    other.save()
    assert concerns(one) == [f"与已通过的“{other}”是同一次活动"]


def test_returned_fields_are_marked_where_they_are_mended(client, reviewer):
    (activity,) = row_of(1)
    take(client, "review_desk", "return", activity, reason="请核对", marked=["onsite", "laws"])
    activity.refresh_from_db()
    assert [each.field for each in marked_in(activity)] == ["laws", "onsite"]
    desk = client.get(reverse("review_desk:inspect", args=[activity.pk])).content.decode()
    assert "标出：宣传的法律法规、现场参加人次" in desk
    client.force_login(logger_of(activity.host))
    page = client.get(reverse("portal:edit", args=[activity.pk, "results"])).content.decode()
    assert page.count("审核员标出，请核对") == 1
    assert f"{reverse('portal:edit', args=[activity.pk, 'content'])}#id_laws" in page
    activity.state = S.RESUBMITTED
    assert marked_in(activity) == []


def test_a_mark_that_is_no_field_is_refused(client, reviewer):
    (activity,) = row_of(1)
    take(client, "review_desk", "return", activity, reason="请核对", marked=["state"])
    activity.refresh_from_db()
    assert activity.state == S.SUBMITTED
    returned = return_activity(activity, actor=reviewer, reason="请核对", marked=["state", "name"])
    assert returned.last_transition.marked == "name"


def test_every_field_of_the_portal_can_be_marked_in_its_own_step():
    for step, form in STEP_FORMS.items():
        assert {each.field for each in MARKABLE.values() if each.step == step} == set(form._meta.fields)


@pytest.mark.parametrize(("two_people", "state"), [(False, S.PUBLISHED), (True, S.SUBMITTED)])
def test_one_step_approves_and_publishes_where_one_person_may(client, two_people, state):
    ReviewSetting.objects.update_or_create(pk=1, defaults={"two_people": two_people})
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    activity = record()
    page = client.get(reverse("review_desk:inspect", args=[activity.pk])).content.decode()
    listed = client.get(reverse("review_desk:index")).content.decode()
    assert ["通过并公开" in page, "通过并公开" in listed] == [not two_people] * 2
    take(client, "review_desk", "approve_publish", activity)
    activity.refresh_from_db()
    assert activity.state == state


def test_what_may_not_be_shown_is_not_approved_in_one_step_either():
    ReviewSetting.objects.update_or_create(pk=1, defaults={"two_people": False})
    activity = record()
    type(activity).objects.filter(pk=activity.pk).update(summary="联系人手机 19912345678")
    activity.refresh_from_db()
    with pytest.raises(RuleBroken):
        approve_and_publish(activity, actor=UserFactory(roles=[Role.OFFICE]))
    activity.refresh_from_db()
    assert activity.state == S.SUBMITTED


def test_what_was_changed_after_the_return_is_shown_before_and_after(client, reviewer):
    activity = return_activity(ActivityFactory(state=S.SUBMITTED), actor=reviewer, reason="请核对人次")
    agency = logger_of(activity.host)
    name = activity.name
    activity = save_activity(activity, actor=agency, seen=activity.lock_version, name="临时的名字", onsite=88)
    activity = save_activity(activity, actor=agency, seen=activity.lock_version, name=name)
    activity = submit_activity(activity, actor=agency)
    found = changed_since_return(activity)
    assert [list(found.new), found.new["onsite"], found.came, found.went] == [["onsite"], 88, (), ()]
    page = client.get(reverse("review_desk:inspect", args=[activity.pk])).content.decode()
    assert ["退回以后的改动" in page, "<ins>88</ins>" in page] == [True, True]


def test_what_came_back_unchanged_is_said_and_what_never_was_returned_says_nothing(client, reviewer):
    fresh, back = ActivityFactory(state=S.SUBMITTED), ActivityFactory(state=S.SUBMITTED)
    back = return_activity(back, actor=reviewer, reason="请核对人次")
    back = submit_activity(back, actor=logger_of(back.host))
    pages = [
        client.get(reverse("review_desk:inspect", args=[each.pk])).content.decode() for each in (fresh, back)
    ]
    assert ["退回以后" in page for page in pages] == [False, True]
    assert "没有改动任何内容" in pages[1]
