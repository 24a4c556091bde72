import io
import json
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from cms.accounts.enums import Role
from cms.campaigns.enums import DayRule
from cms.campaigns.models import LawDay, LawDayDate
from cms.campaigns.queries.law_days import coming_law_days, law_days_of
from cms.campaigns.services import found_site
from cms.campaigns.services.law_days import FIRST_LAW_DAYS, LAW_DAY_DATES, LAW_DAYS
from cms.core.errors import NotAllowed, RuleBroken
from cms.core.models import AuditEntry
from cms.core.writing import removing, write
from tests.cms.accounts.factories import UserFactory
from tests.cms.campaigns.factories import running_now

pytestmark = pytest.mark.django_db

# By hand from the rules and a printed calendar. The same in every year:
EVERY_YEAR = {
    "国际妇女节": "0308",
    "国际消费者权益日": "0315",
    "世界水日": "0322",
    "全民国家安全教育日": "0415",
    "世界知识产权日": "0426",
    "民法典宣传月": "0501-0531",
    "全国防灾减灾日": "0512",
    "安全生产月": "0601-0630",
    "环境日": "0605",
    "全国土地日": "0625",
    "国际禁毒日": "0626",
    "全国生态日": "0815",
    "中华慈善日": "0905",
    "烈士纪念日": "0930",
    "全国消防日": "1109",
    "宪法宣传周": "1201-1207",
    "全国交通安全日": "1202",
    "国家宪法日": "1204",
}
MOVING = {
    "学雷锋志愿服务周": {2025: "0303-0309", 2026: "0302-0308", 2027: "0301-0307", 2028: "0228-0305"},
    "全国家庭教育宣传周": {2025: "0512-0518", 2026: "0511-0517", 2027: "0510-0516", 2028: "0515-0521"},
    "全国助残日": {2025: "0518", 2026: "0517", 2027: "0516", 2028: "0521"},
    "全民国防教育日": {2025: "0920", 2026: "0919", 2027: "0918", 2028: "0916"},
    "老年节（重阳节）": {2025: "1029", 2026: "1018", 2027: "1008", 2028: "1026"},
}


def _span(year: int, text: str) -> tuple[date, date]:
    first, _dash, last = text.partition("-")
    return tuple(date(year, int(each[:2]), int(each[2:])) for each in (first, last or first))


