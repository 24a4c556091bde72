"""One cell that no record would take is asked about at its row: it never stops the others."""

from datetime import date, timedelta

import pytest

from cms.intake.journal import Journal
from cms.intake.judging import is_importable, judge
from cms.intake.registry import spec_of
from cms.intake.spec import Row
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.exams.factories import ExamFactory
from tests.cms.people.factories import AppointmentFactory, VolunteerFactory
from tests.cms.places.factories import CommunityFactory

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 23)
# Longer than any field, than a name, than a code; figures; a year nobody means; what nobody sees.
CELLS = (
    "很长的字" * 600,
    "字" * 101,
    "字" * 61,
    "A" * 41,
    85.456,
    99_999_999,
    "甲\x00乙",
    "甲；甲",
    "2206-03-05",
    "\u202e反\u200b文",
)
PLACE = {"所属街镇": "清溪镇", "所属居村": "柳林苑居委会"}
WHERE = {"所属街镇": "清溪镇", "地址": "路1号", "经度": "121.39", "纬度": "31.23"}


def name(number: int) -> str:
    return f"王{chr(0x4E00 + number * 7)}{chr(0x5800 + number * 11)}"


def phone(number: int) -> str:
    return f"199000{number:05d}"


GOOD = {
    "roster": lambda n: {"姓名": name(n), "联系电话": phone(n), "出生年月": "1980-05", **PLACE},
    "volunteers": lambda n: {"姓名": name(n), "手机号码": phone(n), "出生日期": "2012-05-01", **PLACE,
                             "监护人姓名": "王父", "监护人电话": phone(n)},
    "service_records": lambda n: {"志愿者编号": "ZY-1", "姓名": "王小明", "活动名称": "宣讲",
                                  "服务日期": f"{ON - timedelta(days=n)}", "起止时间": "09:00-11:00",
                                  "服务时长": 2, "记录人": "李记"},
    "places": lambda n: {"编码": f"P{n}", "名称": f"{name(n)}居委会", "上级编码": "T1", "类型": "居民委员会"},
    "agencies": lambda n: {"机构编码": f"A{n}", "单位全称": f"{name(n)}局", "单位类型": "政府部门"},
    "duty_list": lambda n: {"责任单位": "清溪局", "普法内容": f"{name(n)}法", "时间节点": "5月"},
    "venues": lambda n: {"编号": f"V{n}", "名称": f"{name(n)}园", "层级": "街镇级", "类型": "公园",
                         "责任单位": "清溪局", "所属街镇": "清溪镇", "地址": f"路{n}号"},
    "service_points": lambda n: {"编码": f"S{n}", "名称": f"{name(n)}中心", "层级": "区中心", **WHERE},
    "attendance": lambda n: {"姓名": "赵学员", "手机尾号": "0017", "签到": "√", "学时": 2,
                             "培训名称": f"培训{n}", "培训日期": "2026-05-16"},
    "exam_scores": lambda n: {"姓名": "赵学员", "成绩": 60, "考试名称": "岗前考试",
                              "考试日期": f"{ON - timedelta(days=n)}"},
    "questions": lambda n: {"题型": "单选题", "题干": f"第{n}个问题是什么？", "选项A": "甲",
                            "选项B": "乙", "答案": "A"},
    "review_scheme": lambda n: {"所属方面": "组织", "指标": f"指标{n}", "分值": 1, "评分标准": "有得分"},
    "activities": lambda n: {"活动名称": f"{name(n)}宣讲", "时间": f"{ON - timedelta(days=n)}",
                             "主办单位": "清溪局"},
    "advisers": lambda n: {**PLACE, "法律顾问": name(n), "执业机构": "上海甲律师事务所",
                           "聘期": f"{1930 + n}年"},
    "titles": lambda n: {**PLACE, "级别": "区级", "批次": "第一批", "命名日期": f"{ON - timedelta(days=n)}",
                         "命名文号": "青司〔2024〕18 号", "状态": "已注销"},
}  # fmt: skip


@pytest.fixture(autouse=True)
def known():
    CommunityFactory(name="柳林苑居委会", parent__name="清溪镇", parent__code="T1")
    AgencyFactory(name="清溪局")
    AppointmentFactory(person__name="赵学员", person__phone="19900000017")
    ExamFactory(title="岗前考试")
    VolunteerFactory(volunteer_number="ZY-1", person__name="王小明")


@pytest.mark.parametrize("kind", GOOD)
def test_what_is_ready_goes_in_whatever_stands_in_a_cell(kind):
    spec = spec_of(kind)
    spoilt = [(column.name, cell) for column in spec.columns for cell in CELLS]
    rows = [
        Row(
            "表",
            number,
            {each.name: None for each in spec.columns} | GOOD[kind](number),
            titles=("2026年",),
            ledger="表",
        )
        for number in range(len(spoilt) + 1)
    ]
    for row, (column, cell) in zip(rows, spoilt, strict=False):
        row.raw[column] = cell
    judge(rows, spec, ON)
    assert is_importable(rows[-1]), rows[-1].messages
    ready = [row for row in rows if is_importable(row)]
    assert len(spec.apply(ready, Journal(None, ON)).done) == len(ready)
