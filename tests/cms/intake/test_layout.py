import pytest

from cms.intake.cells.text import plain
from cms.intake.headings import heading
from cms.intake.layout import lay_out
from cms.intake.reading import RawRow, SheetData
from cms.intake.spec import Column

COLUMNS = (
    Column("姓名", plain, required=True),
    Column("电话", plain, ("手机",)),
    Column("居村", plain, ("所属居村",)),
    Column("现场人次", plain),
    Column("线上受众", plain),
)


def sheet(*rows, name="表", hidden=False):
    return SheetData(name, [RawRow(number, row) for number, row in enumerate(rows, 1)], hidden)


HEAD = ("姓名", "电话", "居村")


@pytest.mark.parametrize("text", ["姓名", "姓　名", " 姓 名＊", "姓名（必填）", "姓名:", "姓\n名"])
def test_heading_is_known_however_it_is_written(text):
    assert heading(text) == "姓名"


def test_heading_is_found_below_titles_and_rows_are_told_apart():
    layout = lay_out(
        sheet(
            ("登记表",),
            ("填报单位：某街道",),
            HEAD,
            ("王某", "1", "甲"),
            ("小计", None, "1人"),
            (),
            HEAD,
            ("李某", "2", "乙"),
            ("合计", None, "2人"),
            ("填表人：赵某",),
            (),
        ),
        COLUMNS,
    )
    assert layout.header_rows == [3]
    assert [row.number for row in layout.data] == [4, 8]
    assert layout.skipped == {
        "title": [1, 2],
        "header": [3, 7],
        "subtotal": [5],
        "blank": [6],
        "total": [9],
        "note": [10],
    }


def test_columns_are_found_renamed_and_reordered():
    layout = lay_out(sheet(("所属居村", "手机", "姓 名", "血型"), ("甲", "1", "王某", "A")), COLUMNS)
    assert {position: column.name for position, column in layout.columns.items()} == {
        0: "居村",
        1: "电话",
        2: "姓名",
    }
    assert layout.unmapped == {3: "血型"}


def test_two_levels_of_headings_are_read_as_one():
    layout = lay_out(
        sheet(
            ("姓名", "居村", "受众", None),
            (None, None, "现场人次", "线上受众"),
            ("王某", "甲", 3, 4),
        ),
        COLUMNS,
    )
    assert layout.header_rows == [1, 2]
    assert [column.name for column in layout.columns.values()] == ["姓名", "居村", "现场人次", "线上受众"]
    assert [row.number for row in layout.data] == [3]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (sheet(HEAD, name="旧名册2024"), "旧名册"),
        (sheet(HEAD, hidden=True), "隐藏"),
        (sheet(("随便", "什么")), "表头"),
        (sheet(("电话", "居村", "现场人次")), "姓名"),
        (sheet(), "表头"),
    ],
)
def test_sheet_that_holds_no_such_data_is_left_with_a_reason(data, why):
    layout = lay_out(data, COLUMNS)
    assert layout.use == "ignore"
    assert why in layout.why