def _told(*arguments) -> str:
    out = io.StringIO()
    call_command("calendar_days", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("year", [2025, 2026, 2027, 2028])
def test_command_tells_the_law_days_of_a_year_by_date(year):
    expected = EVERY_YEAR | {name: years[year] for name, years in MOVING.items()}
    rows = json.loads(_told(str(year), "--json"))
    assert {(row["name"], row["starts_on"], row["ends_on"]) for row in rows} == {
        (name, *(day.isoformat() for day in _span(year, text))) for name, text in expected.items()
    }
    assert [row["name"] for row in rows if not row["confirmed"]] == ["宪法宣传周"]
    assert [list(row) for row in rows] == [["name", "starts_on", "ends_on", "confirmed"]] * len(expected)
    assert [row["starts_on"] for row in rows] == sorted(row["starts_on"] for row in rows)


def test_command_tells_people_in_words():
    lines = _told("2026").splitlines()
    assert lines[0] == "2026-03-02 至 2026-03-08 学雷锋志愿服务周"
    assert lines[-3:] == [
        "2026-12-01 至 2026-12-07 宪法宣传周（待通知确认）",
        "2026-12-02 全国交通安全日",
        "2026-12-04 国家宪法日",
    ]


@pytest.mark.parametrize("year", ["", "明年", "26", "２０２６", "2026-12", "9999"])
def test_command_refuses_what_is_no_year_in_chinese(year):
    with pytest.raises(CommandError, match=r"不是年份|年份 9999 不对"):
        _told(year, "--json")


def test_law_days_the_platform_starts_with_keep_the_rules_of_the_table():
    assert LawDay.objects.count() == len(FIRST_LAW_DAYS)
    for law_day in LawDay.objects.all():
        law_day.full_clean()


def test_founding_again_leaves_the_calendar_as_the_office_has_it():
    LawDay.objects.filter(name="世界水日").delete()
    LawDay.objects.filter(name="环境日").update(name="六五环境日", basis="")
    before = list(LawDay.objects.values())
    found_site()
    assert list(LawDay.objects.values()) == before


YEARS = st.integers(1950, 2060)
MONTHS = st.integers(1, 12)
DAYS = st.integers(1, 28)


@given(YEARS, MONTHS, st.integers(1, 4), st.integers(0, 6))
def test_nth_weekday_of_a_month_is_one_day_and_that_weekday(year, month, which, weekday):
    [(first, last)] = LawDay(rule=DayRule.NTH, month=month, which=which, weekday=weekday).spans(year)
    assert first == last
    assert (first.year, first.month, first.weekday()) == (year, month, weekday)


@given(YEARS, MONTHS, DAYS)
def test_week_has_seven_days_from_monday_and_holds_its_day(year, month, day):
    [(first, last)] = LawDay(rule=DayRule.WEEK, month=month, day=day).spans(year)
    assert (first.weekday(), last - first) == (0, timedelta(days=6))
    assert first <= date(year, month, day) <= last


@given(YEARS, MONTHS)
def test_month_is_whole(year, month):
    [(first, last)] = LawDay(rule=DayRule.MONTH, month=month).spans(year)
    assert (first.day, first.month, last.month, (last + timedelta(days=1)).day) == (1, month, month, 1)


@given(YEARS, MONTHS, DAYS, st.integers(1, 100))
def test_fixed_and_announced_days_last_as_long_as_they_say(year, month, day, lasts):
    for rule in (DayRule.FIXED, DayRule.ANNOUNCED):
        [(first, last)] = LawDay(rule=rule, month=month, day=day, lasts=lasts).spans(year)
        assert (first, (last - first).days + 1) == (date(year, month, day), lasts)


GOOD = {
    "fixed": {"day": 4},
    "month": {},
    "nth": {"which": 3, "weekday": 6},
    "week": {"day": 4},
    "lunar": {"day": 9},
    "announced": {"day": 1, "lasts": 7},
}
ALL_PARTS = {"day": 1, "which": 1, "weekday": 0, "lasts": 2}


@pytest.mark.parametrize("rule", GOOD)
def test_rule_asks_for_its_parts_and_refuses_the_rest(rule):
    LawDay(name="节日", rule=rule, month=12, **GOOD[rule]).full_clean()
    for name in GOOD[rule].keys() - {"lasts"}:
        with pytest.raises(ValidationError) as refused:
            LawDay(name="节日", rule=rule, month=12, **GOOD[rule] | {name: None}).full_clean()
        assert refused.value.message_dict == {name: [_asked(rule, name)]}
    taken = GOOD[rule].keys() | ({"lasts"} if rule == "fixed" else set())
    for name in ALL_PARTS.keys() - taken:
        with pytest.raises(ValidationError) as refused:
            LawDay(name="节日", rule=rule, month=12, **GOOD[rule] | {name: ALL_PARTS[name]}).full_clean()
        assert list(refused.value.message_dict) == [name]
        assert "请清空" in refused.value.message_dict[name][0]


def _asked(rule: str, name: str) -> str:
    return f"“{DayRule(rule).label}”要填“{LawDay._meta.get_field(name).verbose_name}”。"


@pytest.mark.parametrize(
    ("rule", "month", "day", "fine"),
    [
        ("fixed", 2, 28, True),
        ("fixed", 2, 29, False),
        ("week", 4, 30, True),
        ("week", 4, 31, False),
        ("announced", 12, 31, True),
        ("fixed", 12, 32, False),
        ("lunar", 2, 29, True),
        ("lunar", 2, 30, False),
    ],
)
def test_day_of_a_rule_is_there_in_every_year(rule, month, day, fine):
    law_day = LawDay(name="节日", rule=rule, month=month, day=day)
    if fine:
        law_day.full_clean()
        return
    with pytest.raises(ValidationError) as refused:
        law_day.full_clean()
    assert list(refused.value.message_dict) == ["day"]


@pytest.mark.parametrize("month", [None, 0, 13])
def test_law_day_without_a_month_is_refused_not_computed(month):
    with pytest.raises(ValidationError) as refused:
        LawDay(name="节日", rule="fixed", month=month, day=1).full_clean()
    assert "month" in refused.value.message_dict


def test_rules_are_worded():
    worded = {law_day.name: law_day.wording() for law_day in LawDay.objects.all()}
    told = (
        "国家宪法日",
        "民法典宣传月",
        "全国助残日",
        "全国家庭教育宣传周",
        "老年节（重阳节）",
        "宪法宣传周",
    )
    assert [worded[name] for name in told] == [
        "12月4日",
        "5月",
        "5月第三个星期日",
        "5月15日所在的一周",
        "农历9月9日",
        "由通知确定，通知之前暂按12月1日起7天",
    ]


@pytest.fixture
def office():
    return UserFactory(roles=[Role.OFFICE])


@pytest.fixture
def week():
    return LawDay.objects.get(name="宪法宣传周")


def _enter(office, law_day, year, first, last):
    return LAW_DAY_DATES.add(
        actor=office,
        law_day=law_day,
        year=year,
        starts_on=date.fromisoformat(first),
        ends_on=date.fromisoformat(last),
    )


def _of(year: int, name: str):
    return [
        (str(each.starts_on), str(each.ends_on), each.confirmed)
        for each in law_days_of(year)
        if each.name == name
    ]


def test_date_the_office_enters_goes_before_the_rule_in_that_year_alone(office, week):
    row = _enter(office, week, 2026, "2026-11-30", "2026-12-06")
    assert _of(2026, "宪法宣传周") == [("2026-11-30", "2026-12-06", True)]
    for year in (2025, 2027):
        assert _of(year, "宪法宣传周") == [(f"{year}-12-01", f"{year}-12-07", False)]
    assert AuditEntry.objects.filter(action="campaigns.lawdaydate.create", target_id=row.pk).count() == 1


def test_any_law_day_can_have_its_own_date_in_a_year(office):
    _enter(office, LawDay.objects.get(name="安全生产月"), 2027, "2027-06-01", "2027-07-15")
    assert _of(2027, "安全生产月") == [("2027-06-01", "2027-07-15", True)]


def test_date_of_a_law_day_changes_and_goes(office, week):
    row = _enter(office, week, 2026, "2026-11-30", "2026-12-06")
    write(row, LAW_DAY_DATES.changes, {"ends_on": date(2026, 12, 5)}, actor=office)
    assert _of(2026, "宪法宣传周") == [("2026-11-30", "2026-12-05", True)]
    removing(row, LAW_DAY_DATES.removes, actor=office)
    assert _of(2026, "宪法宣传周") == [("2026-12-01", "2026-12-07", False)]


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        ("2026-12-07", "2026-12-01", "末日不能早于首日。"),
        ("2025-12-01", "2025-12-07", "首日、末日都不在2026年，请核对。"),
        ("2027-12-01", "2027-12-07", "首日、末日都不在2026年，请核对。"),
        ("2026-12-01", "2027-12-07", "从首日到末日有372天，请核对年份。"),
        ("2026-01-01", "2026-04-11", "从首日到末日有101天，请核对年份。"),
    ],
)
def test_slip_in_a_date_is_told(office, week, first, last, told):
    with pytest.raises(RuleBroken) as refused:
        _enter(office, week, 2026, first, last)
    assert refused.value.messages == [told]
    assert not LawDayDate.objects.exists()


