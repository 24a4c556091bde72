"""No row, column or second table is dropped unseen."""

from dataclasses import replace

import pytest

from cms.intake.cells.counts import count
from cms.intake.cells.identity import mobile
from cms.intake.cells.numbers import score
from cms.intake.cells.text import plain
from cms.intake.cells.times import hours
from cms.intake.columns import ORDINAL
from cms.intake.layout import lay_out
from cms.intake.reading import Merge, RawRow, SheetData
from cms.intake.spec import Column

COLUMNS = (
    ORDINAL,
    Column("姓名", plain, required=True),
    Column("电话", mobile, ("联系电话",), personal=True),
    Column("居村", plain, ("居委",), groups=True),
    Column("成绩", score, ("考核成绩",)),
    Column("备注", plain),
)
HEAD = ("序号", "姓名", "电话", "居村", "成绩")


def laid_out(*rows, merges=(), remembered=lambda headings: {}):
    held = [RawRow(number, row) for number, row in enumerate(rows, 1) if any(row)]
    return lay_out(SheetData("表", held, merges=merges), COLUMNS, remembered)


def kinds(*rows) -> dict:
    layout = laid_out(HEAD, *rows)
    return {"data": [line.number for line in layout.data], **layout.skipped}


@pytest.mark.parametrize(
    "row",
    [
        (None, "小计", None, None, 99),
        ("小计：", None, None, None, 99),
        (None, "真如小计", None, "甲", 99),
        ("合  计", "3人", None, "甲", 99),
        (None, None, "合计：3人", "甲", 99),
        (None, None, None, "总计 12 人", 99),
        ("全镇共计", None, None, None, 12),
    ],
)
def test_a_sum_is_no_record_wherever_its_word_stands(row):
    found = kinds((1, "王甲", "19900000001", "甲", 88), row)
    assert found["data"] == [2]
    assert found.get("total", []) + found.get("subtotal", []) == [3]


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ((1, "十场共计", "3月5日", "甲", 120, "广场"), "data"),
        ((None, "十场共计", "3月5日", "甲", 120, "广场"), "total"),
        ((1, "十场共计", "120人", "甲", 120, "12场"), "total"),
        ((1, "真如小计", None, "甲", 88, "审核：王某"), "total"),
    ],
)
def test_a_numbered_row_with_facts_of_its_own_is_a_record_whatever_it_is_called(row, kind):
    layout = laid_out((*HEAD, "备注"), (1, "王甲", "19900000001", "甲", 88, None), row)
    assert 3 in {"data": [line.number for line in layout.data], **layout.skipped}[kind]


def test_in_a_table_without_numbers_a_row_called_like_a_sum_is_told_by_its_facts():
    head = HEAD[1:]
    rows = [
        ("王甲", "19900000001", "甲", 88),
        ("十场共计", "3月5日", "甲", 120),
        ("本月共计", "3月", "全区", 120),
        ("合计", "3月", "甲、乙", 120),
    ]
    layout = laid_out((*head, "备注"), *[(*row, "广场") for row in rows])
    assert [line.number for line in layout.data] == [2, 3]
    assert layout.skipped["total"] == [4, 5]


@pytest.mark.parametrize("row", [("二、新增",), ("（二）退出",), ("应到5人", "实到2人"), (None, "实到3人")])
def test_what_names_a_part_of_a_list_or_counts_it_is_no_person(row):
    assert kinds((1, "王甲", "19900000001", "甲", 88), row)["note"] == [3]


@pytest.mark.parametrize(
    "name", ["累计积分兑换", "共计十场的夜市", "小计量器具", "合计划法治", "十场共计百人参加"]
)
def test_a_name_that_begins_like_a_sum_is_a_record(name):
    assert kinds((1, name, None, "甲", 88))["data"] == [2]


@pytest.mark.parametrize(
    "row",
    [
        (2, "王乙", None, None, None),
        (None, "王乙", None, None, None),
        (None, "王乙", "19900000002", None, None),
        ("注：以上", "王乙", "19900000002", "甲", None),
        (2, None, "19900000002", None, None),
        (None, None, "19900000002", "甲", 88),
    ],
)
def test_a_row_that_names_somebody_or_says_enough_is_a_record(row):
    assert kinds((1, "王甲", "19900000001", "甲", 88), row)["data"] == [2, 3]


@pytest.mark.parametrize(
    "row",
    [
        ("注：本表一式两份", None, None, None, None),
        (None, "说明：请于月底前报送", None, None, None),
        ("填表人：王某", "审核人：李某", "填报日期：2026-03-01", None, None),
        (None, "以上人员均已通过街道和居民区两级的审核", None, None, None),
        (37, None, None, None, None),
        (None, "（以下空白）", None, None, None),
        (None, "第1页 共3页", None, None, None),
        (None, "（接上页）", None, None, None),
        (None, "2026年3月5日", None, None, None),
    ],
)
def test_a_remark_is_listed_as_one(row):
    assert kinds((1, "王甲", "19900000001", "甲", 88), row)["note"] == [3]


