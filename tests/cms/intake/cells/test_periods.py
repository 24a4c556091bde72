"""Days and ranges of days as ledgers write them."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.core.almanac import lunar_days
from cms.intake.cells.dates import day, lunar_without_year
from cms.intake.cells.periods import UnreadablePeriod, period, read_period
from cms.intake.cells.titles import reported, year_of

ON = date(2026, 11, 23)
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize("raw", ["2026-03-05 16:00-14:00", "3月5日（16:00—9:30）", "2026.3.5 16:00至 14:00"])
def test_end_before_the_start_is_asked(raw):
    with pytest.raises(UnreadablePeriod) as refusal:
        read_period(raw, 2026)
    assert refusal.value.code == "end_before_start"


@pytest.mark.parametrize("raw", ["2026-03-05 14:00-16:00", "3月5日22:00-01:00", "3月5日 9:00-9:00"])
def test_end_after_the_start_or_after_midnight_is_read(raw):
    assert read_period(raw, 2026).first == date(2026, 3, 5)


@pytest.mark.parametrize(
    ("raw", "first", "last", "code"),
    [
        (datetime(2026, 3, 5), "2026-03-05", "2026-03-05", ""),
        ("2026-03-05", "2026-03-05", "2026-03-05", "date_text"),
        ("2026.3.5", "2026-03-05", "2026-03-05", "date_text"),
        ("26年3月5日", "2026-03-05", "2026-03-05", "date_text"),
        ("二〇二六年三月五日", "2026-03-05", "2026-03-05", "date_text"),
        ("2026年3月5日（周四）下午2点", "2026-03-05", "2026-03-05", "date_text"),
        ("2026/1/14-1/16", "2026-01-14", "2026-01-16", "date_text"),
        ("2026-01-14-2026-01-16", "2026-01-14", "2026-01-16", "date_text"),
        ("2026-01-14 14:00-16:00", "2026-01-14", "2026-01-14", "date_text"),
        (20260305, "2026-03-05", "2026-03-05", "date_number"),
        ("20260305", "2026-03-05", "2026-03-05", "date_number"),
        (46086, "2026-03-05", "2026-03-05", "date_number"),
        ("3月5日", "2026-03-05", "2026-03-05", "date_no_year"),
        ("3.5", "2026-03-05", "2026-03-05", "date_no_year"),
        (3.15, "2026-03-15", "2026-03-15", "date_no_year"),
        ("1月14日至16日", "2026-01-14", "2026-01-16", "date_no_year"),
        ("１月１４日、１５日", "2026-01-14", "2026-01-15", "date_no_year"),
        ("3月21日上午", "2026-03-21", "2026-03-21", "date_no_year"),
        ("3月8日14:00—3月9日16:30", "2026-03-08", "2026-03-09", "date_no_year"),
        ("2月27日—3月3日", "2026-02-27", "2026-03-03", "date_no_year"),
        ("12月30日—1月2日", "2026-12-30", "2027-01-02", "date_no_year"),
        ("3月5日22:00–次日01:00", "2026-03-05", "2026-03-06", "date_no_year"),
        ("2026.3.5 22:00-次日1:00", "2026-03-05", "2026-03-06", "date_text"),
        ("2026年3月5日22时至第二天1时", "2026-03-05", "2026-03-06", "date_text"),
        ("12月31日22:00-翌日01:00", "2026-12-31", "2027-01-01", "date_no_year"),
        ("3月5日22:00-01:00", "2026-03-05", "2026-03-06", "date_no_year"),
        ("3月5日晚10点—凌晨1点", "2026-03-05", "2026-03-06", "date_no_year"),
        ("3月5日22:00—24:00", "2026-03-05", "2026-03-05", "date_no_year"),
        ("3月5日（晚10点至次日1点）", "2026-03-05", "2026-03-06", "date_no_year"),
        ("3月5日（线上）", "2026-03-05", "2026-03-05", "date_no_year"),
        ("3月5日下午2:00-4:00", "2026-03-05", "2026-03-05", "date_no_year"),
        ("2026-03-04 19:00-21:00", "2026-03-04", "2026-03-04", "date_text"),
        ("农历九月初九", "2026-10-18", "2026-10-18", "date_no_year"),
        ("农历正月十五上午", "2026-03-03", "2026-03-03", "date_no_year"),
        ("2026年农历九月初九 9:00", "2026-10-18", "2026-10-18", "date_text"),
        # The day stands in both calendars: the one in brackets is not the day of the other.
        ("2026年3月5日（农历正月十七）", "2026-03-05", "2026-03-05", "date_text"),
    ],
)
def test_period_is_read(raw, first, last, code):
    found = read_period(raw, 2026)
    assert (found.first.isoformat(), found.last.isoformat(), found.code) == (first, last, code)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("1月", "date_vague"),
        ("3月下旬", "date_vague"),
        ("2026年3月", "date_vague"),
        ("2026年第一季度", "date_vague"),
        ("1-3月", "date_vague"),
        ("待定", "date_vague"),
        ("3月16日—3月14日", "end_before_start"),
        ("2026-13-40", "date_unclear"),
        # 3月1日 and 3月10日 are one number.
        (3.1, "date_unclear"),
        ("某日", "date_unclear"),
        ("3月5日（已取消）", "date_unclear"),
        ("3月5日（雨天顺延至3月6日）", "date_unclear"),
        ("3月5日（3月6日）", "date_unclear"),
    ],
)
def test_what_names_no_day_waits(raw, code):
    parsed = period(raw, ON)
    assert (parsed.value, [found for found, _ in parsed.findings]) == (None, [code])


@pytest.mark.parametrize(
    "text",
    [
        "2026年农历九月初八至九月初九",
        "农历九月初八至初九",
        "农历闰二月初三",
        "3月5日 农历正月十七",
        "农历十三月初一",
    ],
)
def test_lunar_text_that_is_not_one_day_waits(text):
    with pytest.raises(UnreadablePeriod):
        read_period(text, 2026)


def test_lunar_day_that_a_year_has_twice_or_never_waits():
    seen = {year: lunar_without_year("农历十二月初五", year) for year in range(2000, 2031)}
    twice = [year for year in seen if len(set(lunar_days(year, 12, 5))) != 1]
    assert twice
    assert [year for year, day in seen.items() if day is None] == twice


def test_lunar_day_without_a_year_anywhere_waits():
    with pytest.raises(UnreadablePeriod):
        read_period("农历九月初九", None)


def test_day_without_a_year_anywhere_waits():
    with pytest.raises(UnreadablePeriod) as error:
        read_period("3月5日", None)
    assert error.value.code == "date_unclear"


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("3月8日 14:00", time(14)),
        ("3月8日下午2点半", time(14, 30)),
        ("3月8日上午", None),
        ("3月8日凌晨12:30", time(0, 30)),
        ("3月8日中午1点", time(13)),
        ("3月8日晚12点", None),
        ("3月5日(晚10点)", time(22)),
        ("3月5日（14:00-16:00，周四）", time(14)),
        ("2026-03-05 00:00:00", None),
    ],
)
def test_time_of_the_beginning_is_kept(text, begins):
    assert read_period(text, 2026).begins == begins


@given(DAYS)
def test_every_day_is_read_in_every_style(day):
    styles = (
        f"{day:%Y-%m-%d}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}.{day.month}.{day.day}",
        f"{day:%Y/%m/%d} 09:30",
        f"{day:%Y%m%d}",
    )
    assert {read_period(style, None).first for style in styles} == {day}


@given(DAYS, DAYS)
def test_every_range_is_read_with_and_without_the_second_year(one, other):
    first, last = sorted((one, other))
    full = f"{first.year}年{first.month}月{first.day}日至{last.year}年{last.month}月{last.day}日"
    found = read_period(full, None)
    assert (found.first, found.last) == (first, last)
    if first.year == last.year:
        short = f"{first.year}/{first.month}/{first.day}-{last.month}/{last.day}"
        assert (read_period(short, None).first, read_period(short, None).last) == (first, last)


@given(st.one_of(st.text(max_size=30), st.floats(), st.integers(), st.booleans(), st.none()))
def test_nothing_breaks_the_parser(raw):
    parsed = period(raw, ON)
    assert parsed.value is None or parsed.value == raw


@pytest.mark.parametrize(
    ("titles", "year", "span"),
    [
        (("某区2026年第一季度台账", "填报时间：2026年4月3日", "台账"), 2026, ("01-01", "03-31")),
        (("2026年度", "三季度"), 2026, ("07-01", "09-30")),
        (("2026年1—3月活动",), 2026, ("01-01", "03-31")),
        (("2026年上半年",), 2026, ("01-01", "06-30")),
        (("二〇二六年二月",), 2026, ("02-01", "02-28")),
        (("2026年普法责任清单", "2026年1月20日"), 2026, None),
        (("填报时间：2026年4月3日", "台账"), 2026, None),
        (("台账",), None, None),
        (("2025—2026学年普法活动台账",), None, None),
        (("2026-2026年普法活动",), 2026, None),
    ],
)
def test_titles_tell_year_and_period(titles, year, span):
    found = reported(titles)
    assert year_of(titles) == year
    assert (found and tuple(f"{day:%m-%d}" for day in found)) == span


@pytest.mark.parametrize(
    "text", ["2026年3月5日（农历正月十七）", "2026年农历九月初八至九月初九", "2026年农历九月初九前后"]
)
def test_a_day_cell_with_more_than_one_lunar_day_is_asked(text):
    assert day(text, date(2026, 11, 23)).value is None
