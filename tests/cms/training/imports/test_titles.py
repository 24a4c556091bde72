"""Which training a sheet is about, from the lines above its headings."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.training.imports.titles import SessionFacts, read_period, read_session

FIRST = date(2026, 5, 16)


@pytest.mark.parametrize(
    ("titles", "facts"),
    [
        (
            (
                "2026年第一期法律明白人集中培训签到表",
                "时间：2026年5月16日　地点：区公共法律服务中心　学时：4",
                "第一期",
            ),
            SessionFacts("2026年第一期法律明白人集中培训", FIRST, FIRST, 4, "区公共法律服务中心", ""),
        ),
        (
            (
                "2026年第三期培训学员签到册",
                "培训时间：5月16日（周六）至18日 培训地点:镇政府 主办单位：区司法局",
                "Sheet1",
            ),
            SessionFacts("2026年第三期培训", FIRST, date(2026, 5, 18), None, "镇政府", "区司法局"),
        ),
        (
            ("法治带头人培训", "日期：2026.5.16-5.17；课时：8学时；", "x"),
            SessionFacts("法治带头人培训", FIRST, date(2026, 5, 17), 8, "", ""),
        ),
        (
            ("签到表", "培训名称：骨干培训", "时间：2026-05-16 9:00-11:30", "Sheet1"),
            SessionFacts("骨干培训", FIRST, FIRST, None, "", ""),
        ),
        (("第一期",), SessionFacts("第一期")),
        (("Sheet1",), SessionFacts()),
        ((), SessionFacts()),
    ],
)
def test_session_is_read_from_the_titles(titles, facts):
    assert read_session(titles) == facts


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2026年12月31日至2027年1月2日", (date(2026, 12, 31), date(2027, 1, 2))),
        ("2026/5/16~5/17", (FIRST, date(2026, 5, 17))),
        ("2026年5月16日、17日", (FIRST, date(2026, 5, 17))),
        ("2026年5月16日14:00-16:00", (FIRST, FIRST)),
        ("2026年5月16日至15日", (FIRST, FIRST)),
        ("2026年2月30日", (None, None)),
        ("5月16日", (None, None)),
        ("待定", (None, None)),
    ],
)
def test_period(text, period):
    assert read_period(text) == period


@given(
    st.dates(date(2000, 1, 1), date(2090, 1, 1)),
    st.integers(0, 20),
    st.sampled_from(
        ["{0.year}年{0.month}月{0.day}日", "{0.year}-{0.month:02d}-{0.day:02d}", "{0.year}.{0.month}.{0.day}"]
    ),
    st.sampled_from(["至", "—", "~", " 到 "]),
)
def test_every_period_is_read_in_every_style(begin, days, style, joint):
    end = begin + timedelta(days=days)
    assert read_period(style.format(begin) + joint + style.format(end)) == (begin, end)


@given(st.lists(st.text(max_size=40), max_size=4))
def test_whatever_stands_there_is_no_error(titles):
    facts = read_session(titles)
    assert (facts.starts_on is None) == (facts.ends_on is None)