def test_a_second_table_is_read_by_its_own_headings():
    layout = laid_out(
        HEAD,
        (1, "王甲", "19900000001", "甲", 88),
        (),
        ("序号", "姓名", "成绩", "电话", "居村"),
        (1, "王乙", 77, "19900000002", "乙"),
    )
    assert [line.cells["成绩"] for line in layout.data] == [88, 77]
    assert layout.skipped["header"] == [1, 4]


def test_a_second_tables_columns_are_guessed_and_asked_about_like_the_firsts():
    layout = laid_out(
        ("序号", "姓名", "居村", "考试成绩"),
        (1, "王甲", "甲", 88),
        ("考试成绩", "居村", "姓名", "序号", "血型"),
        (77, "乙", "王乙", 2, "A"),
        (66, "丙", "王丙", 3, None),
    )
    assert [line.cells["成绩"] for line in layout.data] == [88, 77, 66]
    assert [[code for code, _, _ in line.marks] for line in layout.data] == [
        ["column_guessed"],
        ["column_unplaced", "column_guessed"],
        ["column_guessed"],
    ]


def test_a_second_table_that_lacks_a_column_does_not_borrow_the_firsts():
    below = ("序号", "姓名", "居村", "备注"), (2, "王乙", "乙", "x")
    layout = laid_out(HEAD, (1, "王甲", "19900000001", "甲", 88), *below)
    assert layout.data[1].cells == {"序号": 2, "姓名": "王乙", "居村": "乙", "备注": "x"}


def test_headings_that_follow_headings_begin_another_table():
    layout = laid_out(
        HEAD, (1, "王甲", "19900000001", "甲", 88), HEAD, HEAD[::-1], (77, "乙", None, "王乙", 1)
    )
    assert ([line.cells["姓名"] for line in layout.data], layout.header_rows) == (["王甲", "王乙"], [1])


def test_tables_side_by_side_may_have_other_headings_and_lengths():
    layout = laid_out(
        (*HEAD, None, "姓名", "居委", None, "姓名", "电话"),
        (1, "王甲", "19900000001", "甲", 88, None, "王乙", "乙", None, "王丙", "19900000003"),
        ("合计", "1人", None, None, None, None, "王丁", None, None, None, None),
    )
    assert [(line.number, line.cells["姓名"]) for line in layout.data] == [
        ("2L", "王甲"), ("2M", "王乙"), ("2R", "王丙"), ("3M", "王丁"),
    ]  # fmt: skip
    assert layout.skipped["total"] == ["3L"]


@pytest.mark.parametrize("mark", ["同上", "〃", " ″ ", "“", '"'])
def test_a_sign_of_repetition_is_what_stands_above(mark):
    layout = laid_out(HEAD, (1, "王甲", "19900000001", "甲", 88), (2, "王乙", mark, mark, 77))
    assert [line.cells["居村"] for line in layout.data] == ["甲", "甲"]
    # Nobody shares a number by a sign of repetition.
    assert layout.data[1].cells["电话"] == mark
    assert [code for code, _, _ in layout.data[1].marks] == ["value_repeated"]


def group(*communities):
    rows = [(n, f"王{'甲乙丙丁戊己'[n]}", None, each, 88) for n, each in enumerate(communities)]
    layout = laid_out(HEAD, *[(*row[:2], "19900000001", *row[3:]) for row in rows])
    return [(line.cells["居村"], [code for code, _, _ in line.marks]) for line in layout.data]


@pytest.mark.parametrize("blank", [None, "-", "—"])
def test_a_group_named_in_its_first_row_is_filled_down_and_told(blank):
    down = ["filled_down"]
    assert group("甲", blank, blank, "乙（续）", blank) == [
        ("甲", []), ("甲", down), ("甲", down), ("乙", ["value_repeated"]), ("乙", down),
    ]  # fmt: skip


@pytest.mark.parametrize("cells", [("甲", "乙", None, "丙", "丁"), (None, "甲", None, None, None)])
def test_a_blank_that_may_be_an_omission_stays_blank(cells):
    assert [(cell, []) for cell in cells] == group(*cells)


def test_a_name_merged_over_two_rows_is_asked():
    layout = laid_out(
        HEAD,
        (1, "王甲", "19900000001", "甲", 88),
        (2, None, "19900000002", "甲", 77),
        merges=(Merge(2, 3, 1),),
    )
    assert [[code for code, _, _ in line.marks] for line in layout.data] == [[], ["merged_name"]]


def unplaced(head, *rows, remembered=lambda headings: {}):
    layout = laid_out(head, *rows, remembered=remembered)
    return list(layout.unplaced.values()), [[code for code, _, _ in line.marks] for line in layout.data]


ROW = (1, "王甲", "19900000001", "甲", 88)


