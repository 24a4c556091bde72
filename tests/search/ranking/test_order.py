import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engines.base import Match
from search.engines.scoring import NAMED
from search.ranking import learned
from search.ranking.features import ELSEWHERE, standard
from search.ranking.order import Ranking, blended
from search.ranking.standing import Standing
from search.ranking.weights import Weights

scores = st.integers(0, 500_000).map(lambda score: score / 1000)
NOTHING = Weights(named=0.0, levels={}, ended=1.0, asked=0.0, meaning=0.0, learned=False)
LAW = Standing("法律", False, 0.0, 0.0)


class Read:
    """A question that was read, with how near each document is."""

    def __init__(self, **near):
        self.near = near

    def meaning(self):
        return self

    def similarities(self, keys):
        return [self.near.get(key) for key in keys]

    def likenesses(self, keys):
        return [0.0 for _ in keys]

    def wordings(self, keys):
        return [1 for _ in keys]


def order(*matches, weights=NOTHING, laws=(), reading=None) -> str:
    found = Ranking(weights, reading, dict(laws)).order(matches)
    return "".join(matches[place].key for place in found)


def test_without_weights_the_words_decide():
    assert order(Match("a", 1.0), Match("b", 3.0), Match("c", 2.0)) == "bca"


def test_cited_and_named_stay_before_everything():
    near = Read(c=0.1, d=0.9)
    matches = [Match("a", 9 * NAMED), Match("b", NAMED), Match("c", 30.0), Match("d", 29.0), Match("e", 1.0)]
    assert order(*matches, weights=Weights(meaning=0.6, learned=False), reading=near) == "abdce"


@pytest.mark.parametrize(
    ("weights", "better", "worse"),
    [
        ({"named": 0.06}, Standing("法律", False, math.log1p(100), 0), LAW),
        ({"levels": {"行政法规": 0.8}}, LAW, Standing("行政法规", False, 0, 0)),
        ({"ended": 0.8}, LAW, Standing("法律", True, 0, 0)),
        ({"asked": 0.15}, Standing("法律", False, 0, math.log1p(50)), LAW),
    ],
)
def test_what_is_known_of_a_law_decides_between_articles_that_match_alike(weights, better, worse):
    """Each part alone; without it the words' order stands."""
    matches = [Match("w", 10.0, "worse"), Match("b", 9.9, "better"), Match("x", 1.0)]
    laws = {"better": better, "worse": worse}
    assert order(*matches, laws=laws) == "wbx"
    assert order(*matches, laws=laws, weights=Weights(**{**vars(NOTHING), **weights})) == "bwx"


def test_what_belongs_to_no_law_stands_as_one_that_many_ask_about():
    weights = Weights(**{**vars(NOTHING), "asked": 1.0})
    laws = {"much": Standing("法律", False, 0, math.log1p(300)), "never": LAW}
    matches = [Match("n", 1.0, "never"), Match("p", 1.0), Match("m", 1.0, "much")]
    assert order(*matches, laws=laws, weights=weights) == "mpn"
    assert (ELSEWHERE.has_ended, ELSEWHERE.named) == (False, 0)


def test_learned_weights_decide_and_without_them_the_formula(monkeypatch):
    matches = [Match("a", 2.0), Match("b", 1.0), Match("n", NAMED)]
    monkeypatch.setattr(learned, "learned_weights", lambda: {"words": -1.0})
    assert (order(*matches, weights=Weights()), order(*matches)) == ("nba", "nab")
    monkeypatch.setattr(learned, "learned_weights", dict)
    assert order(*matches, weights=Weights()) == "nab"


@given(st.lists(st.tuples(scores, st.floats(-1, 1)), max_size=50))
def test_better_by_both_is_never_worse(pairs):
    found = blended(*(standard(values) for values in ([w for w, _ in pairs], [m for _, m in pairs])), 0.6)
    assert len(found) == len(pairs)
    for (words, meaning), score in zip(pairs, found, strict=True):
        for (other_words, other_meaning), other in zip(pairs, found, strict=True):
            if words >= other_words and meaning >= other_meaning:
                assert score >= other - 1e-9
