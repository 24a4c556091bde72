import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.questions import without_asking
from search.analysis.tokens import of_query


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("拖欠工资怎么办", "拖欠工资"),
        ("请问产假能不能延长吗", "产假 延长"),
        ("怎么办", "怎么办"),
        ("高空抛物", "高空抛物"),
    ],
)
def test_question_words_are_left_out_unless_they_are_all(query, said):
    assert " ".join(without_asking(query).split()) == said


@given(st.text(max_size=50))
def test_something_is_always_left_to_ask(text):
    assert bool(without_asking(text)) == bool(text)


def test_question_words_do_not_score_but_stay_in_the_phrase_of_a_title():
    asked = of_query("拖欠工资怎么办")
    assert ("怎么办" in asked.words, "资怎" in asked.bigrams) == (False, False)
    assert "".join(asked.characters) == "拖欠工资怎么办"
