"""Opening hours as offices write them: read with certainty, or left as words and never shown as open."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.core.opening_hours import Openness, read_hours, read_special, standing_at, told

NO_WEEKEND, MORNING_AND_AFTERNOON = ("周六至周日", "不开放"), ("周一至周五", "09:00–11:30，13:30–17:00")
WORKDAY = [("周一至周五", "09:00–17:00"), ("周六至周日", "不开放")]


@pytest.mark.parametrize(
    ("words", "week"),
    [
        ("全天开放", [("每天", "全天开放")]),
        ("24小时开放", [("每天", "全天开放")]),
        ("周一至周日 8:30-20:00", [("每天", "08:30–20:00")]),
        ("每天8：30至20：00", [("每天", "08:30–20:00")]),
        ("9:00-16:30（周一闭馆）", [("周一", "不开放"), ("周二至周日", "09:00–16:30")]),
        ("周一闭馆 9:00-16:30", [("周一", "不开放"), ("周二至周日", "09:00–16:30")]),
        ("周一至周五 9:00-17:00", WORKDAY),
        ("工作日9:00—17:00", WORKDAY),
        ("星期一到星期五 9点到17点", WORKDAY),
        ("周一至周五 上午9:00-11:30，下午1:30-5:00", [MORNING_AND_AFTERNOON, NO_WEEKEND]),
        ("周一至周五 9:00-11:30，13:30-17:00", [MORNING_AND_AFTERNOON, NO_WEEKEND]),
        ("周一至周六 9:00-17:00", [("周一至周六", "09:00–17:00"), ("周日", "不开放")]),
        ("每周三 14:00-16:00", [("周一至周二", "不开放"), ("周三", "14:00–16:00"), ("周四至周日", "不开放")]),
        ("周二、四 9点半-11点", [
            ("周一", "不开放"), ("周二", "09:30–11:00"), ("周三", "不开放"), ("周四", "09:30–11:00"),
            ("周五至周日", "不开放"),
        ]),
        ("周一至周五8.30-17.00；周六9.00-12.00", [
            ("周一至周五", "08:30–17:00"), ("周六", "09:00–12:00"), ("周日", "不开放"),
        ]),
        ("周一至周五（法定节假日除外）9:00-17:00", WORKDAY),
        ("6:00-24:00", [("每天", "06:00–24:00")]),
    ],
)  # fmt: skip
def test_wordings_that_are_read(words, week):
    assert told(read_hours(words)) == week


@pytest.mark.parametrize(
    "words",
    [
        "", "预约开放", "律师每月第一个周六上午", "详见公告", "周一至周五", "9:00",
        "夏季9:00-18:00，冬季9:00-17:00",
        "周五至周一 9:00-17:00", "17:00-9:00", "25:00-26:00", "9:70-10:00", "周一至周五 9:00-17:00 周六",
        "9:00-12:00，11:00-15:00", "节假日9:00-12:00", "周一至周五 9:00-17:00，周六上午", "上午",
        "逢单日9:00-17:00",
        "周一至周五 9:00-17:00（需预约）", "闭馆",
    ],
)  # fmt: skip
def test_wordings_that_stay_words_and_are_never_open(words):
    assert read_hours(words) is None
    for hour in range(24):
        assert standing_at(words, "", datetime(2026, 11, 25, hour)).openness == Openness.UNKNOWN


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ((2026, 11, 25, 8, 59), "已关闭，今天 09:00 开放"),
        ((2026, 11, 25, 9, 0), "开放中，11:30 关闭"),
        ((2026, 11, 25, 11, 29), "开放中，11:30 关闭"),
        ((2026, 11, 25, 11, 30), "已关闭，今天 13:30 开放"),
        ((2026, 11, 25, 17, 0), "已关闭，明天 09:00 开放"),
        # A Friday evening leads over the weekend.
        ((2026, 11, 27, 17, 0), "已关闭，11月30日 09:00 开放"),
        # National Day, and the Saturday that is worked for it.
        ((2026, 10, 1, 10, 0), "已关闭，10月8日 09:00 开放"),
        ((2026, 10, 10, 10, 0), "开放中，11:30 关闭"),
    ],
)
def test_office_hours_are_kept_on_working_days(moment, expected):
    words = "周一至周五 9:00-11:30，13:30-17:00"
    assert standing_at(words, "", datetime(*moment)).told == expected


@pytest.mark.parametrize(
    ("words", "openness"),
    [
        ("周一至周日 8:30-20:00", Openness.UNKNOWN),
        ("周一至周日 8:30-20:00，节假日照常开放", Openness.OPEN),
        ("周一至周日 8:30-20:00，法定节假日休息", Openness.CLOSED),
        ("全年无休 8:30-20:00", Openness.OPEN),
        ("全天开放", Openness.OPEN),
        ("周一至周五 8:30-20:00，节假日照常开放", Openness.OPEN),
    ],
)
def test_public_holiday_is_open_only_where_the_words_say_so(words, openness):
    assert standing_at(words, "", datetime(2026, 10, 1, 10)).openness == openness


def test_special_day_goes_before_the_week():
    special = "2026-12-31 9:00-12:00\n2027-01-04 不开放"
    words = "周一至周五 9:00-17:00"
    assert standing_at(words, special, datetime(2026, 12, 31, 11, 59)).told == "开放中，12:00 关闭"
    assert standing_at(words, special, datetime(2026, 12, 31, 12)).is_open is False
    assert standing_at(words, special, datetime(2027, 1, 4, 10)).openness == Openness.CLOSED
    # It is known even where the week is not.
    assert standing_at("详见公告", special, datetime(2026, 12, 31, 10)).is_open


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("2026-12-31 9:00-12:00", (date(2026, 12, 31), ((540, 720),))),
        ("2027-1-2　不开放", (date(2027, 1, 2), ())),
        ("2026-02-30 不开放", None),
        ("12月31日 不开放", None),
        ("2026-12-31 周一 9:00-12:00", None),
        ("2026-12-31", None),
    ],
)
def test_special_day_is_a_day_with_its_hours(line, found):
    assert read_special(line) == found


@given(st.text(max_size=40))
def test_no_words_are_too_odd_to_be_asked(words):
    standing = standing_at(words, words, datetime(2026, 11, 25, 10))
    assert not (
        standing.is_open and read_hours(words) is None and read_special(words) is None and "\n" not in words
    )


PIECES = [*"周一二三五六日至、，,（）()", "9:00-17:00", "闭馆", "节假日", "工作日", "除外", "照常"]


@given(
    st.lists(st.sampled_from(PIECES), max_size=9).map("".join),
    st.integers(0, 13),
)  # fmt: skip
def test_whoever_is_told_open_is_told_until_when(words, ahead):
    standing = standing_at(words, "", datetime(2026, 11, 25, 10) + timedelta(days=ahead))
    assert standing.is_open == ("开放中" in standing.told or standing.told == "全天开放")
