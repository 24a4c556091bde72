"""The office's desk in the admin: every page opens for its people and for nobody else."""

import pytest
from django.urls import reverse

from cms.accounts.enums import Role
from cms.duties.enums import ActivityState, ListState
from cms.duties.models import DutyItem, DutyList
from tests.cms.accounts.factories import UserFactory
from tests.cms.duties.factories import ActivityFactory, DutyItemFactory, DutyListFactory, published
from tests.cms.statutes.factories import LawFactory
from tests.cms.steps import take

pytestmark = pytest.mark.django_db
S = ActivityState


@pytest.fixture
def office(client):
    user = UserFactory(roles=[Role.OFFICE])
    client.force_login(user)
    return user


def _as(client, role):
    client.force_login(UserFactory(roles=[role]))
    return client


def test_review_desk_lists_what_was_submitted_and_no_draft(client, office):
    ActivityFactory(name="待审的活动", state=S.SUBMITTED)
    ActivityFactory(name="写了一半的活动")
    page = client.get(reverse("review_desk:index")).content.decode()
    assert "待审的活动" in page
    assert "写了一半的活动" not in page


@pytest.mark.parametrize("query", ["?q=待审", "?state=submitted"])
def test_review_desk_is_searched_and_filtered(query, client, office):
    ActivityFactory(name="待审的活动", state=S.SUBMITTED)
    ActivityFactory(name="通过的活动", state=S.APPROVED)
    page = client.get(reverse("review_desk:index") + query).content.decode()
    assert "待审的活动" in page
    assert "通过的活动" not in page


def test_review_desk_costs_the_same_whatever_its_length(client, office, django_assert_max_num_queries):
    for _ in range(20):
        ActivityFactory(state=S.SUBMITTED)
    with django_assert_max_num_queries(30):
        client.get(reverse("review_desk:index"))


def test_activity_is_returned_approved_and_published_from_the_desk(client, office):
    activity = ActivityFactory(state=S.SUBMITTED)
    page = client.get(reverse("review_desk:inspect", args=[activity.pk])).content.decode()
    assert activity.summary in page
    take(client, "review_desk", "approve", activity)
    activity.refresh_from_db()
    assert activity.state == S.APPROVED
    assert "请另一位同事公开" in take(client, "review_desk", "publish", activity).content.decode()
    _as(client, Role.OFFICE)
    take(client, "review_desk", "publish", activity)
    activity.refresh_from_db()
    assert activity.state == S.PUBLISHED
    returned = ActivityFactory(state=S.SUBMITTED)
    assert "退回的原因" in take(client, "review_desk", "return", returned, reason="").content.decode()
    take(client, "review_desk", "return", returned, reason="请核对人次")
    returned.refresh_from_db()
    assert returned.state == S.RETURNED


def test_stale_page_of_the_desk_decides_nothing(client, office):
    activity = ActivityFactory(state=S.SUBMITTED, lock_version=7)
    page = take(client, "review_desk", "approve", activity, seen=6).content.decode()
    assert "刚被别人改动过" in page
    activity.refresh_from_db()
    assert activity.state == S.SUBMITTED


@pytest.mark.parametrize("role", [Role.EDITOR, Role.AGENCY_LOGGER, Role.MEMBER])
def test_review_desk_is_closed_to(role, client):
    activity = ActivityFactory(state=S.SUBMITTED)
    _as(client, role)
    for name, args in (("index", []), ("inspect", [activity.pk])):
        assert client.get(reverse(f"review_desk:{name}", args=args)).status_code == 302
    take(client, "review_desk", "approve", activity)
    activity.refresh_from_db()
    assert activity.state == S.SUBMITTED


def test_draft_is_closed_to_the_office_at_every_address(client, office):
    draft = ActivityFactory()
    assert client.get(reverse("review_desk:inspect", args=[draft.pk])).status_code == 302
    assert take(client, "review_desk", "approve", draft).status_code == 404


@pytest.mark.parametrize("name", ["add", "edit", "delete"])
def test_activities_are_not_written_in_the_admin(name, client, office):
    activity = ActivityFactory(state=S.SUBMITTED)
    args = [] if name == "add" else [activity.pk]
    assert client.get(reverse(f"review_desk:{name}", args=args)).status_code == 302


