"""Time nodes of plans as windows of days."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.core.almanac import lunar_days
from cms.intake.cells.windows import Node, read_windows

QUARTERS = ["0101-0331", "0401-0630", "0701-0930", "1001-1231"]
WHOLE = ["0101-1231"]


def spans(raw, year=2026):
    found = read_windows(raw, year)
    return found and (str(found.node), [f"{first:%m%d}-{last:%m%d}" for first, last in found.spans])


@pytest.mark.parametrize(
    ("text", "node", "windows"),
    [
        ("全年", "range", WHOLE),
        ("2026年", "range", WHOLE),
        ("常态化开展", "range", WHOLE),
        ("上半年", "range", ["0101-0630"]),
        ("第三季度", "range", ["0701-0930"]),
        ("4月", "range", ["0401-0430"]),
        ("2026年5月", "range", ["0501-0531"]),
        ("5月—6月", "range", ["0501-0630"]),
        ("5-6月", "range", ["0501-0630"]),
        ("2026.7—2026.9", "range", ["0701-0930"]),
        ("2026年7月至2026年9月", "range", ["0701-0930"]),
        ("12月1日—7日", "range", ["1201-1207"]),
        ("3月5日至11日", "range", ["0305-0311"]),
        ("2026-03-05~2026-03-11", "range", ["0305-0311"]),
        ("10月上旬", "range", ["1001-1010"]),
        ("12·4国家宪法日", "range", ["1204-1204"]),
        ("民法典宣传月", "range", ["0501-0531"]),
        ("3月、9月", "multi", ["0301-0331", "0901-0930"]),
        ("3、9月", "multi", ["0301-0331", "0901-0930"]),
        ("一、二季度", "multi", QUARTERS[:2]),
        ("3月5日、12日", "multi", ["0305-0305", "0312-0312"]),
        ("每季度1次", "recurring", QUARTERS),
        ("每半年一次", "recurring", ["0101-0630", "0701-1231"]),
        ("11月30日前", "deadline", ["0101-1130"]),
        ("9月底前", "deadline", ["0101-0930"]),
        ("年底前完成", "deadline", WHOLE),
        ("截至2026年11月30日", "deadline", ["0101-1130"]),
        ("6月26日前后", "fuzzy", ["0626-0626"]),
        ("3·15前后", "fuzzy", ["0315-0315"]),
        ("全国助残日前后", "fuzzy", ["0517-0517"]),
        ("重阳节前后", "lunar", ["1018-1018"]),
        ("农历九月初九", "lunar", ["1018-1018"]),
        ("春节前后", "lunar", ["0217-0217"]),
        ("元旦、春节期间", "fuzzy", ["0101-0101", "0217-0217"]),
        ("端午、中秋前后", "lunar", ["0619-0619", "0925-0925"]),
        ("五一劳动节、五四青年节", "multi", ["0501-0501", "0504-0504"]),
        ("3月、重阳节", "multi", ["0301-0331", "1018-1018"]),
        ("春节前", "deadline", ["0101-0217"]),
        ("春节至元宵节", "range", ["0217-0303"]),
        ("农历正月初一至十五", "range", ["0217-0303"]),
        ("农历九月初八至农历九月初九", "range", ["1017-1018"]),
        ("3月5日（农历正月十七）", "range", ["0305-0305"]),
        ("4月15日国家安全教育日", "range", ["0415-0415"]),
        ("12月1日—7日宪法日", "range", ["1201-1207"]),
        ("宪法宣传周", "announced", []),
        ("宪法宣传周（以通知为准）", "announced", []),
        ("另行通知", "announced", []),
        (None, "missing", []),
        ("—", "missing", []),
        (date(2026, 3, 5), "range", ["0305-0305"]),
        (datetime(2026, 3, 5), "range", ["0305-0305"]),
    ],
)
def test_time_node_is_read(text, node, windows):
    assert spans(text) == (node, windows)


def test_a_festival_that_a_year_has_twice_or_never_is_asked():
    asked = [year for year in range(2000, 2031) if spans("腊八", year) is None]
    assert asked == [year for year in range(2000, 2031) if len(lunar_days(year, 12, 8)) != 1]
    assert asked


def test_every_month_has_its_window():
    assert len(spans("每月")[1]) == 12


@pytest.mark.parametrize(
    "text",
    [
        "适时开展",
        "6月前",
        "2025年5月",
        "13月",
        "3月11日至5日",
        "2月30日",
        "清明前后",
        "3-12月每月",
        # The day that stands beside the name is another.
        "12月5日宪法日",
        "国庆节后",
        "农历九月初九至初八",
    ],
)
def test_what_is_not_understood_is_not_guessed(text):
    assert read_windows(text, 2026) is None


@given(st.dates(date(2020, 1, 1), date(2060, 12, 31)), st.dates(date(2020, 1, 1), date(2060, 12, 31)))
def test_every_range_of_a_year_is_read(one, other):
    first, last = sorted((one, other.replace(year=one.year, day=min(other.day, 28))))
    found = read_windows(f"{first.month}月{first.day}日至{last.month}月{last.day}日", one.year)
    assert (found.node, found.spans) == (Node.RANGE, ((first, last),))
    until = read_windows(f"{last.month}月{last.day}日前", one.year)
    assert until.spans == ((date(one.year, 1, 1), last),)


@given(
    st.one_of(
        st.text(max_size=20), st.text("0123456789年月日至前后、—每季度农历初九春节国庆宪法.", max_size=15)
    ),
    st.integers(2000, 2099),
)
def test_windows_lie_in_their_year_and_in_order(text, year):
    found = read_windows(text, year)
    if found is None:
        return
    assert bool(found.spans) == (found.node not in (Node.ANNOUNCED, Node.MISSING))
    for first, last in found.spans:
        assert first.year == last.year == year
        assert first <= last
