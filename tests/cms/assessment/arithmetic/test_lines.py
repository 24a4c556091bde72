import pytest

from cms.assessment.arithmetic.rounding import two_digits
from tests.cms.assessment.factories import BONUS, DEDUCT, POINTS, QUOTA, agency, result, scheme


def line(indicator: dict, entry: dict, **more):
    told = result(scheme(indicator), agency(indicators={indicator["key"]: entry}, **more)).lines[0]
    return (
        None if told.earned is None else two_digits(told.earned),
        None if told.max is None else two_digits(told.max),
        told.text,
    )


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ({"self": "90", "office": "0"}, ("0.00", "100.00", "普法办打分0.00，满分100.00；自评90.00，不计分")),
        ({"office": "100"}, ("100.00", "100.00", "普法办打分100.00，满分100.00")),
        ({"self": "90"}, (None, "100.00", "普法办还没有打分，满分100.00；自评90.00，不计分")),
        ({"office": None}, (None, "100.00", "普法办还没有打分，满分100.00")),
        ({}, (None, "100.00", "普法办还没有打分，满分100.00")),
    ],
)
def test_points_are_the_office_s_and_the_self_score_never_counts(entry, expected):
    assert line(POINTS, entry) == expected


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, ("6.00", "6.00", "没有扣分：6.00")),
        (3, ("5.10", "6.00", "3次，每次扣0.3，累计扣0.90，不超过1.20：6.00−0.90=5.10")),
        (4, ("4.80", "6.00", "4次，每次扣0.3，累计扣1.20，不超过1.20：6.00−1.20=4.80")),
        (5, ("4.80", "6.00", "5次，每次扣0.3，累计扣1.50，超过上限，只扣1.20：6.00−1.20=4.80")),
    ],
)
def test_deductions_end_at_the_cap(count, expected):
    assert line(DEDUCT, {"count": count}) == expected


def test_deductions_without_a_cap_end_at_the_maximum():
    without = {name: value for name, value in DEDUCT.items() if name != "cap"}
    assert line(without, {"count": 20})[0] == "0.00"
    assert line(without, {"count": 21})[0] == "0.00"


def test_sentence_shows_every_digit_of_a_small_deduction():
    assert line(DEDUCT | {"per": "0.125"}, {"count": 1}) == (
        "5.88",
        "6.00",
        "1次，每次扣0.125，累计扣0.125，不超过1.20：6.00−0.125=5.875",
    )


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, ("0.00", "8.00", "应完成4，实际0：8.00×0÷4=0.00")),
        (3, ("6.00", "8.00", "应完成4，实际3：8.00×3÷4=6.00")),
        (4, ("8.00", "8.00", "应完成4，实际4：8.00×4÷4=8.00")),
        (5, ("8.00", "8.00", "应完成4，实际5，按4计：8.00×4÷4=8.00")),
    ],
)
def test_quota_is_full_where_it_is_met(count, expected):
    assert line(QUOTA, {"count": count}) == expected


def test_sentence_says_where_two_digits_are_not_all():
    assert line(QUOTA | {"required": 7}, {"count": 5})[2] == "应完成7，实际5：8.00×5÷7≈5.71"


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, ("0.00", "3.00", "没有加分，最多加3.00")),
        (3, ("3.00", "3.00", "3次，每次加1，累计3.00，不超过3.00：加3.00")),
        (4, ("3.00", "3.00", "4次，每次加1，累计4.00，超过上限，只加3.00：加3.00")),
    ],
)
def test_bonus_ends_at_its_cap(count, expected):
    assert line(BONUS, {"count": count}) == expected


@pytest.mark.parametrize("indicator", [DEDUCT, QUOTA, BONUS], ids=lambda indicator: indicator["kind"])
def test_missing_count_is_none_at_all(indicator):
    assert line(indicator, {}) == line(indicator, {"count": 0}) == line(indicator, {"count": "0"})


@pytest.mark.parametrize("entry", [{}, {"office": "80"}])
def test_exempt_indicator_counts_on_neither_side(entry):
    assert line(POINTS, entry, exempt={"P": "无此职责"}) == (
        None,
        None,
        "不适用：无此职责；不计分值也不计得分",
    )


def test_veto_is_no_line_and_the_others_stand_as_in_the_scheme():
    veto = {"key": "V", "name": "弄虚作假", "kind": "veto", "at_best": "合格"}
    told = result(scheme(BONUS, veto, QUOTA, POINTS), agency())
    assert [each.key for each in told.lines] == ["B", "Q", "P"]
