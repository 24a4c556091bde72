"""The weekday beside a date is held against it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.intake.cells.dates import day
from cms.intake.cells.weekdays import NAMES, weekday_doubt

THURSDAY = date(2026, 3, 5)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-05",
        "2026年3月5日（周四）",
        "2026/3/5 星期四",
        "3月5日礼拜四",
        "每周三下午",
        "三周一次",
        "第二周三",
        "五周年",
    ],
)
def test_right_weekday_none_and_what_is_none_raise_no_doubt(text):
    assert weekday_doubt(text, THURSDAY, THURSDAY) == ""


@pytest.mark.parametrize("text", ["2026年3月5日（周五）", "2026/3/5 星期天", "3月5日礼拜一"])
def test_wrong_weekday_is_told_with_the_right_one(text):
    told = weekday_doubt(text, THURSDAY, THURSDAY)
    assert told.startswith(f"“{text}”写着星期")
    assert told.endswith("而 2026-03-05 是星期四，请核对是日期还是星期写错")


def test_weekdays_of_a_span_are_those_of_any_of_its_days():
    last = THURSDAY + timedelta(days=2)
    assert weekday_doubt("3月5日（周四）至7日（周六）", THURSDAY, last) == ""
    assert "写着星期日，" in weekday_doubt("3月5日（周四）至7日（周日）", THURSDAY, last)


@given(st.dates(date(2000, 1, 1), date(2026, 11, 1)), st.sampled_from(NAMES))
def test_day_is_taken_without_a_question_only_with_its_own_weekday(found, name):
    parsed = day(f"{found:%Y-%m-%d} 星期{name}", date(2026, 11, 23))
    assert parsed.value == found.isoformat()
    is_own = NAMES[found.weekday()] == name
    assert [code for code, _ in parsed.findings] == ["date_text" if is_own else "date_weekday"]
