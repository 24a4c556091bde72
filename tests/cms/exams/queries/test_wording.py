"""Questions as offices write them are read, whatever their options and keys look like."""

import pytest

from cms.exams.models import Part
from cms.exams.queries.wording import (
    cases_in_words,
    key_in_stem,
    kind_named,
    kind_of_key,
    options_in_words,
    read_cases,
    read_key,
    read_options,
)

THREE = ["三天", "七天，含节假日", "十五天"]


@pytest.mark.parametrize(
    "text",
    [
        "A.三天 B.七天，含节假日 C.十五天",
        "A.三天B.七天，含节假日C.十五天",
        "A、三天\nB、七天，含节假日\nC、十五天",
        "Ａ．三天；Ｂ．七天，含节假日；Ｃ．十五天。".rstrip("。"),
        "（A）三天　（B）七天，含节假日　（C）十五天",
        "a)三天 b)七天，含节假日 c)十五天",
        "A：三天\r\nB：七天，含节假日\r\nC：十五天",
        "A 三天\nB 七天，含节假日\nC 十五天",
        "三天\n七天，含节假日\n十五天",
        "三天；七天，含节假日；十五天",
        "三天|七天，含节假日|十五天",
        "①三天②七天，含节假日③十五天",
        "A.三天|B.七天，含节假日|C.十五天",
    ],
)
def test_options_in_one_cell_are_told_apart(text):
    assert read_options(text) == THREE


def test_letters_within_an_option_do_not_split_it():
    assert read_options("A.维生素B、C都有 B.只有维生素A") == ["维生素B、C都有", "只有维生素A"]


@pytest.mark.parametrize("text", ["", None, "只有一项", "A.只有一项"])
def test_text_without_two_options_is_none(text):
    assert read_options(text) == []


@pytest.mark.parametrize(
    ("typed", "kind", "key"),
    [
        ("ABD", "multiple", "ABD"),
        ("A、B、D", "multiple", "ABD"),
        ("d，b,a", "multiple", "ABD"),
        ("Ａ Ｂ Ｄ", "multiple", "ABD"),
        ("A和B", "multiple", "AB"),
        ("答案：C", "single", "C"),
        ("（C）", "single", "C"),
        ("七天，含节假日", "single", "B"),
        ("B.七天，含节假日", "single", "B"),
        ("C、三天", "single", None),
        ("①③", "multiple", "AC"),
        ("对", "truth", "A"),
        ("√", "truth", "A"),
        ("正确。", "truth", "A"),
        ("错误", "truth", "B"),
        ("×", "truth", "B"),
        ("X", "truth", "B"),
        ("不对", "truth", "B"),
        ("B", "truth", "B"),
        ("略", "truth", None),
        ("略", "single", None),
        ("AZ", "multiple", None),
        ("", "single", None),
    ],
)
def test_key_is_read_in_every_way_it_is_written(typed, kind, key):
    assert read_key(typed, kind, THREE) == key


def test_circled_words_of_an_option_are_no_letters():
    assert read_key("①③", "single", ["①②", "①③"]) == "B"
    assert read_key("①", "single", ["①②", "①③"]) is None


@pytest.mark.parametrize(
    ("stem", "kind", "told"),
    [
        ("宪法日是几日？（ A ）", "single", ("宪法日是几日？（　）", "A")),
        ("(甲)有(A、C)。", "multiple", ("(甲)有(　)。", "A、C")),
        ("宪法日是12月4日。（√）", "truth", ("宪法日是12月4日。（　）", "√")),
        ("租房不退押金（错误）", "truth", ("租房不退押金（　）", "错误")),
        ("空着的（　）", "single", ("空着的（　）", "")),
        ("维生素（B）对不对", "truth", ("维生素（B）对不对", "")),
        ("共五条（1）", "truth", ("共五条（1）", "")),
        ("民法典（2020）", "single", ("民法典（2020）", "")),
    ],
)
def test_key_in_the_brackets_of_a_stem_is_taken_out(stem, kind, told):
    assert key_in_stem(stem, kind) == told


@pytest.mark.parametrize(
    ("typed", "options", "kind"),
    [
        ("AB", THREE, "multiple"),
        ("b", THREE, "single"),
        ("√", [], "truth"),
        ("略", THREE, None),
        ("A", [], None),
    ],
)
def test_kind_follows_from_the_key_where_nobody_names_it(typed, options, kind):
    assert kind_of_key(typed, options) == kind


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("单项选择题", "single"),
        ("一、多选题", "multiple"),
        ("判断", "truth"),
        ("案例分析题", "case"),
        ("问答题", None),
    ],
)
def test_kinds_are_known_by_their_everyday_names(word, kind):
    assert kind_named(word) == kind


CASE = """1.（单选题）房东可以不退押金吗？
A.可以
B.不可以
答案：B
解析：押金是担保。

（2）电话通知也算解除？（判断题）
答案：错
解析：要看约定。
还要看法律规定。"""


def test_questions_of_a_case_are_read_from_one_text_and_written_back():
    parts = read_cases(CASE)
    assert parts == [
        Part("single", "房东可以不退押金吗？", ("可以", "不可以"), "B", "押金是担保。"),
        Part("truth", "电话通知也算解除？", ("正确", "错误"), "B", "要看约定。\n还要看法律规定。"),
    ]
    assert read_cases(cases_in_words(parts)) == parts


def test_options_in_words_read_back():
    assert read_options(options_in_words(THREE)) == THREE


@pytest.mark.parametrize(
    ("part", "fields"),
    [
        (Part("single", "问", ("甲", "乙"), "A"), []),
        (Part("single", "问", ("甲", "乙"), "AB"), ["answer"]),
        (Part("multiple", "问", ("甲", "乙"), "A"), ["answer"]),
        (Part("single", "问", ("甲", "乙"), "C"), ["answer"]),
        (Part("single", "问", ("甲", "乙"), ""), ["answer"]),
        (Part("single", "问", ("甲", "甲"), "A"), ["options"]),
        (Part("single", "问", ("甲",), "A"), ["options"]),
    ],
)
def test_part_that_cannot_be_answered_says_why(part, fields):
    assert list(part.problems()) == fields


@pytest.mark.parametrize(
    ("chosen", "right"), [("AB", True), ("BA", True), ("A", False), ("ABC", False), ("", False)]
)
def test_answer_is_right_only_as_a_whole(chosen, right):
    assert Part("multiple", "问", ("甲", "乙", "丙"), "AB").is_right(chosen) is right
