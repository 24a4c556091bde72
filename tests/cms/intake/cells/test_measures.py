from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.intake.cells.measures import area, degrees
from cms.intake.cells.text import PLACEHOLDERS, as_text

ON = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("820 m2", 820), ("约1,200㎡", 1200), ("1.2万平方米", 12000), ("３５０平米", 350), ("2公顷", 20000),
        ("3亩", 2000), ("200平", 200), ("120余平方米", 120), ("80.5", 80.5), (80, 80),
    ],
)  # fmt: skip
def test_area_is_read_in_square_metres(text, value):
    assert area(text, ON).value == value


@pytest.mark.parametrize("text", ["很大", "100-120", "三间", "12 m3", 99_999_999])
def test_what_is_no_area_waits(text):
    parsed = area(text, ON)
    assert (parsed.value, [code for code, _ in parsed.findings]) == (None, ["number_unclear"])


@given(
    st.decimals(min_value=0, max_value=99_999, places=1), st.sampled_from(["", "㎡", " m2", "平方米", "平米"])
)
def test_area_survives_any_unit(number, unit):
    assert area(f"{number}{unit}", ON).value == float(number)


@given(st.decimals(min_value=73, max_value=136, places=6))
def test_degrees_are_kept_to_the_digit(number):
    assert degrees(str(number), ON).value == str(number)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("121°24′00″", "121.400000"), ("东经121.398°", "121.398"), ("E121.398", "121.398"),
        ("121.3980001", "121.398000"), (121.398, "121.398"),
    ],
)  # fmt: skip
def test_degrees_are_read_in_other_styles(text, value):
    assert degrees(text, ON).value == value


@given(st.text())
def test_no_text_breaks_the_parsers(text):
    for parse in (area, degrees):
        parsed = parse(text, ON)
        assert parsed.findings or parsed.value is not None or as_text(text) in PLACEHOLDERS
