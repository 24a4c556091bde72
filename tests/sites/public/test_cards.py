"""Who asks where to go, what is on or whom to call is answered above the results."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.campaigns.enums import DayRule
from cms.campaigns.models import LawDay
from sites.public.cards import Cards, _days, _days_meant, cards_for
from tests.cms.events.factories import EventFactory
from tests.cms.places.factories import CommunityFactory, ServicePointFactory, SubdistrictFactory, VenueFactory

pytestmark = pytest.mark.django_db
# A Wednesday.
TODAY = date(2026, 11, 25)


def asked(query: str) -> Cards:
    return cards_for(query, timezone.localtime())


@pytest.fixture
def station():
    town = SubdistrictFactory(name="清溪街道", short_name="清溪")
    return ServicePointFactory(
        place=town, services="法律咨询、法律援助申请", office_phone="021-60000012", opening_hours="全天开放"
    )


@pytest.mark.parametrize(
    "query",
    [
        "清溪 法律援助 在哪里",
        "清溪街道公共法律服务站电话",
        "清溪 法律援助",
        "离清溪最近的调解工作室",
        "法律援助怎么去",
    ],
)
def test_where_to_go_is_answered_by_places(query, station):
    elsewhere = ServicePointFactory(
        place=SubdistrictFactory(name="云杉街道", short_name="云杉"), services="法律援助申请"
    )
    found = [each.place for each in asked(query).places]
    assert found == (
        [station]
        if "清溪" in query
        else [elsewhere, station]
        if found[0] == elsewhere
        else [station, elsewhere]
    )


@pytest.mark.parametrize(
    "query", ["劳动合同法第38条", "法律援助条件", "律师费谁出", "抛掷物品", "民事调解书效力"]
)
def test_question_about_law_gets_no_card(query, station):
    assert not asked(query)


def test_venue_is_asked_for_by_its_kind(station):
    community = CommunityFactory(name="枕河居委会", short_name="枕河")
    venue = VenueFactory(place=community, name="枕河法治长廊")
    assert [each.place for each in asked("枕河法治长廊几点开门").places] == [venue]


def test_venue_is_found_by_its_own_name_before_others_of_its_town():
    town = SubdistrictFactory(name="清溪街道", short_name="清溪")
    VenueFactory(place=town, name="清溪法治广场")
    long = VenueFactory(place=town, name="清溪法治公园长廊")
    assert [each.place for each in asked("清溪法治公园长廊在哪里").places] == [long]


@pytest.mark.parametrize(
    "query", ["公证处", "清溪公证处", "清溪街道司法所", "公共法律服务中心", "调解委员会"]
)
def test_name_of_an_office_alone_asks_where_it_is(query, station):
    notary = ServicePointFactory(place=station.place, services="公证指引", name="乙站", code="Z")
    expected = [notary] if "公证" in query else [station, notary]
    assert {each.place for each in asked(query).places} == set(expected)


@pytest.mark.parametrize("query", ["公证处的公证书有什么效力", "公证遗嘱效力", "司法鉴定费谁出"])
def test_office_inside_a_question_of_law_is_no_place(query, station):
    assert not asked(query).places


@pytest.mark.parametrize(
    "query", ["12348", "１２３４８", "法律援助電話", "法律服务热线", "免费律师", "法律援助电话"]
)
def test_hotline_is_told(query):
    assert asked(query).hotline


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ("今天有什么活动", TODAY, TODAY),
        ("明天 讲座", date(2026, 11, 26), date(2026, 11, 26)),
        ("周末 普法", date(2026, 11, 28), date(2026, 11, 29)),
        ("下周末的活动", date(2026, 12, 5), date(2026, 12, 6)),
        ("下周讲座", date(2026, 11, 30), date(2026, 12, 6)),
        ("本周活动", TODAY, date(2026, 11, 29)),
        ("这个月的讲座", TODAY, date(2026, 11, 30)),
        ("下个月活动", date(2026, 12, 1), date(2026, 12, 31)),
        ("周六法律咨询", date(2026, 11, 28), date(2026, 11, 28)),
        ("星期天有讲座吗", date(2026, 11, 29), date(2026, 11, 29)),
        ("周三活动", TODAY, TODAY),
        ("这周二的讲座", date(2026, 12, 1), date(2026, 12, 1)),
        ("下周三普法", date(2026, 12, 2), date(2026, 12, 2)),
        ("最近的法律讲座", TODAY, TODAY + timedelta(days=60)),
    ],
)
def test_days_are_understood(query, first, last):
    assert _days(query, TODAY)[1:] == (first, last)


@pytest.mark.parametrize(
    ("query", "when", "first", "last"),
    [
        ("12月4日", "12月4日", date(2026, 12, 4), date(2026, 12, 4)),
        ("12月4号有什么普法活动", "12月4日", date(2026, 12, 4), date(2026, 12, 4)),
        ("十二月四日活动", "12月4日", date(2026, 12, 4), date(2026, 12, 4)),
        ("3月的讲座", "2027年3月", date(2027, 3, 1), date(2027, 3, 31)),
        ("2026年11月1日", "11月1日", date(2026, 11, 1), date(2026, 11, 1)),
        ("国家宪法日", "国家宪法日前后", date(2026, 12, 1), date(2026, 12, 7)),
        ("宪法日有什么安排", "国家宪法日前后", date(2026, 12, 1), date(2026, 12, 7)),
    ],
)
def test_dates_and_law_days_are_understood(query, when, first, last):
    LawDay.objects.all().delete()
    LawDay.objects.create(name="国家宪法日", rule=DayRule.FIXED, month=12, day=4, lasts=None)
    assert _days_meant(query, TODAY) == (when, first, last)


@pytest.mark.parametrize(
    "query",
    ["2021年1月1日施行的法律", "13月4日", "十三月四日讲座", "试用期最长几个月", "周六加班工资", "2月30日"],
)
def test_dates_that_ask_for_no_event_bring_none(query):
    assert _days_meant(query, TODAY) is None


def test_law_day_brings_what_is_on_around_it():
    today = timezone.localdate()
    LawDay.objects.all().delete()
    day = today + timedelta(days=20)
    LawDay.objects.create(name="国家宪法日", rule=DayRule.FIXED, month=day.month, day=day.day, lasts=None)
    near, far = (EventFactory(starts_at=timezone.localtime() + timedelta(days=days)) for days in (21, 40))
    assert (asked("宪法日").events, far in asked("国家宪法日").events) == ((near,), False)


def test_events_of_the_days_that_are_named():
    now = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    tomorrow = now + timedelta(days=1, hours=9)
    event = EventFactory(starts_at=tomorrow)
    EventFactory(starts_at=tomorrow + timedelta(days=1))
    assert (asked("明天 讲座").events, asked("明天 讲座").when) == ((event,), "明天")
    assert asked("讲座").events == ()


def test_days_without_events_are_said_to_have_none_and_what_comes_next_is_told(client):
    now = timezone.localtime()
    event = EventFactory(title="下一场讲座", starts_at=now + timedelta(days=20))
    card = asked("明天的活动")
    assert (card.events, card.when, card.later) == ((event,), "明天", True)
    page = client.get(reverse("public:search"), {"q": "明天的活动"}).content.decode()
    assert ("明天没有可参加的活动" in page, "下一场讲座" in page) == (True, True)
    event.delete()
    assert (asked("明天的活动").later, bool(asked("明天的活动"))) == (True, True)
    last_year = f"{now.year - 1}年12月4日"
    assert not any(map(asked, (f"{last_year}的活动", last_year, "讲座")))


def test_events_of_the_town_that_is_named():
    town = SubdistrictFactory(name="清溪街道", short_name="清溪")
    here = EventFactory(venue=VenueFactory(place=CommunityFactory(parent=town)))
    EventFactory()
    assert asked("清溪最近的讲座").events == (here,)


def test_question_without_where_or_when_costs_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert not cards_for("楼上漏水找谁赔", datetime(2026, 11, 25, 9))


def test_page_shows_the_card_once_and_not_on_narrowed_results(client, station):
    url = reverse("public:search")
    page = client.get(url, {"q": "清溪 法律援助 在哪里"}).content.decode()
    assert (page.count('class="answer-card"'), "021-60000012" in page) == (1, True)
    assert (
        'class="answer-card"' not in client.get(url, {"q": "清溪 法律援助", "kind": "law"}).content.decode()
    )
