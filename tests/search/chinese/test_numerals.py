import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.chinese.numerals import (
    CHARACTERS,
    MAXIMUM,
    format_chinese_number,
    in_digits,
    parse_chinese_number,
    read_out,
    typed_number,
)


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


def test_numerals_in_a_text_become_digits():
    assert in_digits("二〇二六年十二月四日") == "2026年12月4日"


def test_only_the_numerals_meant_become_digits():
    assert in_digits("三江街道三月", re.compile(f"[{CHARACTERS}]+(?=月)")) == "三江街道3月"


def test_run_of_numerals_without_end_is_left_as_it_is():
    assert in_digits("一" * 5000) == "一" * 5000


def test_digits_are_read_out_one_by_one():
    assert read_out("2026年宪法宣传周") == "二〇二六年宪法宣传周"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0), ("7", 7), ("007", 7), ("999999999", 999_999_999), ("1000000000", -1),
        ("", -1), (None, -1), ("-1", -1), ("+1", -1), (" 1", -1), ("1.0", -1), ("１", -1),
        ("²", -1), ("一", -1),
    ],
)  # fmt: skip
def test_only_a_short_run_of_digits_is_a_typed_number(text, number):
    assert typed_number(text, -1) == number


def test_how_many_digits_a_typed_number_may_have_is_said():
    assert [typed_number(text, -1, digits=4) for text in ("2026", "20260")] == [2026, -1]
