"""Figures as ledgers write them: a dash is no zero, about so many is marked."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.intake.cells.counts import MAX_COUNT, count
from cms.intake.cells.targets import read_products, read_target
from search.chinese.numerals import format_chinese_number

ON = date(2026, 11, 23)


def read(raw):
    parsed = count(raw, ON)
    return parsed.value, [code for code, _ in parsed.findings]


@pytest.mark.parametrize(
    ("raw", "value", "codes"),
    [
        (241, 241, []),
        (241.0, 241, []),
        (0, 0, []),
        (None, None, []),
        ("", None, []),
        ("156", 156, ["number_text"]),
        ("1,200", 1200, ["number_text"]),
        ("1，200人", 1200, ["number_text"]),
        ("48人", 48, ["number_text"]),
        ("1.2万", 12000, ["number_text"]),
        ("3万人次", 30000, ["number_text"]),
        ("三百", 300, ["number_text"]),
        ("１２９", 129, ["fullwidth"]),
        ("约30人", 30, ["number_approx"]),
        ("290余人", 290, ["number_approx"]),
        ("1.2万余人次", 12000, ["number_approx"]),
        ("200+", 200, ["number_approx"]),
        ("近两百人", 200, ["number_approx"]),
        ("百余人", 100, ["number_approx"]),
        ("50人左右", 50, ["number_approx"]),
        ("/", None, ["number_placeholder"]),
        ("—", None, ["number_placeholder"]),
        ("无", None, ["number_placeholder"]),
        ("未统计", None, ["number_placeholder"]),
        ("50-60人", None, ["number_unclear"]),
        ("线上500，线下30", None, ["number_unclear"]),
        ("数百人", None, ["number_unclear"]),
        ("三四十人", None, ["number_unclear"]),
        ("两三百人", None, ["number_unclear"]),
        ("一两百人", None, ["number_unclear"]),
        ("三两个", None, ["number_unclear"]),
        ("120 30", None, ["number_unclear"]),
        ("1 200", 1200, ["number_text"]),
        ("一百二三十人", None, ["number_unclear"]),
        ("七八个", None, ["number_unclear"]),
        ("三五十人", None, ["number_unclear"]),
        ("百八十人", None, ["number_unclear"]),
        ("好几百", None, ["number_unclear"]),
        ("一千二", 1200, ["number_text"]),
        ("一万二", 12000, ["number_text"]),
        ("三百五", 350, ["number_text"]),
        ("一千零二", 1002, ["number_text"]),
        ("二百一十", 210, ["number_text"]),
        ("二〇二六", 2026, ["number_text"]),
        ("十来人", 10, ["number_approx"]),
        ("近百人", 100, ["number_approx"]),
        ("上百人", 100, ["number_approx"]),
        ("上千人次", 1000, ["number_approx"]),
        ("12,34", None, ["number_unclear"]),
        (-3, None, ["number_unclear"]),
        (3.5, None, ["number_unclear"]),
        (True, None, ["number_unclear"]),
    ],
)
def test_count_is_read(raw, value, codes):
    assert read(raw) == (value, codes)


@given(st.integers(1, 9_999_999))
def test_every_figure_is_read_in_every_style(figure):
    assert {
        read(style)[0] for style in (figure, str(figure), f"{figure:,}人", f"约{figure}", f"{figure}余份")
    } == {figure}
    assert read(format_chinese_number(figure))[0] == figure


@given(st.one_of(st.text(max_size=20), st.floats(), st.integers(), st.none()))
def test_what_is_read_is_a_possible_count(raw):
    value, _ = read(raw)
    assert value is None or (isinstance(value, int) and 0 <= value <= MAX_COUNT)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("不少于3场，受众500人次以上", {"min_events": 3, "min_audience": 500}),
        ("不少于3场、覆盖500人次", {"min_events": 3, "min_audience": 500}),
        ("全年≥6场次", {"min_events": 6}),
        ("开展两次以上", {"min_events": 2}),
        ("发放资料不少于2000份", {"min_materials": 2000}),
        ("推送文章不少于１２篇，阅读1.5万人次", {"min_articles": 12, "min_audience": 15000}),
        ("覆盖率100%", {"coverage_percent": 100}),
        ("开展三四场", {}),
        ("实现全覆盖", {"coverage_percent": 100}),
        ("提高法治意识", {}),
        (None, {}),
    ],
)
def test_target_is_read(text, target):
    assert read_target(text) == target


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("开展3场，制作普法短视频不少于2部", ("普法短视频", 2)),
        ("制作2部普法短视频，开展3场", ("普法短视频", 2)),
        ("创作两部短视频", ("短视频", 2)),
        ("编写以案释法案例集≥1篇", ("以案释法案例集", 1)),
        ("编印手册2000册", None),
        ("制作展板20块", None),
        ("开展3场", None),
        (None, None),
    ],
)
def test_products_to_be_made_are_read(text, made):
    assert read_products(text) == made
