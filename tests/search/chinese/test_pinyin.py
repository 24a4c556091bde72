import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.chinese.pinyin import sound, spells, syllables

CHINESE = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("typed", "length"),
    [
        ("ldhtf", 5), ("laodonghetongfa", 5), ("劳动合同法", 5), ("劳动htf", 5), ("laodonght", 4), ("ldh", 3),
        ("laodo", 2), ("l", 1), ("hetong", 0), ("ldhtfx", 0), ("x", 0),
    ],
)  # fmt: skip
def test_letters_spell_the_beginning_of_a_name(typed, length):
    assert spells(typed, "劳动合同法") == length


def test_letters_may_spell_from_the_middle_on():
    assert spells("htf", "劳动合同法", 2) == 3


@given(CHINESE)
def test_initials_and_full_pinyin_spell_the_whole(text):
    spoken = syllables(text)
    for typed in ("".join(spoken), "".join(syllable[0] for syllable in spoken), text):
        assert spells(typed, text) > 0


@given(st.text(min_size=1, max_size=12), st.text(max_size=12))
def test_any_text_is_compared(typed, text):
    assert 0 <= spells(typed, text) <= len(text)
    assert len(syllables(text)) == len(text)


def test_homophones_meet_and_near_ones_meet_roughly():
    assert sound("劳动和同法") == sound("劳动合同法")
    assert sound("治安管理处罚法") != sound("字安管理处罚法")
    assert sound("治安管理处罚法", roughly=True) == sound("字安管理处罚法", roughly=True)
