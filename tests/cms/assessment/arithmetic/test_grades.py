from fractions import Fraction

import pytest

from tests.cms.assessment.factories import BANDS, POINTS, VETO, agency, results, scheme, scored

NAMES = {"优": "优秀", "合": "合格", "不": "不合格"}


def bands(first: str | None = None, second: str | None = None) -> list[dict]:
    shares = [{"at_most_share": share} if share else {} for share in (first, second)]
    return [BANDS[0] | shares[0], BANDS[1] | shares[1], BANDS[2]]


def grades(a_scheme: dict, *agencies: dict) -> list[str | None]:
    return [told.grade for told in results(a_scheme, *agencies)]


def test_grade_is_the_first_band_at_or_below_the_rounded_total():
    totals = ["100", "90", "89.995", "89.994", "60", "59.995", "59.99", "0"]
    assert grades(scheme(), *scored(*totals)) == [
        "优秀", "优秀", "优秀", "合格", "合格", "合格", "不合格", "不合格",
    ]  # fmt: skip


class TestShares:
    @pytest.mark.parametrize(
        ("share", "expected"),
        [
            ("0", "合合合合"),
            ("0.24", "合合合合"),
            ("0.25", "优合合合"),
            ("0.49", "优合合合"),
            ("0.5", "优优合合"),
            ("0.75", "优优优合"),
            ("1", "优优优优"),
        ],
    )
    def test_so_many_of_the_highest_keep_the_band(self, share, expected):
        told = grades(scheme(bands=bands(share)), *scored("95", "94", "93", "92"))
        assert told == [NAMES[each] for each in expected]

    def test_order_of_the_document_is_no_advantage(self):
        assert grades(scheme(bands=bands("0.5")), *scored("92", "95")) == ["合格", "优秀"]

    def test_equals_across_the_limit_all_fall_and_each_says_so(self):
        told = results(scheme(bands=bands("0.5")), *scored("95", "94", "94", "93"))
        assert [each.grade for each in told] == ["优秀", "合格", "合格", "合格"]
        across = "“优秀”最多2家（有等次的4家×0.5），总分同为94.00的跨过了名额，都不列入，列为“合格”"
        full = "“优秀”最多2家（有等次的4家×0.5），按总分从高到低已满，列为“合格”"
        assert [each.notes[-1] for each in told[1:]] == [across, across, full]

    def test_equals_within_or_beyond_the_limit_are_no_trouble(self):
        told = grades(scheme(bands=bands("0.5")), *scored("95", "95", "94", "94"))
        assert told == ["优秀", "优秀", "合格", "合格"]

    def test_totals_are_equal_when_they_are_so_after_rounding(self):
        told = results(scheme(bands=bands("0.5")), *scored("94.004", "94.001"))
        assert [each.grade for each in told] == ["合格", "合格"]

    def test_who_falls_counts_for_the_share_of_the_next_band(self):
        told = grades(scheme(bands=bands("0.25", "0.25")), *scored("95", "94", "80", "70"))
        assert told == ["优秀", "合格", "不合格", "不合格"]

    def test_only_agencies_with_a_grade_are_counted(self):
        unscored = [agency("D08"), agency("D09")]
        told = grades(scheme(bands=bands("0.5")), *scored("95", "94"), *unscored)
        assert told == ["优秀", "合格", None, None]

    def test_limit_of_none_is_said(self):
        told = results(scheme(bands=bands("0.5")), *scored("95"))
        assert told[0].notes[-1] == "“优秀”最多0家（有等次的1家×0.5），没有名额，列为“合格”"


class TestVetoes:
    MILD = VETO | {"key": "W", "name": "投诉", "at_best": "合格"}

    def told(self, score: str, *hit: str, **more):
        struck = {key: {"hit": True, "reason": "属实"} for key in hit}
        figures = agency(indicators={"P": {"office": score}} | struck)
        return results(scheme(POINTS, VETO, self.MILD, **more), figures)[0]

    @pytest.mark.parametrize(
        ("score", "hit", "grade"),
        [
            ("95", "", "优秀"),
            ("95", "W", "合格"),
            ("95", "V", "不合格"),
            ("95", "VW", "不合格"),
            ("70", "W", "合格"),
            ("50", "W", "不合格"),
        ],
    )
    def test_grade_is_at_best_the_worst_that_a_veto_allows(self, score, hit, grade):
        told = self.told(score, *hit)
        assert (told.grade, told.total) == (grade, Fraction(score))

    def test_each_veto_says_what_it_did(self):
        assert self.told("95", "W").notes[-1] == "一票否决：投诉（属实），最高只能是“合格”，由“优秀”降下"
        assert self.told("50", "W").notes[-1] == "一票否决：投诉（属实），最高只能是“合格”"

    def test_veto_that_did_not_strike_is_nothing(self):
        plain = agency(indicators={"P": {"office": "95"}})
        unstruck = agency(indicators={"P": {"office": "95"}, "V": {"hit": False}, "W": {}})
        several = scheme(POINTS, VETO, self.MILD)
        assert results(several, plain) == results(several, unstruck)

    def test_vetoed_agency_competes_only_where_it_then_stands(self):
        struck = agency("D09", indicators={"P": {"office": "99"}, "W": {"hit": True}})
        several = scheme(POINTS, self.MILD, bands=bands("0.34", "0.34"))
        # One place each: the vetoed one leaves the first to 95, and takes the second from 80.
        assert grades(several, struck, *scored("95", "80")) == ["合格", "优秀", "不合格"]

    def test_veto_of_an_agency_without_total_is_noted_and_gives_no_grade(self):
        told = results(scheme(POINTS, VETO), agency(indicators={"V": {"hit": True}}))[0]
        assert (told.grade, told.notes[-1]) == (None, "一票否决：弄虚作假，最高只能是“不合格”")
