import datetime
import io

import pytest
from django.contrib.auth import get_user
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from cms.accounts.enums import Role
from cms.core.models import AuditEntry
from cms.duties.enums import ActivityState
from cms.events.services.registering import register
from cms.places.models import PlaceCoordinator
from sites.portal.templatetags.portal_tags import due
from tests.cms.accounts.factories import UserFactory
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.duties.factories import (
    ActivityFactory,
    DutyItemFactory,
    DutyListFactory,
    logger_of,
    published,
)
from tests.cms.events.factories import EventFactory
from tests.cms.places.factories import CommunityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency():
    return AgencyFactory()


@pytest.fixture
def signed_in(client, agency):
    client.force_login(logger_of(agency))
    return client


@pytest.mark.parametrize(
    ("days", "words"),
    [(3, "还有3天，11月26日"), (0, "今天到期，11月23日"), (-2, "已逾期2天，11月21日")],
)
def test_deadline_is_relative_and_absolute(days, words, monkeypatch):
    today = datetime.date(2026, 11, 23)
    monkeypatch.setattr(timezone, "localdate", lambda *args: today)
    assert due(today + datetime.timedelta(days=days), today) == words


def test_home_sorts_duties_by_how_they_press(signed_in, agency):
    today = timezone.localdate()
    duty_list = DutyListFactory()
    day = datetime.timedelta(days=1)
    for content, start, end in (("晚了的事", -20, -3), ("快到的事", -1, 5), ("不急的事", -1, 60)):
        window = {"starts_on": today + start * day, "ends_on": today + end * day}
        DutyItemFactory(list=duty_list, agency=agency, content=content, **window)
    DutyItemFactory(list=duty_list, content="别家的责任项")
    published(duty_list)
    page = signed_in.get(reverse("portal:home")).content.decode()
    order = ("已逾期", "晚了的事", "三十天内到期", "快到的事", "进行中", "不急的事")
    places = [page.index(words) for words in order]
    assert places == sorted(places)
    assert "别家的责任项" not in page


def test_home_costs_the_same_whatever_waits(signed_in, agency, django_assert_max_num_queries):
    duty_list = DutyListFactory()
    for _ in range(15):
        DutyItemFactory(list=duty_list, agency=agency)
    published(duty_list)
    for state in (ActivityState.RETURNED, ActivityState.DRAFT, ActivityState.SUBMITTED):
        for _ in range(5):
            ActivityFactory(host=agency, state=state)
    past = timezone.now() - datetime.timedelta(hours=3)
    for number in range(3):
        EventFactory(host=agency, starts_at=past, ends_at=past + datetime.timedelta(hours=1))
        event = EventFactory(takes_registrations=True)
        account = get_user(signed_in)
        register(event, name="王小明", phone=f"1380000000{number}", agreed=True, account=account)
    with django_assert_max_num_queries(31):
        signed_in.get(reverse("portal:home"))


def test_list_costs_the_same_whatever_its_length(signed_in, agency, django_assert_max_num_queries):
    for _ in range(25):
        ActivityFactory(host=agency)
    with django_assert_max_num_queries(20):
        page = signed_in.get(reverse("portal:activities")).content.decode()
    assert "25 条" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=甲", {"甲活动"}),
        ("?state=approved", {"乙活动"}),
        ("?year=1999", {"甲活动", "乙活动"}),
        ("?q=丙", set()),
    ],
)
def test_list_is_searched_and_filtered(query, found, signed_in, agency):
    ActivityFactory(host=agency, name="甲活动")
    ActivityFactory(host=agency, name="乙活动", state=ActivityState.APPROVED)
    ActivityFactory(name="丁活动")
    page = signed_in.get(reverse("portal:activities") + query).content.decode()
    assert {name for name in ("甲活动", "乙活动", "丁活动") if name in page} == found


@pytest.mark.parametrize(
    "query", ["?page=x", "?page=-1", "?page=99999", "?year=²", "?year=20261", "?state=nonsense", "?q=%00"]
)
def test_list_answers_any_query(query, signed_in, agency):
    ActivityFactory(host=agency)
    assert signed_in.get(reverse("portal:activities") + query).status_code == 200


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_export_holds_own_rows_and_no_formula(kind, signed_in, agency):
    ActivityFactory(host=agency, name="=HYPERLINK(1)", summary="@SUM(A1)")
    ActivityFactory(name="别家的活动")
    response = signed_in.get(reverse("portal:export", args=[kind]))
    assert "attachment" in response["Content-Disposition"]
    if kind == "csv":
        text = response.content.decode("utf-8-sig")
        assert "'=HYPERLINK(1)" in text
        assert "'@SUM(A1)" in text
    else:
        sheet = load_workbook(io.BytesIO(response.content)).active
        assert sheet["A2"].value == "'=HYPERLINK(1)"
        assert sheet["A2"].data_type == "s"
        text = str(list(sheet.values))
    assert "别家的活动" not in text


def test_who_took_the_list_away_is_on_record(signed_in, agency):
    signed_in.get(reverse("portal:export", args=["csv"]))
    entry = AuditEntry.objects.get(action="duties.activityrecord.export")
    assert (entry.actor.pk, entry.detail) == (int(signed_in.session["_auth_user_id"]), {"format": "csv"})


def test_export_of_unknown_kind_is_not_found(signed_in):
    assert signed_in.get("/portal/activities/export.exe").status_code == 404


def test_coordinator_sees_the_coverage_of_own_communities(client):
    community, other = CommunityFactory(), CommunityFactory()
    user = UserFactory(roles=[Role.COMMUNITY_COORDINATOR])
    PlaceCoordinator.objects.create(user=user, place=community)
    client.force_login(user)
    page = client.get(reverse("portal:home")).content.decode()
    assert community.name in page
    assert "还差" in page
    assert other.name not in page
    assert reverse("portal:activities") not in page