@pytest.mark.parametrize(
    ("heading", "cell", "found"),
    [
        ("血型", "A", "血型"),
        (None, "A", "F列（没有表头）"),
        ("电话", "19900000009", "电话（第2个）"),
    ],
)
def test_a_column_with_data_that_nobody_takes_stops_its_rows(heading, cell, found):
    assert unplaced((*HEAD, heading), (*ROW, cell)) == ([found], [["column_unplaced"]])
    leave_out = unplaced((*HEAD, heading), (*ROW, cell), remembered=lambda headings: {found: ""})
    assert leave_out == ([], [[]])


@pytest.mark.parametrize(
    ("heading", "cells"),
    [("血型", (None, None)), ("处理意见", ("好", "好")), (None, (0, 1)), ("电话", ("19900000001", None))],
)
def test_a_column_that_says_nothing_more_stops_nothing(heading, cells):
    assert unplaced((*HEAD, heading), *((*ROW, cell) for cell in cells)) == ([], [[], []])


@pytest.mark.parametrize(
    ("heading", "cell", "sure"),
    [
        ("考试成绩", 88, True),
        ("考试成绩", "优秀", False),
        ("电话联系", "19900000001", True),
        ("分", 88, False),
    ],
)
def test_a_heading_is_guessed_by_name_and_content_together(heading, cell, sure):
    layout = laid_out(("姓名", "居村", "备注", heading), ("王甲", "甲", "x", cell))
    assert (list(layout.guessed.values()), list(layout.unplaced.values())) == (
        ([heading], []) if sure else ([], [heading])
    )


def test_a_list_without_headings_is_asked_once():
    rows = [("王甲", "19900000001", "甲"), ("王乙", "19900000002", "乙")]
    layout = laid_out(*rows)
    assert (layout.use, list(layout.unmapped.values())) == ("ignore", ["A列", "B列", "C列"])
    said = {"A列": "姓名", "B列": "电话", "C列": "居村"}
    layout = laid_out(*rows, remembered=lambda headings: said)
    assert [line.cells for line in layout.data] == [
        dict(zip(said.values(), row, strict=True)) for row in rows
    ]


def test_a_column_that_a_title_may_tell_need_not_be_there():
    columns = (*COLUMNS[:3], replace(COLUMNS[3], required=True, told=True))
    rows = [RawRow(1, ("序号", "姓名", "电话")), RawRow(2, ROW[:3])]
    assert lay_out(SheetData("表", rows), columns).use == "data"
    columns = (*COLUMNS[:3], replace(COLUMNS[3], required=True))
    assert lay_out(SheetData("表", rows), columns).why == "缺少列：居村"


FIGURES = (
    Column("活动名称", plain, required=True),
    Column("时间", plain, required=True),
    Column("人次", count, ("线上受众",), adds=True),
    Column("时长", hours),
)


def figures(*rows, merges=(), titles=()):
    held = [RawRow(number, row) for number, row in enumerate([*titles, *rows], 1)]
    return lay_out(SheetData("表", held, merges=merges), FIGURES, labels=("活动名称",)).data


def test_a_figure_that_rows_share_counts_once_and_is_asked():
    rows = [("甲", "3月5日", 300, 2), ("乙", "3月6日", None, None), ("丙", "3月7日", 50, 1)]
    lines = figures(("活动名称", "时间", "人次", "时长"), *rows, merges=(Merge(2, 3, 2), Merge(2, 3, 3)))
    assert [line.cells["人次"] for line in lines] == [300, None, 50]
    assert [line.cells["时长"] for line in lines] == [2, 2, 1]
    assert [[code for code, *_ in line.marks] for line in lines] == [["merged_figure"], ["merged_figure"], []]


@pytest.mark.parametrize(
    ("head", "title", "asked"),
    [
        ("线上受众（万人次）", "台账", "人次"),
        ("人次", "单位：万人次", "人次"),
        ("人次（人）", "单位：人次", ""),
        ("人次", "填报单位：百花街道", ""),
    ],
)
def test_figures_in_another_unit_than_their_columns_are_asked(head, title, asked):
    filled, blank = figures(
        ("活动名称", "时间", head), ("甲", "3月5日", 3), ("乙", "3月6日", None), titles=[(title,)]
    )
    assert [(code, column) for code, column, _ in filled.marks] == (
        [("unit_in_heading", asked)] if asked else []
    )
    assert blank.marks == ()


def test_a_length_in_minutes_is_asked():
    (line,) = figures(("活动名称", "时间", "时长（分钟）"), ("甲", "3月5日", 30))
    assert [code for code, *_ in line.marks] == ["unit_in_heading"]


@pytest.mark.parametrize("above", [None, "-"])
def test_as_above_below_a_blank_is_asked(above):
    _, line = laid_out(HEAD, (1, "王甲", "19900000001", above), (2, "王乙", "19900000002", "同上")).data
    assert [(code, column) for code, column, _ in line.marks] == [("above_blank", "居村")]


@pytest.mark.parametrize(
    "text", ["——以下空白——", "第 1 页，共 2 页", "清溪镇司法所（盖章）", "二〇二六年三月五日"]
)
def test_what_closes_a_sheet_is_a_note(text):
    assert kinds((1, "王甲", "19900000001", "甲", 88), (None, text))["note"] == [3]
