from fractions import Fraction

import pytest

from tests.cms.assessment.factories import (
    BONUS,
    DEDUCT,
    OFFICE,
    PANEL,
    POINTS,
    PUBLIC,
    QUOTA,
    agency,
    panel,
    result,
    scheme,
)


def group(kind: dict, *indicators: dict, **figures):
    return result(scheme(*indicators, groups=[kind]), agency(**figures)).groups[0]


def test_indicators_are_a_share_of_what_is_not_exempt_and_bonus_stands_outside():
    entries = {"D": {"count": 3}, "Q": {"count": 1}, "B": {"count": 3}}
    assert group(OFFICE, DEDUCT, QUOTA, BONUS, indicators=entries).score == Fraction(710, 14)
    exempt = group(OFFICE, DEDUCT, QUOTA, BONUS, indicators=entries, exempt={"Q": "无此职责"})
    assert (exempt.score, exempt.notes) == (
        Fraction(85),
        ("普法办核分：适用指标得分合计÷分值合计：100×5.10÷6.00=85.00",),
    )


def test_everything_exempt_leaves_no_score():
    told = group(OFFICE, POINTS, BONUS, exempt={"P": "无此职责"})
    assert (told.score, told.why) == (None, "没有适用的指标")


def test_indicator_without_the_office_s_score_leaves_no_score():
    told = group(OFFICE, POINTS, QUOTA)
    assert (told.score, told.why) == (None, "普法办还没有打分：P“组织领导”")


@pytest.mark.parametrize(
    ("scores", "mean"),
    [
        (["0", "100"], 50),
        (["0", "80", "80", "100"], 65),
        (["0", "80", "80", "80", "100"], 80),
        (["100", "100", "80", "0", "0"], 60),
    ],
)
def test_extremes_are_left_out_from_five_scores_on(scores, mean):
    assert group(PANEL | {"drop_extremes": True}, panel=panel(*scores)).score == mean


def test_extremes_stay_where_the_scheme_does_not_ask():
    assert group(PANEL, panel=panel("0", "80", "80", "80", "100")).score == 68


def test_assessor_of_the_agency_is_left_out_before_extremes_and_the_note_says_so():
    scores = panel("60", "70", "80", "90") + panel("100", agency="D01")
    told = group(PANEL | {"drop_extremes": True}, panel=scores)
    assert (told.score, told.notes) == (
        75,
        ("评议团：回避1人（评委属于本单位），打分不计", "评议团：4人平均：300.00÷4=75.00"),
    )


@pytest.mark.parametrize(
    ("scores", "why"),
    [
        ([], "没有可计的打分"),
        (panel("100", agency="D01"), "没有可计的打分，评委都属于本单位"),
    ],
)
def test_panel_of_nobody_has_no_score(scores, why):
    told = group(PANEL, panel=scores)
    assert (told.score, told.why) == (None, why)


def test_vote_is_the_mean_by_number_of_votes():
    votes = {"5": 1, "4": 1, "3": 1, "2": 1, "1": 4}
    assert group(PUBLIC, votes=votes).score == Fraction(100 + 80 + 60 + 40 + 20 * 4, 8)


@pytest.mark.parametrize(
    ("minimum", "votes", "score", "why"),
    [
        ({}, {}, None, "只有0票，不足1票"),
        ({}, {"5": 1}, 100, ""),
        ({"minimum_votes": 30}, {"5": 29}, None, "只有29票，不足30票"),
        ({"minimum_votes": 30}, {"5": 29, "1": 1}, Fraction(292, 3), ""),
        ({"minimum_votes": 0}, {"5": 0}, None, "没有投票"),
    ],
)
def test_too_few_votes_are_no_score(minimum, votes, score, why):
    told = group(PUBLIC | minimum, votes=votes)
    assert (told.score, told.why) == (score, why)
