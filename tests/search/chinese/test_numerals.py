import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.chinese.numerals import MAXIMUM, format_chinese_number, parse_chinese_number


@given(st.integers(0, MAXIMUM))
def test_what_is_written_reads_back(value):
    assert parse_chinese_number(format_chinese_number(value)) == value


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "零"), (5, "五"), (10, "十"), (12, "十二"), (20, "二十"), (101, "一百零一"), (110, "一百一十"),
        (203, "二百零三"), (1000, "一千"), (1004, "一千零四"), (1254, "一千二百五十四"), (10001, "一万零一"),
        (100000, "十万"), (12_0000, "十二万"),
    ],
)  # fmt: skip
def test_numbers_are_written_as_laws_write_them(value, written):
    assert format_chinese_number(value) == written


@pytest.mark.parametrize(
    ("text", "value"),
    [("二〇二六", 2026), ("一九八二", 1982), ("38", 38), ("两百", 200), ("百二十", 120), ("二○○四", 2004)],
)
def test_other_spellings_are_read(text, value):
    assert parse_chinese_number(text) == value


@pytest.mark.parametrize("text", ["", "条", "十a", "３", "-1", " "])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ValueError, match="不是数字"):
        parse_chinese_number(text)


def test_number_beyond_the_range_is_refused():
    with pytest.raises(ValueError, match="超出范围"):
        format_chinese_number(MAXIMUM + 1)
