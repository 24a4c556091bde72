"""Days and ranges of days as ledgers write them."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.intake.cells.periods import UnreadablePeriod, period, read_period
from cms.intake.cells.titles import reported, year_of

ON = date(2026, 11, 23)
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


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
    ],
)
def test_what_names_no_day_waits(raw, code):
    parsed = period(raw, ON)
    assert (parsed.value, [found for found, _ in parsed.findings]) == (None, [code])


def test_day_without_a_year_anywhere_waits():
    with pytest.raises(UnreadablePeriod) as error:
        read_period("3月5日", None)
    assert error.value.code == "date_unclear"


@pytest.mark.parametrize(
    ("text", "begins"),
    [("3月8日 14:00", time(14)), ("3月8日下午2点半", time(14, 30)), ("3月8日上午", None)],
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
    ],
)
def test_titles_tell_year_and_period(titles, year, span):
    found = reported(titles)
    assert year_of(titles) == year
    assert (found and tuple(f"{day:%m-%d}" for day in found)) == span