@pytest.mark.parametrize(
    ("first", "last"),
    [("2025-12-31", "2026-01-06"), ("2026-12-28", "2027-01-03"), ("2026-01-01", "2026-04-10")],
)
def test_date_may_reach_over_the_turn_of_the_year(office, week, first, last):
    _enter(office, week, 2026, first, last)
    assert _of(2026, "宪法宣传周") == [(first, last, True)]


def test_year_of_a_law_day_is_entered_once(office, week):
    _enter(office, week, 2026, "2026-12-01", "2026-12-07")
    with pytest.raises(RuleBroken) as refused:
        _enter(office, week, 2026, "2026-12-02", "2026-12-08")
    assert refused.value.messages == ["这个节日这一年的日期已经填过，请改那一条。"]


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REVIEWER, Role.MEMBER])
def test_only_the_office_writes_the_calendar(role, week):
    with pytest.raises(NotAllowed):
        _enter(UserFactory(roles=[role]), week, 2026, "2026-12-01", "2026-12-07")
    with pytest.raises(NotAllowed):
        LAW_DAYS.add(actor=UserFactory(roles=[role]), name="法治日", rule="fixed", month=1, day=1)


@pytest.mark.parametrize(
    ("on", "names"),
    [
        ("2026-10-18", ["老年节（重阳节）", "全国消防日", "宪法宣传周", "全国交通安全日", "国家宪法日"]),
        ("2026-10-19", ["全国消防日", "宪法宣传周", "全国交通安全日", "国家宪法日"]),
        ("2026-10-04", ["老年节（重阳节）", "全国消防日", "宪法宣传周", "全国交通安全日"]),
        ("2026-12-04", ["宪法宣传周", "国家宪法日"]),
        ("2026-12-05", ["宪法宣传周"]),
        ("2026-12-07", ["宪法宣传周"]),
        ("2026-12-08", []),
        ("2026-12-30", []),
        ("2026-12-31", ["学雷锋志愿服务周"]),
        ("2027-01-06", ["学雷锋志愿服务周"]),
        ("2027-01-07", ["学雷锋志愿服务周", "国际妇女节"]),
    ],
)
def test_coming_law_days_are_those_not_over_and_those_of_the_next_sixty_days(on, names):
    assert [each.name for each in coming_law_days(date.fromisoformat(on))] == names


def test_law_day_that_began_last_year_is_still_coming(office, week):
    _enter(office, week, 2026, "2026-12-28", "2027-01-03")
    assert [each.name for each in coming_law_days(date(2027, 1, 3))] == ["宪法宣传周", "学雷锋志愿服务周"]
    assert [each.name for each in coming_law_days(date(2027, 1, 4))] == ["学雷锋志愿服务周"]


def test_calendar_costs_two_queries(django_assert_num_queries, office, week):
    _enter(office, week, 2026, "2026-12-01", "2026-12-07")
    with django_assert_num_queries(2):
        coming_law_days(date(2026, 11, 26))


@pytest.mark.parametrize(("role", "offered"), [(Role.OFFICE, True), (Role.REVIEWER, False)])
def test_desk_shows_what_awaits_its_notice_to_those_who_can_enter_it(client, role, offered):
    running_now()
    client.force_login(UserFactory(roles=[role]))
    page = client.get(reverse("wagtailadmin_home")).content.decode()
    assert page.count("近期法治节日") == page.count("待通知确认") == 1
    assert (reverse("lawdaydate:add") in page) == offered
