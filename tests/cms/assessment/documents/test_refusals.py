"""Every bad document is refused as a whole, each problem in one Chinese line that begins with its path."""

import re
from copy import deepcopy

import pytest

from cms.assessment.documents import Refused, parse, read_text
from cms.assessment.documents.json_text import Unfit
from tests.cms.assessment.factories import (
    BANDS,
    BONUS,
    DEDUCT,
    OFFICE,
    PANEL,
    POINTS,
    PUBLIC,
    QUOTA,
    VETO,
    agency,
    document,
    panel,
    problems,
    scheme,
)

GROUPS = [OFFICE | {"weight": "60"}, PANEL | {"weight": "25"}, PUBLIC | {"weight": "15"}]
WHOLE = document(
    scheme(POINTS, DEDUCT, QUOTA, BONUS, VETO, groups=GROUPS, bonus_cap="5", total_cap="100"),
    agency(
        indicators={
            "P": {"self": "90", "office": "80"},
            "D": {"count": 1},
            "Q": {"count": "2"},
            "B": {"count": 1},
            "V": {"hit": True, "reason": "属实"},
        },
        exempt={"Q": "无此职责"},
        panel=[*panel("80"), *panel("90", agency="D02")],
        votes={"5": 9},
    ),
    agency("D02"),
)
ABSENT = object()
NUMBER = '不是能用的数字：只写数字与小数点，如 "8.5"，整数最多 12 位，小数最多 20 位'


def changed(path: str, value: object, whole: dict = WHOLE) -> dict:
    """`whole` with `value` at the path, or with nothing there."""
    copied = deepcopy(whole)
    *way, last = (int(row) if row else name for row, name in re.findall(r"\[(\d+)\]|([^.\[\]]+)", path))
    at = copied
    for step in way:
        at = at[step]
    if value is ABSENT:
        del at[last]
    else:
        at[last] = value
    return copied


def test_whole_document_is_taken():
    assert problems(WHOLE) == []


