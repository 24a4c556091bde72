import pytest

from cms.intake.cells.text import plain
from cms.intake.headings import Names, heading
from cms.intake.layout import lay_out
from cms.intake.reading import Merge, RawRow, SheetData
from cms.intake.shape import titles_at
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


def test_two_headings_are_enough_where_a_row_holds_nothing_else_and_nothing_needed_is_missing():
    layout = lay_out(
        sheet(("通讯录",), ("姓名", "电话"), ("王某", "1"), ("姓名", "电话"), ("李某", "2")), COLUMNS
    )
    assert (layout.use, layout.header_rows) == ("data", [2])
    assert [line.cells["姓名"] for line in layout.data] == ["王某", "李某"]
    assert layout.skipped == {"title": [1], "header": [2, 4]}


def test_two_headings_that_come_again_on_their_line_are_records_side_by_side():
    layout = lay_out(sheet(("姓名", "电话") * 3, ("王某", "1", "李某", "2", "张某", "3")), COLUMNS)
    assert [(line.number, line.cells["姓名"]) for line in layout.data] == [
        ("2L", "王某"),
        ("2M", "李某"),
        ("2R", "张某"),
    ]


@pytest.mark.parametrize("row", [("姓名", "其他"), ("电话", "居村"), ("姓名",), ("姓名", "姓名")])
def test_a_row_with_two_texts_is_no_headings_for_that_alone(row):
    assert lay_out(sheet(row, ("王某", "1")), COLUMNS).use == "ignore"


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


def test_two_records_on_one_line_are_two_rows():
    layout = lay_out(
        sheet(
            ("序", "姓名", "电话", "居村", "序", "姓名", "手机", "居村"),
            (1, "王某", "1", "甲", 2, "李某", "2", "乙"),
            (3, "赵某", "3", "甲", None, None, None, None),
        ),
        COLUMNS,
    )
    assert [(line.number, list(line.cells.values())) for line in layout.data] == [
        ("2L", ["王某", "1", "甲"]),
        ("2R", ["李某", "2", "乙"]),
        ("3L", ["赵某", "3", "甲"]),
    ]


def test_repeated_heading_that_begins_no_second_record_is_left_over():
    layout = lay_out(sheet(("姓名", "电话", "居村", "电话"), ("王某", "1", "甲", "2")), COLUMNS)
    assert [list(line.cells.values()) for line in layout.data] == [["王某", "1", "甲"]]
    assert layout.unplaced == {3: "电话（第2个）"}


def test_merged_cell_stands_in_every_row_it_covers():
    rows = sheet(HEAD, ("王某", "1", "甲"), ("李某", "2", None), (), ("赵某", "3", None))
    layout = lay_out(SheetData("表", rows.rows, merges=(Merge(2, 4, 2),)), COLUMNS)
    assert [line.cells["居村"] for line in layout.data] == ["甲", "甲", None]


def test_hidden_struck_and_commented_cells_are_marked():
    rows = [
        RawRow(1, HEAD),
        RawRow(2, ("王某", "1", "甲"), hidden=True),
        RawRow(3, ("李某", "2", "乙"), struck=frozenset({0, 1, 2})),
        RawRow(4, ("赵某", "3", "乙"), struck=frozenset({1}), comments={2: "已搬走"}),
    ]
    layout = lay_out(SheetData("表", rows), COLUMNS)
    assert [[(code, column) for code, column, _ in line.marks] for line in layout.data] == [
        [("hidden_row", "整行")],
        [("struck_row", "整行")],
        [("struck_cell", "电话"), ("cell_comment", "居村")],
    ]


def test_headings_a_person_explained_are_heeded():
    def remembered(headings):
        assert headings == ["谁", "哪里", "怎么找", "备用"]
        return {"谁": "姓名", "哪里": "居村", "怎么找": "电话", "备用": ""}

    layout = lay_out(sheet(("谁", "哪里", "怎么找", "备用"), ("王某", "甲", "1", "x")), COLUMNS, remembered)
    assert layout.use == "data"
    assert layout.data[0].cells == {"姓名": "王某", "居村": "甲", "电话": "1"}
    assert layout.unmapped == {}


def test_same_table_has_one_ledger_another_has_another():
    def ledger(*titles, head=HEAD, sender=""):
        layout = lay_out(sheet(*titles, head, ("王某", "1", "甲")), COLUMNS)
        return layout.ledger("roster", sender)

    assert ledger(("一季度",)) == ledger(("一季度",), head=("居村", "姓名", "手机"))
    others = [
        ledger(("二季度",)),
        ledger(("一季度",), sender="乙街道"),
        ledger(("一季度",), head=(*HEAD, "备")),
    ]
    assert len({ledger(("一季度",)), *others}) == 4


def test_title_rows_are_kept_for_those_who_read_years_from_them():
    layout = lay_out(sheet(("2026年名册",), HEAD, ("王某", "1", "甲"), name="第一期"), COLUMNS)
    assert layout.titles == ("2026年名册", "第一期")


@pytest.mark.parametrize(
    ("row", "kind", "shared"),
    [
        (("桃林居委会名册", None, None), "title", ["总册"]),
        (("填报单位：桃林居委会", None, "填报日期：2026年3月"), "title", ["总册", "柳林名册"]),
        (("李某", None, None), "data", []),
    ],
)
def test_what_stands_above_headings_that_come_again_is_their_title_but_no_person(row, kind, shared):
    layout = lay_out(
        sheet(("总册",), ("柳林名册",), HEAD, ("王某", "1", "甲"), row, HEAD, ("赵某", "3", "乙")), COLUMNS
    )
    numbers = [line.number for line in layout.data]
    assert (5 in numbers, layout.skipped["title"]) == (
        (True, [1, 2]) if kind == "data" else (False, [1, 2, 5])
    )
    own = tuple(filter(None, row))
    found = titles_at(layout.parts, 7, layout.titles)
    assert found == (layout.titles if kind == "data" else (*own, *shared, "表"))
    assert titles_at(layout.parts, 4, layout.titles) == layout.titles


def test_a_heading_written_twice_begins_no_list_of_one_column():
    layout = lay_out(sheet(("姓名", "姓名", "电话", "居村"), ("王某", "王小某", "1", "甲")), COLUMNS)
    assert [list(line.cells.values()) for line in layout.data] == [["王小某", "1", "甲"]]
    assert layout.unplaced == {0: "姓名"}


@pytest.mark.parametrize("text", ["姓名\nName", "姓名 / Full Name"])
def test_heading_with_its_translation_is_known(text):
    assert heading(text) == "姓名"
    assert heading("选项 A") != heading("选项")


@pytest.mark.parametrize(("text", "column"), [("电话/手机", "电话"), ("姓名/电话", None)])
def test_heading_that_names_one_column_twice_is_of_it(text, column):
    found = Names(COLUMNS).first([text])
    assert (found and found.name) == column


def test_a_row_of_two_texts_below_known_headings_names_no_columns():
    layout = lay_out(sheet(HEAD, ("王某", "电话", None)), COLUMNS)
    assert (layout.header_rows, [line.number for line in layout.data]) == ([1], [2])
