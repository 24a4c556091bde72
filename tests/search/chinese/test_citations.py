import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.chinese.citations import (
    MAX_CITATIONS,
    Citation,
    canonical_law,
    names_of,
    only_cites,
    read_citations,
    written,
)
from search.chinese.folding import normalise
from search.chinese.numerals import format_chinese_number

LAWS = st.sampled_from(
    ["民法典", "劳动合同法", "刑法", "宪法", "工伤保险条例", "上海市养犬管理条例", "立法法"]
)


def cited(query: str) -> list[tuple[str, str]]:
    return [(citation.law, citation.article) for citation in read_citations(normalise(query))]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("民法典1254条", [("民法典", "1254")]),
        ("民法典1254", [("民法典", "1254")]),
        ("民法典 第 1254 条", [("民法典", "1254")]),
        ("民法典 第1254", [("民法典", "1254")]),
        ("刑法第二百六十四", [("刑法", "264")]),
        ("民法典第１２５４條", [("民法典", "1254")]),
        ("《民法典》第一千二百五十四条第一款", [("民法典", "1254")]),
        ("《中华人民共和国民法典》第一千二百五十四条", [("民法典", "1254")]),
        ("勞動合同法第38條", [("劳动合同法", "38")]),
        ("劳动合同法38、39条", [("劳动合同法", "38"), ("劳动合同法", "39")]),
        ("劳动合同法第38条、第39条", [("劳动合同法", "38"), ("劳动合同法", "39")]),
        ("民法典第1062条和1063条", [("民法典", "1062"), ("民法典", "1063")]),
        ("民法典1254条第1款、1255条", [("民法典", "1254"), ("民法典", "1255")]),
        ("民法典第1043至1045条", [("民法典", "1043"), ("民法典", "1044"), ("民法典", "1045")]),
        ("刑法291条之一", [("刑法", "291-1")]),
        ("刑法第133条之一第一款", [("刑法", "133-1")]),
        ("刑法第一百三十三条之一、第一百三十三条之二", [("刑法", "133-1"), ("刑法", "133-2")]),
        ("宪法第三十三条第三款", [("宪法", "33")]),
        ("劳动合同法第38条第1款第（二）项", [("劳动合同法", "38")]),
        ("工伤保险条例第14条第6项", [("工伤保险条例", "14")]),
        ("根据《消费者权益保护法》第55条", [("消费者权益保护法", "55")]),
        ("民法典1077条离婚冷静期", [("民法典", "1077")]),
        ("《刑法》第264条、《治安管理处罚法》第49条", [("刑法", "264"), ("治安管理处罚法", "49")]),
        ("《最高人民法院、最高人民检察院关于办理盗窃案件的解释》第二条",
         [("最高人民法院、最高人民检察院关于办理盗窃案件的解释", "2")]),
        ("第38条", []),
        ("3条鱼", []),
        ("十条建议", []),
        ("2026年", []),
        ("高空抛物", []),
        ("", []),
    ],
)  # fmt: skip
def test_citations_are_read_in_every_usual_form(query, expected):
    assert cited(query) == expected


@given(LAWS, st.integers(1, 9999), st.integers(0, 20), st.data())
def test_every_spelling_of_a_citation_means_the_same_article(law, number, suffix, data):
    numeral = data.draw(st.sampled_from([str(number), format_chinese_number(number)]))
    name = data.draw(st.sampled_from([law, f"《{law}》", f"中华人民共和国{law}", f"《中华人民共和国{law}》"]))
    mark = (
        data.draw(st.sampled_from(["第", "第 ", " 第"]))
        if not numeral.isdigit()
        else data.draw(st.sampled_from(["第", "", " "]))
    )
    ending = f"之{data.draw(st.sampled_from([str(suffix), format_chinese_number(suffix)]))}" if suffix else ""
    tail = data.draw(st.sampled_from(["", "第一款", "第2款第（三）项"]))
    expected = Citation(law, f"{number}-{suffix}" if suffix else str(number))
    assert read_citations(normalise(f"{name}{mark}{numeral}条{ending}{tail}")) == (expected,)


@given(
    LAWS,
    st.lists(st.integers(1, 999), min_size=1, max_size=MAX_CITATIONS, unique=True),
    st.sampled_from("、，,和"),
)
def test_a_list_of_numbers_cites_each(law, numbers, join):
    query = f"{law}{join.join(map(str, numbers))}条"
    assert cited(query) == [(law, str(number)) for number in numbers]


@given(LAWS, st.integers(1, 9999), st.integers(0, 20))
def test_what_is_written_reads_back(law, number, suffix):
    citation = Citation(law, f"{number}-{suffix}" if suffix else str(number))
    assert read_citations(written(citation)) == (citation,)


@given(st.text("第条之款项、和至法典0123456789一二三十百千《》 ", max_size=200))
def test_no_text_takes_long_or_breaks(text):
    started = time.perf_counter()
    assert len(read_citations(normalise(text))) <= MAX_CITATIONS
    assert time.perf_counter() - started < 0.5


def test_law_inside_a_sentence_is_found_by_its_end():
    assert "民法典" in names_of("我想看民法典")
    assert names_of("中华人民共和国民法典")[0] == "民法典"
    assert canonical_law("中华人民共和国") == "中华人民共和国"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("民法典1254条", True),
        ("民法典1254", True),
        ("《民法典》第一千二百五十四条第一款的规定", True),
        ("劳动合同法第38条、第39条是什么？", True),
        ("刑法291条之一", True),
        ("民法典1254条 高空抛物", False),
        ("高空抛物", False),
        ("", True),
    ],
)
def test_whether_anything_but_citations_is_asked(query, expected):
    assert only_cites(normalise(query)) is expected
