from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.core.almanac import lunar_day_of, lunar_days, nth_weekday, week_of

YEARS = st.integers(1990, 2050)


@given(YEARS, st.integers(1, 12), st.integers(1, 4), st.integers(0, 6))
def test_nth_weekday_is_that_weekday_in_that_week_of_the_month(year, month, which, weekday):
    day = nth_weekday(year, month, which, weekday)
    assert (day.year, day.month, day.weekday(), (day.day - 1) // 7 + 1) == (year, month, weekday, which)


@given(st.dates(date(1990, 1, 1), date(2050, 12, 31)))
def test_week_runs_from_monday_to_sunday_and_holds_its_day(day):
    monday, sunday = week_of(day)
    assert (monday.weekday(), sunday - monday) == (0, timedelta(days=6))
    assert monday <= day <= sunday


@pytest.mark.parametrize(
    ("day", "monday"),
    [
        ("2026-05-10", "2026-05-04"),
        ("2026-05-11", "2026-05-11"),
        ("2026-05-17", "2026-05-11"),
        ("2026-05-18", "2026-05-18"),
        ("2026-01-01", "2025-12-29"),
    ],
)
def test_week_of_a_day(day, monday):
    assert week_of(date.fromisoformat(day))[0] == date.fromisoformat(monday)


@given(YEARS, st.integers(1, 10), st.integers(1, 29))
def test_lunar_date_before_the_last_months_falls_once_into_each_year(year, month, day):
    assert [found.year for found in lunar_days(year, month, day)] == [year]


@pytest.mark.parametrize(
    ("year", "month", "day", "found"),
    [
        (2026, 1, 1, ["2026-02-17"]),
        (2025, 9, 9, ["2025-10-29"]),
        # A leap month bears the same number; the festival is that of the first.
        (2025, 6, 1, ["2025-06-25"]),
        # The eighth of the twelfth month: twice in one year, then not at all.
        (2022, 12, 8, ["2022-01-10", "2022-12-30"]),
        (2023, 12, 8, []),
        (2024, 12, 8, ["2024-01-18"]),
        # A month of 29 days.
        (2025, 12, 30, []),
        (2025, 13, 1, []),
        (2025, 1, 31, []),
    ],
)
def test_days_of_a_lunar_date(year, month, day, found):
    assert lunar_days(year, month, day) == [date.fromisoformat(each) for each in found]


def test_day_of_a_lunar_year_may_lie_in_the_next():
    assert lunar_day_of(2025, 12, 8) == date(2026, 1, 26)
