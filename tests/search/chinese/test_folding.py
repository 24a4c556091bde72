import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.tokens import of_query
from search.chinese.folding import article_reference, compact, folded, narrow, narrow_letters, normalise
from search.chinese.segmentation import bigrams, characters, words

ANY_TEXT = st.text(st.characters(), max_size=80)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("劳动合同法第38条", "劳动合同法第三十八条"),
        ("劳动合同法第 38 条", "劳动合同法第三十八条"),
        ("民法典1254条", "民法典第一千二百五十四条"),
        ("刑法291条之二", "刑法第二百九十一条之二"),
        ("刑法第291条之2", "刑法第二百九十一条之二"),
        ("勞動合同法", "劳动合同法"),
        ("ＡＢＣ１２", "abc12"),
        ("WiFi", "wifi"),
        ("第一千二百五十四条", "第一千二百五十四条"),
    ],
)
def test_normalise(text, canonical):
    assert normalise(text) == canonical


@given(ANY_TEXT)
def test_normalise_is_idempotent(text):
    assert normalise(normalise(text)) == normalise(text)


@given(st.text(st.characters(categories=None), max_size=200))
def test_no_text_breaks_the_analysis(text):
    of_query(text)


def test_lone_surrogates_become_spaces():
    assert normalise("宪\ud800法") == "宪 法"


@pytest.mark.parametrize(
    ("label", "reference"),
    [("第二百九十一条之二", "291-2"), ("第三十八条", "38"), ("第38条", "38"), ("第三章", ""), ("", "")],
)
def test_article_reference(label, reference):
    assert article_reference(label) == reference


def test_words_come_with_their_characters_and_bigrams_overlap():
    assert words("抛掷物品") == ["抛掷", "抛", "掷", "物品", "物", "品"]
    assert bigrams("抛掷物品") == ["抛掷", "掷物", "物品"]
    assert characters("宪法 2026年") == ["宪", "法", "2026", "年"]


def test_compact_keeps_every_mark_and_no_space():
    assert compact(" ＬＩ．ming-1_a　") == "li.ming-1_a"


def test_narrow_is_half_width_in_everything():
    assert narrow("２０２６　（Ａ），：") == "2026 (A),:"


def test_narrow_letters_keeps_chinese_punctuation():
    assert narrow_letters("普（２０２４）ＺＹ　１，") == "普（2024）ZY 1，"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("区司法局（法宣科）", "区司法局(法宣科)"),
        ("曹杨 新村", "曹杨\u200b新村"),
        ("《民法典》宣传", "民法典宣传"),
        ("ＷｉＦｉ", "wifi"),
        ("买买提·艾力", "买买提・艾力"),
        ("3-5月", "3—5月"),
        (None, ""),
        (12, "12"),
    ],
)
def test_texts_that_differ_in_width_case_space_or_punctuation_fold_alike(left, right):
    assert folded(left) == folded(right)


@pytest.mark.parametrize(("left", "right"), [("√", "×"), ("1", "2"), ("第三条", "第三章"), ("是", "")])
def test_texts_that_say_something_else_fold_apart(left, right):
    assert folded(left) != folded(right)
