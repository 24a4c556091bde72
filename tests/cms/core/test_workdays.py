import io
import json
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st
from lunar_python.util import HolidayUtil

from cms.core.workdays import add_workdays, is_announced, is_workday, next_workday

# Written by hand from the State Council's notices for 2025 and 2026.
OFF = {
    2025: "0101 0128-0204 0404-0406 0501-0505 0531-0602 1001-1008",
    2026: "0101-0103 0215-0223 0404-0406 0501-0505 0619-0621 0925-0927 1001-1007",
}
WORKED_WEEKENDS = {2025: "0126 0208 0427 0928 1011", 2026: "0104 0214 0228 0509 0920 1010"}
# No notice of that year is known, whatever edition of the library is installed.
FAR = 2045
DAYS = st.dates(date(2004, 1, 1), date(2060, 12, 31))


def _days(year: int, words: str):
    for word in words.split():
        first, _dash, last = word.partition("-")
        day, end = (date(year, int(text[:2]), int(text[2:])) for text in (first, last or first))
        while day <= end:
            yield day
            day += timedelta(days=1)


def _year(year: int):
    return _days(year, "0101-1231")


@pytest.mark.parametrize("year", [2025, 2026])
def test_year_is_as_the_notice_has_it(year):
    off, worked = set(_days(year, OFF[year])), set(_days(year, WORKED_WEEKENDS[year]))
    expected = {day for day in _year(year) if day in worked or (day.weekday() < 5 and day not in off)}
    assert {day for day in _year(year) if is_workday(day)} == expected
    assert is_announced(year)


@pytest.mark.parametrize("year", range(2018, 2027))
def test_a_second_library_agrees(year):
    def second(day):
        told = HolidayUtil.getHoliday(day.year, day.month, day.day)
        return told.isWork() if told else day.weekday() < 5

    assert [day for day in _year(year) if is_workday(day) != second(day)] == []


def test_year_that_is_not_announced_has_its_weekends_and_says_so():
    assert not is_announced(FAR)
    assert [is_workday(day) for day in _year(FAR)] == [day.weekday() < 5 for day in _year(FAR)]


@pytest.mark.parametrize(
    ("day", "following"),
    [
        ("2026-02-12", "2026-02-13"),
        ("2026-02-13", "2026-02-14"),
        ("2026-02-14", "2026-02-24"),
        ("2026-02-17", "2026-02-24"),
        ("2026-02-23", "2026-02-24"),
        ("2026-02-24", "2026-02-25"),
        ("2026-02-27", "2026-02-28"),
        ("2026-02-28", "2026-03-02"),
        ("2025-09-26", "2025-09-28"),
        ("2025-09-30", "2025-10-09"),
        ("2025-10-10", "2025-10-11"),
        ("2025-10-11", "2025-10-13"),
        ("2026-09-30", "2026-10-08"),
        ("2025-12-31", "2026-01-04"),
        ("2024-12-31", "2025-01-02"),
    ],
)
def test_next_workday_is_after_the_day(day, following):
    assert next_workday(date.fromisoformat(day)) == date.fromisoformat(following)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        # An ordinary week: the start does not count, whether it is a working day or not.
        ("2026-11-23", 1, "2026-11-24"),
        ("2026-11-23", 4, "2026-11-27"),
        ("2026-11-23", 5, "2026-11-30"),
        ("2026-11-27", 1, "2026-11-30"),
        ("2026-11-28", 1, "2026-11-30"),
        # Over Spring Festival, with a Saturday worked before it and one after.
        ("2026-02-12", 2, "2026-02-14"),
        ("2026-02-12", 3, "2026-02-24"),
        ("2026-02-12", 7, "2026-02-28"),
        ("2026-02-12", 8, "2026-03-02"),
        # Over National Day, with a Sunday worked before it and a Saturday after.
        ("2025-09-27", 1, "2025-09-28"),
        ("2025-09-30", 1, "2025-10-09"),
        ("2025-09-30", 3, "2025-10-11"),
        ("2025-09-30", 4, "2025-10-13"),
        # Over the turn of the year, with a Sunday worked.
        ("2025-12-29", 2, "2025-12-31"),
        ("2025-12-29", 3, "2026-01-04"),
        ("2025-12-29", 15, "2026-01-20"),
    ],
)
def test_period_of_working_days_ends(start, count, end):
    assert add_workdays(date.fromisoformat(start), count) == date.fromisoformat(end)


@pytest.mark.parametrize("count", [0, -1])
def test_period_has_at_least_one_day(count):
    with pytest.raises(ValueError, match="at least one"):
        add_workdays(date(2026, 11, 23), count)


@given(DAYS, st.integers(1, 20))
def test_period_holds_as_many_working_days_as_it_counts(start, count):
    end = add_workdays(start, count)
    between = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert sum(map(is_workday, between)) == count
    assert is_workday(end)


def _told(*arguments):
    out, err = io.StringIO(), io.StringIO()
    call_command("workdays", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_command_answers_in_the_order_asked_and_is_silent_about_announced_years():
    out, err = _told("2026-10-10", "2026-10-01", "--json")
    assert json.loads(out) == [
        {"date": "2026-10-10", "is_workday": True, "next_workday": "2026-10-12"},
        {"date": "2026-10-01", "is_workday": False, "next_workday": "2026-10-08"},
    ]
    assert err == ""


@pytest.mark.parametrize(("day", "years"), [("2035-06-01", [2035]), ("2035-12-31", [2035, 2036])])
def test_command_says_which_years_are_not_announced(day, years):
    out, err = _told(day, "--json")
    assert [list(each) for each in json.loads(out)] == [["date", "is_workday", "next_workday"]]
    assert err == "".join(f"{year}年的放假安排还没有收录，暂按周末推算。\n" for year in years)


def test_command_tells_people_in_words():
    assert _told("2026-02-14")[0] == "2026-02-14 工作日，下一个工作日 2026-02-24\n"
    assert _told("2026-02-15")[0] == "2026-02-15 休息日，下一个工作日 2026-02-24\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "请写明日期"),
        (["2026-02-30"], "“2026-02-30”不是日历上的日期"),
        (["明天"], "“明天”不是日历上的日期"),
        (["2026-12-04", "2026/12/05"], "“2026/12/05”不是日历上的日期"),
        (["9999-12-31"], "“9999-12-31”：年份 9999 不对"),
    ],
)
def test_command_refuses_what_is_no_day_in_chinese(arguments, told):
    with pytest.raises(CommandError, match=told):
        _told(*arguments, "--json")
