import pytest
from hypothesis import given
from hypothesis import strategies as st

from sites.public.covers import CLOTHS, HEIGHT, WIDTH, make_cover


@given(st.text(max_size=300), st.integers(0, 10**9))
def test_every_title_stays_on_its_slip(title, number):
    cover = make_cover(title, number)
    assert 1 <= cover.cloth <= CLOTHS
    assert cover.slip_left + cover.slip_width < WIDTH
    assert cover.slip_top + cover.slip_height <= HEIGHT
    for glyph in cover.glyphs:
        assert cover.slip_left <= glyph.x - cover.size / 2
        assert glyph.x + cover.size / 2 <= cover.slip_left + cover.slip_width
        assert cover.slip_top <= glyph.y <= cover.slip_top + cover.slip_height


def test_year_is_set_in_chinese_numerals():
    assert "".join(glyph.text for glyph in make_cover("2026年宪法宣传周", 7).glyphs) == "二〇二六年宪法宣传周"


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_the_constitution_is_bound_in_red(number):
    assert make_cover("宪法宣传周", number).cloth == 1
    assert make_cover("民法典宣传月", number).cloth != 1


def test_long_title_ends_in_dots():
    assert make_cover("普" * 120, 1).glyphs[-1].text == "…"
