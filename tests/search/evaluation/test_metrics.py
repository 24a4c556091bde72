import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.evaluation.metrics import confidence, mean, ndcg_at, percentile, recall_at, reciprocal_rank_at

KEYS = st.lists(st.sampled_from("abcdefgh"), max_size=8, unique=True)
ANSWERS = st.sets(st.sampled_from("abcdefgh"), min_size=1)


def test_recall_counts_what_stands_above_the_depth():
    assert recall_at(["x", "a", "b"], {"a", "b"}, 2) == 0.5


def test_reciprocal_rank_looks_at_the_first_answer_only():
    assert reciprocal_rank_at(["x", "a", "b"], {"a", "b"}, 10) == 0.5
    assert reciprocal_rank_at(["x", "y", "a"], {"a"}, 2) == 0.0


def test_ndcg_of_one_answer_at_rank_three_is_a_half():
    assert ndcg_at(["x", "y", "a"], {"a"}, 10) == pytest.approx(0.5)


@given(KEYS, ANSWERS, st.integers(1, 10))
def test_figures_lie_between_none_and_all(ranked, relevant, depth):
    for metric in (recall_at, reciprocal_rank_at, ndcg_at):
        assert 0 <= metric(ranked, relevant, depth) <= 1 + 1e-9


@given(ANSWERS)
def test_answers_first_is_the_best_there_is(relevant):
    ranked = sorted(relevant)
    assert (recall_at(ranked, relevant, 8), reciprocal_rank_at(ranked, relevant, 8)) == (1, 1)
    assert ndcg_at(ranked, relevant, 8) == pytest.approx(1)


@given(KEYS, ANSWERS, st.integers(1, 9))
def test_looking_deeper_never_finds_less(ranked, relevant, depth):
    assert recall_at(ranked, relevant, depth) <= recall_at(ranked, relevant, depth + 1)


@given(KEYS.filter(bool), ANSWERS)
def test_an_answer_put_first_never_lowers_the_gain(ranked, relevant):
    answer = min(relevant)
    better = [answer, *(key for key in ranked if key != answer)]
    assert ndcg_at(better, relevant, 20) >= ndcg_at(ranked, relevant, 20) - 1e-9


def test_median_and_tail_are_measured_values():
    assert (percentile([5, 1, 3], 0.5), percentile(range(1, 101), 0.95), percentile([], 0.5)) == (3, 95, 0)
    assert (mean([1, 2]), mean([])) == (1.5, 0)


def test_interval_holds_the_average_and_narrows_with_more_values():
    few, many = confidence([0, 1] * 10), confidence([0, 1] * 200)
    assert few[0] < many[0] < 0.5 < many[1] < few[1]
    assert (confidence([]), confidence([1.0] * 5)) == ((0, 0), (1, 1))
