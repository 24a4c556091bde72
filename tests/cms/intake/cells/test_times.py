"""Clock times, spans and hours as offices write them."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.intake.cells import times
from cms.intake.cells.text import PLACEHOLDERS, as_text

ON = date(2026, 11, 23)


def codes(parsed):
    return [code for code, _ in parsed.findings]


@pytest.mark.parametrize(
    ("raw", "value", "found"),
    [
        (time(9, 30), "09:30", []),
        (datetime(2026, 5, 16, 8, 46), "08:46", []),
        ("9:30", "09:30", ["time_text"]),
        ("9：30", "09:30", ["time_text"]),
        ("9.30", "09:30", ["time_text"]),
        ("09:30:00", "09:30", ["time_text"]),
        ("上午9:30", "09:30", ["time_text"]),
        ("上午12点", "12:00", ["time_text"]),
        ("下午2时", "14:00", ["time_text"]),
        ("下午两点半", "14:30", ["time_text"]),
        ("下午12:30", "12:30", ["time_text"]),
        ("中午1点", "13:00", ["time_text"]),
        ("晚8点", "20:00", ["time_text"]),
        ("14点半", "14:30", ["time_text"]),
        ("十二点三刻", "12:45", ["time_text"]),
        ("12点05分", "12:05", ["time_text"]),
        ("9点5分", "09:05", ["time_text"]),
        ("2:30 pm", "14:30", ["time_text"]),
        ("12:10AM", "00:10", ["time_text"]),
        ("1430", "14:30", ["time_text"]),
        (930, "09:30", ["time_text"]),
        (0.40625, "09:45", ["time_text"]),
        ("2026/5/16 8:46", "08:46", ["time_text"]),
        (None, None, []),
        ("—", None, []),
        (9, None, ["time_unclear"]),
        (9.3, None, ["time_unclear"]),
        ("上午15:00", None, ["time_unclear"]),
        ("24:00", None, ["time_unclear"]),
        ("8:60", None, ["time_unclear"]),
        ("饭后", None, ["time_unclear"]),
    ],
)
def test_clock(raw, value, found):
    parsed = times.clock(raw, ON)
    assert (parsed.value, codes(parsed)) == (value, found)


@given(
    st.times(),
    st.sampled_from(
        ["{h}:{m:02d}", "{h:02d}：{m:02d}", "{h}点{m:02d}分", "{h:02d}{m:02d}", "{h}时{m:02d}分"]
    ),
)
def test_every_minute_of_the_day_is_read_in_every_style(moment, style):
    parsed = times.clock(style.format(h=moment.hour, m=moment.minute), ON)
    assert parsed.value == f"{moment:%H:%M}"


@given(st.times(time(12), time(23, 59)))
def test_afternoon_said_on_a_clock_of_twelve_hours_is_the_same_time(moment):
    hour = moment.hour - 12 or 12
    assert times.clock(f"下午{hour}:{moment.minute:02d}", ON).value == f"{moment:%H:%M}"


@given(st.integers(0, times.MINUTES_A_DAY - 1))
def test_fraction_of_a_day_is_read_to_the_minute(minutes):
    value = times.clock(minutes / times.MINUTES_A_DAY, ON).value if minutes else "00:00"
    assert times.minutes_of(value) == minutes


@given(st.text(max_size=12) | st.floats() | st.integers())
def test_whatever_stands_there_is_a_time_or_a_question(raw):
    for parse in (times.clock, times.span, times.hours):
        parsed = parse(raw, ON)
        assert parsed.value is not None or parsed.findings or as_text(raw) in PLACEHOLDERS


@pytest.mark.parametrize(
    ("raw", "value", "found"),
    [
        ("14:00-16:00", ["14:00", "16:00"], ["time_text"]),
        ("14：00～16：30", ["14:00", "16:30"], ["time_text"]),
        ("9点至11点半", ["09:00", "11:30"], ["time_text"]),
        ("上午9:00—下午3:00", ["09:00", "15:00"], ["time_text"]),
        ("下午2:00—4:00", ["14:00", "16:00"], ["time_text"]),
        ("下午2-4点", ["14:00", "16:00"], ["time_text"]),
        ("22:00–次日01:00", ["22:00", "次日01:00"], ["time_text"]),
        ("22:00-01:00", ["22:00", "次日01:00"], ["time_text"]),
        ("20:00—24:00", ["20:00", "24:00"], ["time_text"]),
        ("8:00-次日9:00", None, ["time_unclear"]),
        ("10-12", None, ["time_unclear"]),
        ("", None, []),
        ("14:00", None, ["time_unclear"]),
        ("全天", None, ["time_unclear"]),
    ],
)
def test_span(raw, value, found):
    parsed = times.span(raw, ON)
    assert (parsed.value, codes(parsed)) == (value, found)


@pytest.mark.parametrize(
    ("raw", "value", "found"),
    [
        (2, 2, []),
        (2.5, 2.5, []),
        (2.4999999999, 2.5, []),
        ("2", 2, ["hours_text"]),
        ("2小时", 2, ["hours_text"]),
        ("2.5h", 2.5, ["hours_text"]),
        ("２．５ 小时", 2.5, ["hours_text"]),
        ("1.5个小时", 1.5, ["hours_text"]),
        ("两个半小时", 2.5, ["hours_text"]),
        ("2小时半", 2.5, ["hours_text"]),
        ("半小时", 0.5, ["hours_text"]),
        ("90分钟", 1.5, ["hours_text"]),
        ("1小时30分", 1.5, ["hours_text"]),
        ("3学时", 3, ["hours_text"]),
        ("十二小时", 12, ["hours_text"]),
        (time(2, 30), 2.5, ["hours_text"]),
        ("2:30:00", 2.5, ["hours_text"]),
        (None, None, []),
        (0, None, ["hours_zero"]),
        (-3, None, ["hours_negative"]),
        ("-2小时", None, ["hours_negative"]),
        (0.8, None, ["hours_step"]),
        (1001, None, ["hours_unclear"]),
        ("50分钟", None, ["hours_step"]),
        ("约2小时", None, ["hours_unclear"]),
        ("半天", None, ["hours_unclear"]),
    ],
)
def test_hours(raw, value, found):
    parsed = times.hours(raw, ON)
    assert (parsed.value, codes(parsed)) == (value, found)


@given(
    st.integers(1, 48),
    st.sampled_from(["{h:g}", "{h:g}小时", "{h:g}h", "{h:g} 个小时", "{m}分钟", "{w}小时{r}分"]),
)
def test_every_half_hour_is_read_in_every_style(halves, style):
    written = style.format(h=halves / 2, m=halves * 30, w=halves // 2, r=halves % 2 * 30)
    assert times.hours(written, ON).value == halves / 2


@pytest.mark.parametrize("text", ["晚上12点", "晚12:00", "夜间12时"])
def test_twelve_at_night_is_asked_not_noon(text):
    assert (times.clock(text, ON).value, codes(times.clock(text, ON))) == (None, ["time_unclear"])


@pytest.mark.parametrize(
    ("raw", "value", "minutes"),
    [
        ("24:00", "24:00", 1440),
        ("次日1点", "次日01:00", 1500),
        ("第二天0:30", "次日00:30", 1470),
        ("23:30", "23:30", 1410),
    ],
)
def test_what_ends_at_midnight_or_after_it_is_read(raw, value, minutes):
    assert times.clock_end(raw, ON).value == value
    assert times.minutes_of(value) == minutes