INDICATORS = "scheme.dimensions[0].indicators"


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("scheme", ABSENT, "没有填写，请补上"),
        ("scheme", [], "应为一组字段 {…}，现在是列表"),
        ("scheme.name", ABSENT, "没有填写，请补上文字"),
        ("scheme.name", " ", "应为文字，现在是空的"),
        ("scheme.name", 5, "应为文字，现在是数字 5"),
        ("scheme.name", "\u202e", "开头有看不见的控制字符（U+202E），会使文字显示错乱。请删去，重新输入。"),
        ("scheme.name", "评\u200b议", "有看不见的字符，请删去后重新输入。"),
        ("scheme.name", "评\ud800", "有不成字的字符，请删去后重新输入"),
        ("scheme.name", "评" * 2001, "文字有 2001 个字，最多 2000 个，请删减"),
        ("scheme.year", 1948, "应不小于 1949、不大于 2199，现在是 1948"),
        ("scheme.year", "2026.5", "2026.5 应为整数"),
        ("scheme.year", True, "应为数字，现在是是非值"),
        ("scheme.bands", {}, "应为列表 […]，现在是一组字段"),
        ("scheme.bands[0].at_most_share", "1.01", "应不小于 0、不大于 1，现在是 1.01"),
        ("scheme.bands[0].from", "-1", "应不小于 0，现在是 -1"),
        ("scheme.groups[0].weight", "-60", "应不小于 0、不大于 100，现在是 -60"),
        ("scheme.groups[0].kind", "评委", "没有这个类型“评委”，只有：indicators、panel、vote"),
        ("scheme.groups[1].drop_extremes", 1, "应为 true 或 false，现在是数字 1"),
        ("scheme.groups[2].minimum_votes", -1, "应不小于 0，现在是 -1"),
        ("scheme.groups[2].minimum_votes", "1.5", "1.5 应为整数"),
        ("scheme.dimensions", ABSENT, "没有填写，请补上列表 […]"),
        ("scheme.dimensions[0].key", "", "应为文字，现在是空的"),
        (f"{INDICATORS}[0].max", "0", "应大于 0，现在是 0"),
        (f"{INDICATORS}[0].max", ABSENT, "没有填写，请补上数字"),
        (f"{INDICATORS}[1].per", "-0.3", "应大于 0，现在是 -0.3"),
        (f"{INDICATORS}[1].cap", "6.01", "最多扣 6.01，不能超过分值 6"),
        (f"{INDICATORS}[2].required", 0, "应不小于 1，现在是 0"),
        (f"{INDICATORS}[2].required", "4.5", "4.5 应为整数"),
        (f"{INDICATORS}[3].cap", ABSENT, "没有填写，请补上数字"),
        (f"{INDICATORS}[4].at_best", "良好", "没有这个等次“良好”，只有：优秀、合格、不合格"),
        ("scheme.bonus_cap", "-5", "应不小于 0，现在是 -5"),
        ("scheme.total_cap", {}, "应为数字，现在是一组字段"),
        ("agencies", ABSENT, "没有填写，请补上列表 […]"),
        ("agencies[0]", None, "没有填写，请补上"),
        ("agencies[0].code", ABSENT, "没有填写，请补上文字"),
        ("agencies[0].indicators.P.office", "100.01", "应不小于 0、不大于 100，现在是 100.01"),
        ("agencies[0].indicators.P.self", "-1", "应不小于 0、不大于 100，现在是 -1"),
        ("agencies[0].indicators.D.count", -1, "应不小于 0，现在是 -1"),
        ("agencies[0].indicators.D.count", "1.5", "1.5 应为整数"),
        ("agencies[0].indicators.D", 3, "应为一组字段 {…}，现在是数字 3"),
        ("agencies[0].indicators.V.hit", "是", "应为 true 或 false，现在是文字"),
        ("agencies[0].indicators.Z9", {}, "方案里没有指标“Z9”，请改正代号或删去"),
        ("agencies[0].exempt.Z9", "无此职责", "方案里没有指标“Z9”，请改正代号或删去"),
        ("agencies[0].exempt.Q", " ", "应为文字，现在是空的"),
        ("agencies[0].exempt.B", "无此职责", "“典型案例”是加分指标，不能列为不适用，请删去"),
        ("agencies[0].exempt.V", "无此职责", "“弄虚作假”是一票否决指标，不能列为不适用，请删去"),
        ("agencies[0].panel[0].score", "100.1", "应不小于 0、不大于 100，现在是 100.1"),
        ("agencies[0].panel[0].score", None, "没有填写，请补上数字"),
        ("agencies[0].panel[1].agency", "D99", "没有代码为“D99”的单位；评委不属于任何单位的，写 null"),
        ("agencies[0].votes.5", -9, "应不小于 0，现在是 -9"),
    ],
)  # fmt: skip
def test_problem_is_named_with_its_path_and_the_cure(path, value, said):
    assert problems(changed(path, value)) == [f"{path}：{said}"]


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("scheme.bands", [], ["scheme.bands：至少要有一个等次"]),
        (
            "scheme.bands",
            [BANDS[1], BANDS[0], BANDS[2]],
            ["scheme.bands[1].from：等次要从高到低排列：“优秀”从 90 起，应低于“合格”的 60"],
        ),
        (
            "scheme.bands",
            [BANDS[0], BANDS[1] | {"from": "90"}, BANDS[2]],
            ["scheme.bands[1].from：等次要从高到低排列：“合格”从 90 起，应低于“优秀”的 90"],
        ),
        (
            "scheme.bands",
            [*BANDS[:2], BANDS[2] | {"from": "0.01"}],
            ["scheme.bands[2].from：最后一个等次应从 0 起，现在是 0.01"],
        ),
        (
            "scheme.bands",
            [*BANDS[:2], BANDS[2] | {"at_most_share": "1"}],
            ["scheme.bands[2].at_most_share：最后一个等次不能限比例：超出的没有更低的等次可去，请删去"],
        ),
        (
            "scheme.bands[0].name",
            "合格",
            ["scheme.bands[1]：等次“合格”与 scheme.bands[0] 重复，请改成不同的"],
        ),
        ("scheme.groups", [], ["scheme.groups：权重合计为 0，应为 100"]),
        ("scheme.groups", [OFFICE | {"weight": "95"}], ["scheme.groups：权重合计为 95，应为 100"]),
        ("scheme.groups", [OFFICE | {"weight": "99.99"}], ["scheme.groups：权重合计为 99.99，应为 100"]),
        (
            "scheme.groups",
            [OFFICE | {"weight": "60"}, OFFICE | {"weight": "40"}],
            ["scheme.groups[1]：代号“office”与 scheme.groups[0] 重复，请改成不同的"],
        ),
    ],
)
def test_bands_and_groups_are_held_together(path, value, said):
    assert problems(changed(path, value, document(scheme()))) == said


def test_indicator_repeated_in_another_dimension_is_named():
    twice = scheme(POINTS)
    twice["dimensions"].append({"key": "B", "name": "维度", "indicators": [POINTS]})
    assert problems(document(twice)) == [
        f"scheme.dimensions[1].indicators[0]：指标代号“P”与 {INDICATORS}[0] 重复，请改成不同的"
    ]


def test_dimension_agency_and_assessor_are_not_repeated():
    twice = scheme(POINTS)
    twice["dimensions"].append({"key": "A", "name": "维度", "indicators": []})
    assert problems(document(twice, agency(panel=panel("80") * 2), agency())) == [
        "scheme.dimensions[1]：代号“A”与 scheme.dimensions[0] 重复，请改成不同的",
        "agencies[0].panel[1]：评委“p0”与 agencies[0].panel[0] 重复，请改成不同的",
        "agencies[1]：单位代码“D01”与 agencies[0] 重复，请改成不同的",
    ]


