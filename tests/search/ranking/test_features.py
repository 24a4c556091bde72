import math

import pytest

from search.engines.base import Match
from search.ranking.features import features, filled
from search.ranking.standing import Standing
from search.ranking.weights import Weights

KNOWN = Standing("司法解释", True, math.log1p(9), math.log1p(4))
ON, OFF = Weights(), Weights(named=0.0, levels={}, ended=1.0, asked=0.0)


def told(*scores, laws=None, nearness=None, likeness=(), wordings=(), weights=ON, groups=None):
    groups = groups or [f"g{place}" for place, _ in enumerate(scores)]
    matches = [
        Match(f"k{place}", score, group)
        for place, (score, group) in enumerate(zip(scores, groups, strict=True))
    ]
    unknown = [None] * len(scores)
    return features(matches, laws or unknown, nearness, likeness or unknown, wordings or unknown, weights)


def test_what_is_known_of_a_law_is_told_and_what_is_switched_off_is_not():
    on, off = (told(2.0, 1.0, laws=[KNOWN, None], weights=weights) for weights in (ON, OFF))
    assert [on[name] for name in ("named", "level", "ended", "asked")] == [
        [math.log1p(9), 0.0], [math.log(0.9), 0.0], [math.log(0.8), 0.0], [math.log1p(4), math.log1p(20)],
    ]  # fmt: skip
    assert {value for name in ("named", "level", "ended", "asked") for value in off[name]} == {0.0}


def test_places_and_shares_follow_the_scores():
    found = told(3.0, 1.0, 2.0, groups=["a", "b", "a"])
    assert found["words_place"] == [1 / 2, 1 / 4, 1 / 3]
    assert found["words_of_best"] == pytest.approx([1, 1 / 3, 2 / 3])
    same, other, again = found["share_of_law"]
    assert same == again > other
    assert math.exp(same) + math.exp(other) == pytest.approx(1)


def test_meaning_is_told_only_where_it_is_known():
    of_meaning = {"near", "nearness", "near_place", "both", "likeness", "likeness_place", "wordings"}
    assert not of_meaning & told(2.0, 1.0).keys()
    found = told(2.0, 1.0, 1.0, nearness=[0.2, None, 0.6])
    assert found["nearness"] == pytest.approx([0.2, 0.4, 0.6])
    assert found["near_place"] == [1 / 4, 1 / 3, 1 / 2]
    assert found["both"] == [min(pair) for pair in zip(found["words"], found["near"], strict=True)]


def test_what_nobody_is_known_to_ask_for_is_as_likely_as_the_others():
    found = told(2.0, 1.0, 0.5, nearness=[0.2, 0.3, 0.6], likeness=[None, 0.7, 0.9])
    assert found["likeness"] == pytest.approx([0.8, 0.7, 0.9])
    assert found["likeness_place"] == [0.0, 1 / 3, 1 / 2]
    assert found["wordings"] == [0.0, 0.0, 0.0]


def test_the_more_ways_people_ask_for_an_article_the_more_it_counts():
    found = told(2.0, 1.0, 0.5, nearness=[0.2, 0.3, 0.6], wordings=[None, 3, 8])
    assert found["wordings"] == pytest.approx([(math.log(4) + math.log(9)) / 2, math.log(4), math.log(9)])


def test_an_answer_alone_and_none_at_all_have_features():
    assert {len(values) for values in told(5.0).values()} == {1}
    assert set(map(tuple, told().values())) == {()}
    assert filled([None]) == [0.0]
