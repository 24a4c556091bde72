from fractions import Fraction

import pytest

from cms.assessment.arithmetic.rounding import equal_to, figure, two_digits
from tests.cms.assessment.factories import BONUS, OFFICE, PANEL, POINTS, PUBLIC, agency, panel, result, scheme

THREE = [OFFICE | {"weight": "60"}, PANEL | {"weight": "25"}, PUBLIC | {"weight": "15"}]


def test_total_weighs_the_groups_and_adds_the_bonus():
    figures = {"indicators": {"P": {"office": "80"}, "B": {"count": 2}}, "votes": {"5": 1}}
    told = result(scheme(POINTS, BONUS, groups=THREE), agency(panel=panel("90"), **figures))
    assert (told.total, told.bonus) == (Fraction("87.5"), 2)
    assert told.notes[-1] == "总分：(60×80.00+25×90.00+15×100.00)÷100+加分2.00=87.50"


def test_group_without_a_score_leaves_its_weight_to_the_others():
    told = result(scheme(POINTS, groups=THREE), agency(indicators={"P": {"office": "80"}}, panel=panel("97")))
    assert (told.total, told.grade) == (Fraction("85"), "合格")
    assert told.notes[-2:] == [
        "社会评价不计：只有0票，不足1票",
        "总分：(60×80.00+25×97.00)÷85=85.00",
    ]


@pytest.mark.parametrize(
    ("cap", "count", "bonus"),
    [
        ({}, 3, "3.00"),
        ({"bonus_cap": "2"}, 2, "2.00"),
        ({"bonus_cap": "2"}, 3, "2.00"),
        ({"bonus_cap": "0"}, 3, "0.00"),
    ],
)
def test_bonus_is_cut_at_the_cap_of_the_scheme(cap, count, bonus):
    told = result(
        scheme(POINTS, BONUS, **cap), agency(indicators={"P": {"office": "50"}, "B": {"count": count}})
    )
    assert (two_digits(told.bonus), told.total) == (bonus, 50 + Fraction(bonus))


@pytest.mark.parametrize(
    ("cap", "total", "last"),
    [
        ({}, "103", "总分：(100×100.00)÷100+加分3.00=103.00"),
        ({"total_cap": "103"}, "103", "总分：(100×100.00)÷100+加分3.00=103.00"),
        ({"total_cap": "100"}, "100", "总分超过上限，计100.00"),
    ],
)
def test_total_is_cut_at_the_cap_of_the_scheme(cap, total, last):
    told = result(
        scheme(POINTS, BONUS, **cap), agency(indicators={"P": {"office": "100"}, "B": {"count": 3}})
    )
    assert (told.total, told.notes[-1]) == (Fraction(total), last)


def test_incomplete_agency_has_neither_total_nor_grade_though_other_groups_count():
    told = result(scheme(POINTS, groups=THREE), agency(panel=panel("90"), votes={"5": 9}))
    assert (told.total, told.grade, told.incomplete) == (None, None, ("P",))
    assert told.notes[-1] == "没有总分：普法办还有1项没有打分（P）"


@pytest.mark.parametrize("groups", [[OFFICE], [OFFICE | {"weight": "0"}, PANEL]])
def test_no_group_of_weight_with_a_score_is_no_total(groups):
    exempt = {} if len(groups) > 1 else {"exempt": {"P": "无此职责"}}
    told = result(scheme(POINTS, groups=groups), agency(indicators={"P": {"office": "80"}}, **exempt))
    assert (told.total, told.grade, told.incomplete) == (None, None, ())
    assert told.notes[-1] == "没有总分：没有一个有权重的部分有得分"


def test_nothing_is_rounded_on_the_way():
    # Three thirds, cut to any number of digits, come to less than one: to less than 0.125 of a hundred.
    third = {"name": "讲座", "kind": "quota", "max": "1", "required": 3}
    thirds = [{"key": f"Q{number}"} | third for number in range(3)]
    rest = {"key": "R", "name": "其余", "kind": "quota", "max": "797", "required": 1}
    told = result(scheme(*thirds, rest), agency(indicators={each["key"]: {"count": 1} for each in thirds}))
    assert [two_digits(line.earned) for line in told.lines] == ["0.33", "0.33", "0.33", "0.00"]
    assert told.total == Fraction("0.13")


@pytest.mark.parametrize(("score", "total"), [("50.05", "5.01"), ("50.0499999999", "5")])
def test_total_is_rounded_half_up(score, total):
    out_of_a_thousand = scheme(POINTS | {"max": "1000"})
    assert result(out_of_a_thousand, agency(indicators={"P": {"office": score}})).total == Fraction(total)


@pytest.mark.parametrize(
    ("number", "shown", "told", "equal"),
    [
        ("0", "0.00", "0.00", "=0.00"),
        ("0.005", "0.01", "0.005", "=0.005"),
        ("0.0049", "0.00", "0.0049", "=0.0049"),
        ("0.00499", "0.00", "0.00", "≈0.00"),
        ("99.995", "100.00", "99.995", "=99.995"),
        ("1/3", "0.33", "0.33", "≈0.33"),
        ("2/3", "0.67", "0.67", "≈0.67"),
    ],
)
def test_figures_are_rounded_half_up_and_say_so(number, shown, told, equal):
    number = Fraction(number)
    assert (two_digits(number), figure(number), equal_to(number)) == (shown, told, equal)
