"""A scoring sheet as an office keeps it becomes a scheme; repeated without harm, closed with the round."""

from decimal import Decimal

import pytest

from cms.assessment.enums import IndicatorKind as K
from cms.intake.models import ImportBatch
from cms.reviews.enums import RoundState
from cms.reviews.models import Indicator, Scheme
from cms.reviews.queries.documents import problems_of
from tests.cms.reviews.factories import RoundFactory

pytestmark = pytest.mark.django_db

HEAD = ["序号", "考核项目", "考核内容", "分值", "评分标准", "自评分", "得分"]
SHEET = [
    ["青桥区2026年度国家机关“谁执法谁普法”责任制评议评分表"],
    HEAD,
    [1, "组织领导（20分）", "成立领导小组", "10分", "有文件得满分", None, None],
    [2, None, "年度计划", 10, "每缺1项扣2分，扣完为止", None, None],
    [3, "社会普法", "主题活动", 80, "每年不少于4场，按比例计分", None, None],
    [4, "加分项", "表彰奖励", 5, "获市级以上表彰每项加1分", None, None],
    ["合计", None, None, 105, None, None, None],
    ["注：本表由普法办负责解释。"],
]


def merged(sheet):
    sheet.merge_cells("A1:G1")
    sheet.merge_cells("B3:B4")


@pytest.fixture
def import_sheet(office_imports, workbook):
    def do(*changes, apply=True):
        rows = [list(row) for row in SHEET]
        for number, column, value in changes:
            rows[number][HEAD.index(column)] = value
        return office_imports(workbook(*rows, fill=merged), kind="review_scheme", apply=apply)

    return do


def codes(batch: ImportBatch) -> list[list[str]]:
    return [row.codes for row in batch.rows.all()]


def counts(batch: ImportBatch) -> list[int]:
    return [batch.counts[what] for what in ("create", "change", "unchanged")]


def test_sheet_becomes_a_scheme_of_its_year(import_sheet):
    batch = import_sheet()
    assert codes(batch) == [[], [], [], []]
    scheme = Scheme.objects.get()
    assert (scheme.year, scheme.name) == (2026, SHEET[0][0])
    found = [
        (each.dimension, each.name, each.kind, each.max, each.per, each.cap, each.required)
        for each in scheme.indicators.all()
    ]
    assert found == [
        ("组织领导（20分）", "成立领导小组", K.POINTS, Decimal(10), None, None, None),
        ("组织领导（20分）", "年度计划", K.DEDUCT, Decimal(10), Decimal(2), None, None),
        ("社会普法", "主题活动", K.QUOTA, Decimal(80), None, None, 4),
        ("加分项", "表彰奖励", K.BONUS, None, Decimal(1), Decimal(5), None),
    ]


def test_what_the_sheet_does_not_say_is_told_by_the_scheme_itself(import_sheet):
    import_sheet()
    assert [problem.partition("：")[0] for problem in problems_of(Scheme.objects.get())] == ["scheme.bands"]


def test_same_sheet_twice_changes_nothing_and_a_mended_one_its_line_alone(import_sheet):
    assert counts(import_sheet()) == [4, 0, 0]
    assert counts(import_sheet()) == [0, 0, 4]
    assert counts(import_sheet((3, "分值", 12))) == [0, 1, 3]
    assert Indicator.objects.get(name="年度计划").max == Decimal(12)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ((2, "分值", "若干"), ["points_unclear"]),
        ((2, "分值", 101), ["points_unclear"]),
        ((2, "分值", 0), ["points_unclear"]),
        ((2, "分值", None), ["points_unclear"]),
        ((3, "考核内容", "成立领导小组"), ["code_duplicate"]),
        ((3, "评分标准", "每缺一项扣1分；每迟一天扣2分"), ["rule_several"]),
        ((5, "评分标准", "视情况加分"), ["rule_several"]),
    ],
)
def test_cell_is_judged(import_sheet, change, found):
    assert codes(import_sheet(change, apply=False))[change[0] - 2] == found


def test_scheme_of_a_round_that_has_begun_is_not_touched(import_sheet):
    scheme = RoundFactory(state=RoundState.SELF, scheme__year=2026).scheme
    before = list(scheme.indicators.values())
    batch = import_sheet()
    assert codes(batch) == [["scheme_closed"]] * 4
    assert list(scheme.indicators.values()) == before
