import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.question import MAX_LENGTH, MAX_OPERATORS, Question, parse


@pytest.mark.parametrize(
    ("query", "question"),
    [
        ("", Question("")),
        ("高空抛物 怎么办", Question("高空抛物 怎么办")),
        ('"宪法宣传周" 活动', Question("宪法宣传周 活动", phrases=("宪法宣传周",))),
        ("“宪法”「宣传」", Question("宪法 宣传", phrases=("宪法", "宣传"))),
        ("宪法 -展览", Question("宪法", excluded=("展览",))),
        ("宪法 －展览", Question("宪法", excluded=("展览",))),
        ("宪法 -“展览 馆”", Question("宪法", excluded=("展览 馆",))),
        ("2020-2025年", Question("2020-2025年")),
        ("宪法 - 展览", Question("宪法 - 展览")),
        ("law:民法典 高空抛物", Question("高空抛物", laws=("民法典",))),
        ("LAW：《中华人民共和国民法典》高空抛物", Question("高空抛物", laws=("民法典",))),
        ("法规:勞動合同法", Question("", laws=("劳动合同法",))),
        ("outlaw:民法典", Question("outlaw:民法典")),
        ("law:", Question("law:")),
        ('"宪法', Question('"宪法')),
        ('" "', Question('" "')),
    ],
)
def test_query_is_taken_apart(query, question):
    assert parse(query) == question


def test_number_of_operators_is_bounded():
    question = parse(" ".join(f"-{number}" for number in range(20)))
    assert len(question.excluded) == MAX_OPERATORS
    assert question.text.split() == [f"-{number}" for number in range(MAX_OPERATORS, 20)]


@given(st.text(st.sampled_from('宪法a -"“”「」:：《》law\ud800'), max_size=60))
def test_any_text_is_a_question(query):
    question = parse(query)
    assert len(question.text) <= MAX_LENGTH