def test_list_is_made_filled_published_and_corrected_in_the_admin(client, office):
    client.post(reverse("duty_lists:add"), {"year": 2026})
    duty_list = DutyList.objects.get()
    form = client.get(f"{reverse('duty_items:add')}?list={duty_list.pk}")
    assert form.context["form"].instance.list == duty_list
    client.post(
        reverse("duty_items:add"),
        {
            "list": duty_list.pk, "key": "G-01", "kind": "common", "content": "学习宪法",
            "starts_on": "2026-11-01", "ends_on": "2026-12-10", "required_count": 1,
        },
    )  # fmt: skip
    item = DutyItem.objects.get()
    assert "不能审定自己拟写的清单" in take(client, "duty_lists", "approve", duty_list).content.decode()
    _as(client, Role.OFFICE)
    take(client, "duty_lists", "approve", duty_list)
    duty_list.refresh_from_db()
    assert duty_list.state == ListState.APPROVED
    assert "审定的人不能再由自己公布" in take(client, "duty_lists", "publish", duty_list).content.decode()
    client.force_login(office)
    take(client, "duty_lists", "publish", duty_list)
    again = take(client, "duty_lists", "publish", duty_list).content.decode()
    assert "现在的状态是“已公布”。只有已审定、尚未公布的清单可以公布。" in again
    duty_list.refresh_from_db()
    assert duty_list.state == ListState.PUBLISHED
    assert "学习宪法" in client.get(reverse("duty_lists:inspect", args=[duty_list.pk])).content.decode()
    assert client.get(reverse("duty_items:inspect", args=[item.pk])).status_code == 200
    take(client, "duty_lists", "correct", duty_list, reason="更正期限")
    assert DutyList.objects.get(version=2).items.get().key == "G-01"


@pytest.mark.parametrize("name", ["edit", "delete"])
def test_published_item_cannot_be_written_in_the_admin(name, client, office):
    item = DutyItemFactory()
    published(item.list)
    asked = client.get(reverse(f"duty_items:{name}", args=[item.pk]))
    assert asked.status_code == 403
    assert "更正时请建立新版本并写明理由" in asked.content.decode()
    client.post(reverse(f"duty_items:{name}", args=[item.pk]), {"content": "改"})
    item.refresh_from_db()
    assert item.content != "改"


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.EDITOR])
def test_lists_are_read_but_not_written_by(role, client):
    item = DutyItemFactory()
    _as(client, role)
    assert client.get(reverse("duty_lists:inspect", args=[item.list_id])).status_code == 200
    assert client.get(reverse("duty_items:edit", args=[item.pk])).status_code == 302
    take(client, "duty_lists", "approve", item.list)
    item.list.refresh_from_db()
    assert item.list.state == ListState.DRAFT


def test_home_of_the_admin_shows_reviewers_what_waits(client, office):
    ActivityFactory(name="待审的活动", state=S.SUBMITTED)
    page = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "等您审核的活动（1 条）" in page
    assert "待审的活动" in page
    page = _as(client, Role.EDITOR).get(reverse("wagtailadmin_home")).content.decode()
    assert "等您审核的活动" not in page


def test_articles_are_typed_with_the_item_and_bring_their_law(client, office):
    law = LawFactory(short_title="民法典")
    duty_list = DutyListFactory(year=2026)
    typed = {
        "list": duty_list.pk, "key": "G-01", "kind": "common", "content": "相邻关系", "required_count": 1,
        "articles": "《民法典》第288条、第289条", "required_people": 200, "required_products": 2,
    }  # fmt: skip
    refused = client.post(reverse("duty_items:add"), typed | {"articles": "《没有的法》第1条"})
    assert "没有收录《没有的法》" in refused.content.decode()
    client.post(reverse("duty_items:add"), typed)
    item = DutyItem.objects.get()
    assert [each.ref for each in item.articles.all()] == ["288", "289"]
    assert (list(item.laws.all()), item.required_people, item.required_products) == ([law], 200, 2)
    page = client.get(reverse("duty_items:edit", args=[item.pk]))
    assert "《民法典》第二百八十八条；《民法典》第二百八十九条" in page.content.decode()
    again = {
        "articles": "《民法典》第二百八十八条；《民法典》第二百八十九条",
        "seen": page.context["form"]["seen"].value(),
    }
    client.post(reverse("duty_items:edit", args=[item.pk]), typed | again | {"content": "相邻关系与物业"})
    item.refresh_from_db()
    assert (item.content, item.articles.count()) == ("相邻关系与物业", 2)
