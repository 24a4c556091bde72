from hypothesis import given
from hypothesis import strategies as st

from search.analysis.synonyms import MAX_TERMS, SynonymRow, SynonymTable
from search.analysis.tokens import of_query

TABLE = SynonymTable(
    [
        SynonymRow("老赖", "失信被执行人", both_ways=True),
        SynonymRow("老赖", "拒不执行"),
        SynonymRow("工资", "劳动报酬"),
        SynonymRow("拖欠工资", "未及时支付劳动报酬"),
        SynonymRow("消法", "消费者权益保护法", both_ways=True),
    ]
)


def test_one_way_leads_from_plain_speech_only():
    assert TABLE.meanings("老赖") == ("失信被执行人", "拒不执行")
    assert TABLE.meanings("失信被执行人") == ("老赖",)
    assert TABLE.meanings("拒不执行") == ()


def test_the_longest_term_at_a_place_is_meant():
    assert TABLE.found_in("公司拖欠工资") == {"拖欠工资": ("未及时支付劳动报酬",)}


def test_reader_of_whole_texts_is_told_what_the_terms_may_mean():
    assert TABLE.spelt_out("老赖拖欠工资") == "老赖拖欠工资 失信被执行人 拒不执行 未及时支付劳动报酬"
    assert TABLE.spelt_out("公园") == "公园"


def test_script_and_width_do_not_matter():
    table = SynonymTable([SynonymRow("ＫＴＶ", "歌舞娛樂場所")])
    assert table.found_in("ktv") == {"ktv": ("歌舞娱乐场所",)}


def test_empty_and_equal_pairs_mean_nothing():
    table = SynonymTable([SynonymRow(" ", "老赖"), SynonymRow("老赖", ""), SynonymRow("老賴", "老赖")])
    assert (table.terms(), table.found_in("老赖")) == ((), {})


def test_query_carries_the_tokens_of_each_meaning():
    meanings = of_query("老赖", TABLE).synonyms
    assert [set(meaning.bigrams) for meaning in meanings[0]] == [
        {"失信", "信被", "被执", "执行", "行人"},
        {"拒不", "不执", "执行"},
    ]


def test_short_form_of_a_law_names_and_cites_it():
    asked = of_query("消法第55条", TABLE)
    assert "消费者权益保护法#55" in asked.cited
    assert of_query("消法", TABLE).named == ("消法", "消费者权益保护法")


@given(st.lists(st.sampled_from(["老赖", "工资", "拖欠", "消法", " ", "我"]), max_size=60))
def test_found_terms_stand_in_the_text_and_are_bounded(parts):
    text = "".join(parts)
    found = TABLE.found_in(text)
    assert len(found) <= MAX_TERMS
    assert all(term in text for term in found)