@pytest.mark.parametrize("level", ["6", "0", "05", "五"])
def test_other_levels_of_a_vote_are_refused(level):
    assert problems(changed(f"agencies[0].votes.{level}", 1)) == [
        f"agencies[0].votes.{level}：没有“{level}”这一档，只有 5、4、3、2、1"
    ]


@pytest.mark.parametrize(
    ("path", "known"),
    [
        ("", "scheme、agencies"),
        ("scheme", "name、year、bands、groups、dimensions、bonus_cap、total_cap"),
        ("scheme.bands[0]", "name、from、at_most_share"),
        ("scheme.groups[0]", "key、name、weight、kind"),
        ("scheme.groups[1]", "key、name、weight、kind、drop_extremes"),
        ("scheme.groups[2]", "key、name、weight、kind、minimum_votes"),
        ("scheme.dimensions[0]", "key、name、indicators"),
        (f"{INDICATORS}[0]", "key、name、kind、max"),
        (f"{INDICATORS}[4]", "key、name、kind、at_best"),
        ("agencies[0]", "code、name、indicators、exempt、panel、votes"),
        ("agencies[0].indicators.P", "self、office"),
        ("agencies[0].indicators.D", "count"),
        ("agencies[0].indicators.V", "hit、reason"),
        ("agencies[0].panel[0]", "assessor、score、agency"),
    ],
)
def test_field_that_nobody_reads_is_refused(path, known):
    told = f"不认识“备注”，这里只有 {known}；请改正或删去"
    assert problems(changed(f"{path}.备注", "x")) == [f"{path or '文件'}：{told}"]


@pytest.mark.parametrize(
    "text", ["", "８.5", "1e2", "+1", ".5", "5.", "1 ", "1_0", "NaN", "1" * 13, "0." + "1" * 21]
)
def test_text_that_is_no_plain_decimal_is_no_number(text):
    found = problems(changed("agencies[0].panel[0].score", text))
    assert found == [f"agencies[0].panel[0].score：“{text}”{NUMBER}"]


@pytest.mark.parametrize("value", [0.5, Unfit("0.5")])
def test_float_is_refused_and_shown_how_it_is_written(value):
    assert problems(changed("agencies[0].panel[0].score", value)) == [
        'agencies[0].panel[0].score：0.5 没有引号，小数会失准，请写成 "0.5"'
    ]


def test_every_problem_is_told_but_no_endless_list():
    rows = [agency(f"D{number}", name="") for number in range(500)]
    told = problems(document(scheme(), *rows))
    assert (len(told), told[-1]) == (201, "文件：问题超过 200 个，其余不再列出")


def test_broken_scheme_makes_no_false_problems_of_the_figures():
    without_kind = {name: value for name, value in POINTS.items() if name != "kind"}
    filled = agency(indicators={"P": {"office": "80"}}, exempt={"P": "无此职责"})
    assert problems(document(scheme(without_kind), filled)) == [f"{INDICATORS}[0].kind：没有填写，请补上文字"]


def test_line_breaks_in_a_name_break_no_line():
    assert problems(document(scheme(), agency(indicators={"甲\n乙\u2028": {}}))) == [
        "agencies[0].indicators.甲�乙�：方案里没有指标“甲�乙�”，请改正代号或删去"
    ]


@pytest.mark.parametrize("value", [None, 5, "x", [], True])
def test_what_is_no_document_at_all_is_refused(value):
    with pytest.raises(Refused, match=r"^文件："):
        parse(value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "文件：不是有效的 JSON：第 1 行第 1 个字处读不下去，请检查引号、逗号与括号"),
        ('{"scheme":\n {,', "文件：不是有效的 JSON：第 2 行第 3 个字处读不下去，请检查引号、逗号与括号"),
        ("[" * 100_000, "文件：括号嵌套得太深，不是评议文件"),
        ('{"scheme":' * 100_000, "文件：括号嵌套得太深，不是评议文件"),
        ("1" * 10_000, "文件：应为一组字段 {…}，现在是数字 " + "1" * 40 + "…"),
        ("NaN", "文件：应为一组字段 {…}，现在是数字 NaN"),
    ],
)
def test_text_that_is_no_document_is_refused(text, said):
    with pytest.raises(Refused) as refused:
        read_text(text)
    assert refused.value.problems == (said,)


def test_bare_traps_of_json_are_named_at_their_place():
    text = """{"scheme": {"name": "评", "year": 2026, "bands": [{"name": "合格", "from": 0.0}], "groups": [
        {"key": "o", "name": "o", "kind": "indicators", "weight": 100}], "dimensions": [],
        "total_cap": Infinity, "bonus_cap": 1e400}, "agencies": [{"code": "D", "code": "E", "name": "乙"}]}"""
    with pytest.raises(Refused) as refused:
        read_text(text)
    assert refused.value.problems == (
        'scheme.bands[0].from：0.0 没有引号，小数会失准，请写成 "0.0"',
        f"scheme.bonus_cap：“1e400”{NUMBER}",
        f"scheme.total_cap：“Infinity”{NUMBER}",
        "agencies[0]：“code”写了两次，请只留一个",
    )
