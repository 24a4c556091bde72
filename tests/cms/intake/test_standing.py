"""Records that do not stand one on a row are told in words, with the cure; an ordinary table is not."""

from datetime import date

import pytest

from cms.intake.headings import Names
from cms.intake.layout import lay_out
from cms.intake.reading import RawRow, SheetData
from cms.intake.registry import spec_of
from cms.intake.standing import stands_otherwise

DAYS = [date(2026, 5, 16), date(2026, 5, 17), date(2026, 5, 18)]
PERSON = ["姓名", "性别", "联系电话", "所属居村", "考核成绩"]


def rows(*cells):
    return [RawRow(number, tuple(row)) for number, row in enumerate(cells, 1)]


def told(kind, *cells):
    return stands_otherwise(rows(*cells), Names(spec_of(kind).columns))


@pytest.mark.parametrize("before", [[], [["清溪镇名册"]], [["清溪镇名册"], ["填报单位", "清溪镇"]]])
def test_headings_below_each_other_are_to_be_turned(before):
    said = told("roster", *before, *([name, 1, 2, 3] for name in PERSON))
    assert said.startswith(f"列名竖着写在A列（第{len(before) + 1}行起：“姓名”、“性别”、“联系电话”…）")
    assert "转置" in said


def test_headings_of_numbered_lines_stand_in_the_second_column():
    said = told(
        "venues", *([place, name, "甲"] for place, name in enumerate(["编号", "名称", "层级", "类型"]))
    )
    assert said.startswith("列名竖着写在B列")


def test_a_form_filled_in_for_one_person_is_no_list():
    said = told(
        "roster",
        ["法律明白人登记表"],
        ["姓名", "王甲", "性别", "男", "民族", "汉族"],
        ["身份证号", "310107198005010010", "联系电话", "19900000001", "学历", "本科"],
        ["所属居村", "柳林苑", "政治面貌", "党员", "人员类别", "楼组长"],
        ["特长", "调解"],
    )
    assert said.startswith("像是一份一份填写的登记表（第2行起")
    assert "一行一条" in said


@pytest.mark.parametrize(
    ("kind", "head", "lacks"),
    [
        ("service_records", ["姓名", "手机号码", "1月", "2月", "3月份", "合计"], "服务时长"),
        ("attendance", ["姓名", "所属居村", *DAYS], "签到"),
        ("attendance", ["姓名", "所属居村", "5月16日", "5.17", "18日"], "签到"),
        ("attendance", ["姓名", "所属居村", "第一次", "第二次", "第3次"], "签到"),
    ],
)
def test_months_and_days_side_by_side_are_to_be_told_row_by_row(kind, head, lacks):
    said = told(kind, ["2026年汇总"], head, ["王甲"])
    assert said.startswith("第2行把“")
    assert f"缺少列：{lacks}" in said


@pytest.mark.parametrize(
    ("kind", "cells"),
    [
        ("roster", [PERSON, ["王甲", "男", "19900000001", "柳林苑", 80]]),
        (
            "roster",
            [["填报单位", "清溪镇", "联系电话", "021-7"], ["状态", "在册", "备注", "无"], PERSON, ["王甲"]],
        ),
        ("roster", [["姓名", "联系电话"], ["王甲", "19900000001"]]),
        ("roster", [["姓名", "1月", "2月", "3月"], ["王甲", 1, 2, 3]]),
        ("roster", []),
    ],
)
def test_an_ordinary_table_stands_as_it_should(kind, cells):
    assert told(kind, *cells) == ""


def test_who_brings_the_sheet_back_has_it_read_all_the_same():
    sheet = SheetData("表", rows(*([name, 1, 2] for name in PERSON)))
    assert lay_out(sheet, spec_of("roster").columns).use == "ignore"
    asked = SheetData("表", sheet.rows, asked=True)
    assert "转置" not in lay_out(asked, spec_of("roster").columns).why
