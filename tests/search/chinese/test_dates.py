from datetime import date

import pytest

from search.chinese.dates import chinese_date, day_of, months_span


def test_date_is_worded_with_its_year():
    assert chinese_date(date(2026, 12, 4)) == "2026年12月4日"


@pytest.mark.parametrize(
    ("year", "worded"), [(2026, "1月1日"), (2025, "2026年1月1日"), (2027, "2026年1月1日")]
)
def test_year_the_reader_knows_is_left_out(year, worded):
    assert chinese_date(date(2026, 1, 1), in_year=year) == worded


@pytest.mark.parametrize(
    ("numbers", "day"),
    [
        (("2028", "2", "29"), date(2028, 2, 29)),
        ((2026, 2, 29), None),
        ((2026, 13, 1), None),
        ((0, 1, 1), None),
        (("二", 1, 1), None),
    ],
)
def test_day_of_three_numbers_is_in_the_calendar(numbers, day):
    assert day_of(*numbers) == day


def test_span_of_months_ends_with_the_last_day():
    assert months_span(2028, 1, 2) == (date(2028, 1, 1), date(2028, 2, 29))
