"""What holds for every document."""

import json
from copy import deepcopy
from fractions import Fraction
from itertools import pairwise
from math import floor

from hypothesis import given
from hypothesis import strategies as st

from cms.assessment.arithmetic import as_printed, compute
from cms.assessment.documents import parse
from tests.cms.assessment.factories import problems
from tests.cms.assessment.invented import documents


def computed(document: dict) -> dict:
    return {told.code: told for told in compute(parse(document))}


@given(documents(), st.data())
def test_adding_a_deduction_never_raises_a_total(document, data):
    deductions = [
        each["key"] for each in document["scheme"]["dimensions"][0]["indicators"] if each["kind"] == "deduct"
    ]
    before = computed(document)
    for agency in document["agencies"]:
        for key in deductions:
            agency["indicators"][key]["count"] = agency["indicators"][key].get("count", 0) + data.draw(
                st.integers(1, 3)
            )
    for code, after in computed(document).items():
        assert (after.total is None) == (before[code].total is None)
        assert after.total is None or after.total <= before[code].total


@given(documents(), st.randoms(use_true_random=False))
def test_order_of_agencies_panel_and_votes_never_matters(document, random):
    before = computed(document)
    random.shuffle(document["agencies"])
    for agency in document["agencies"]:
        random.shuffle(agency["panel"])
        for name in ("votes", "indicators", "exempt"):
            shuffled = list(agency[name].items())
            random.shuffle(shuffled)
            agency[name] = dict(shuffled)
    assert computed(document) == before
    assert list(computed(document)) == [agency["code"] for agency in document["agencies"]]


@given(documents())
def test_exempting_everything_gives_no_score(document):
    document["scheme"]["groups"] = [{"key": "o", "name": "核分", "kind": "indicators", "weight": "100"}]
    within = [
        each["key"]
        for each in document["scheme"]["dimensions"][0]["indicators"]
        if each["kind"] in ("points", "deduct", "quota")
    ]
    for agency in document["agencies"]:
        agency["exempt"] = dict.fromkeys(within, "无此职责")
    for told in computed(document).values():
        assert (told.groups[0].score, told.total, told.grade, told.incomplete) == (None, None, None, ())


@given(documents())
def test_lines_add_up_to_groups_and_groups_to_totals(document):
    scheme = document["scheme"]
    for told in computed(document).values():
        within = [line for line in told.lines if line.kind != "bonus" and line.max is not None]
        office = told.groups[0].score
        if office is not None:
            assert office == 100 * sum(line.earned for line in within) / sum(line.max for line in within)
        bonus = sum(line.earned for line in told.lines if line.kind == "bonus")
        assert told.bonus == min(bonus, Fraction(scheme.get("bonus_cap", bonus)))
        counted = [group for group in told.groups if group.score is not None]
        if told.total is not None:
            weights = sum(group.weight for group in counted)
            total = sum(group.weight * group.score for group in counted) / weights + told.bonus
            total = min(total, Fraction(scheme.get("total_cap", total)))
            assert told.total == Fraction(floor(total * 100 + Fraction(1, 2)), 100)


@given(documents())
def test_no_band_holds_more_than_its_share_and_nobody_passes_a_better_one(document):
    told = [each for each in computed(document).values() if each.grade is not None]
    names = [band["name"] for band in document["scheme"]["bands"]]
    for band in document["scheme"]["bands"]:
        if "at_most_share" in band:
            holders = [each for each in told if each.grade == band["name"]]
            assert len(holders) <= Fraction(band["at_most_share"]) * len(told)
    free = [each for each in told if not any("一票否决" in note for note in each.notes)]
    by_total = sorted(free, key=lambda each: each.total, reverse=True)
    places = [names.index(each.grade) for each in by_total]
    assert places == sorted(places)
    for better, worse in pairwise(by_total):
        assert better.total != worse.total or better.grade == worse.grade


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["1e5", "-1", "优秀", "D0"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=4,
)


def places(value: object) -> list[tuple[object, object]]:
    """Every container in `value` with each of its names or rows."""
    names = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for name, inner in names for found in ((value, name), *places(inner))]


@given(documents(), st.data())
def test_whatever_stands_anywhere_is_computed_or_refused_in_lines(document, data):
    broken = deepcopy(document)
    container, name = data.draw(st.sampled_from(places(broken)))
    container[name] = data.draw(ANYTHING)
    said = problems(broken)
    for problem in said:
        path, _, sentence = problem.partition("：")
        assert path
        assert sentence
        assert len(problem.splitlines()) == 1
    if not said:
        json.dumps(as_printed(compute(parse(broken))), ensure_ascii=False, allow_nan=False).encode()
