"""A row that only names a 居村 above its people is understood once, and taken with a note."""

import pytest

from cms.intake.cells.names import person_name
from cms.intake.cells.text import plain
from cms.intake.columns import ORDINAL
from cms.intake.layout import lay_out
from cms.intake.reading import RawRow, SheetData
from cms.intake.spec import Column

TOWN = Column("街镇", plain, groups=True, looks=r"[\u4e00-\u9fff]{2,10}(?:街道|镇)")
PLACE = Column(
    "居村",
    plain,
    ("居委",),
    groups=True,
    looks=r"[\u4e00-\u9fff]{2,14}居委会?",
    known=lambda: {"柳林苑", "桃林"}.__contains__,
)
COLUMNS = (ORDINAL, Column("姓名", person_name, required=True), Column("电话", plain), TOWN, PLACE)
HEAD = ("序号", "姓名", "电话")
ROWS = (1, "王甲", "1"), (2, "王乙", "2")


def laid_out(*rows, head=HEAD):
    held = [RawRow(number, row) for number, row in enumerate((head, *rows), 1)]
    return lay_out(SheetData("表", held), COLUMNS)


def places(layout) -> list:
    return [(line.cells.get("居村"), [code for code, *_ in line.marks]) for line in layout.data]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("柳林苑居委会",), "柳林苑居委会"),
        (("一、柳林苑居委会（12人）",), "柳林苑居委会"),
        (("（一）柳林苑居委会：",), "柳林苑居委会"),
        (("居委：柳林苑",), "柳林苑"),
        (("柳林苑",), "柳林苑"),
        (("柳林苑居委会",) * 3, "柳林苑居委会"),
        (("一", "柳林苑居委会", "12人"), "柳林苑居委会"),
        ((None, "柳林苑居委会"), "柳林苑居委会"),
        ((None, "桃林"), "桃林"),
        ((None, None, None, "梧桐"), "梧桐"),
        ((None, "一、柳林苑居委会"), "柳林苑居委会"),
    ],
)
def test_a_place_alone_on_its_row_is_that_of_the_rows_below(row, said):
    layout = laid_out(row, *ROWS, head=(*HEAD, "居村"))
    assert (layout.skipped["group"], places(layout)) == ([2], [(said, ["filled_down"])] * 2)


def test_a_group_ends_where_another_begins_and_a_wider_one_ends_the_narrower():
    layout = laid_out(("清溪镇",), ("柳林苑",), ROWS[0], ("桃林",), ROWS[1], ("桃溪镇",), ROWS[0])
    assert [(line.cells.get("街镇"), line.cells.get("居村")) for line in layout.data] == [
        ("清溪镇", "柳林苑"),
        ("清溪镇", "桃林"),
        ("桃溪镇", None),
    ]


def test_what_a_row_says_itself_stands_and_a_sum_below_a_group_ends_it():
    rows = ("柳林苑",), ("小计", None, 2), (*ROWS[0], "桃林"), ROWS[1], ("小计", None, 2), ROWS[0]
    layout = laid_out(*rows, head=(*HEAD, "居村"))
    assert places(layout) == [("桃林", []), ("柳林苑", ["filled_down"]), (None, [])]


def test_a_place_above_a_date_was_that_of_whoever_signed():
    layout = laid_out(("柳林苑",), ("2026年3月5日",), ROWS[0], head=(*HEAD, "居村"))
    assert places(layout) == [(None, [])]


def test_a_group_of_each_list_beside_another_is_its_own():
    rows = ("柳林苑", None, None, "桃林"), (1, "王甲", "1", 2, "王乙", "2")
    assert [line.cells["居村"] for line in laid_out(*rows, head=HEAD * 2).data] == ["柳林苑", "桃林"]


@pytest.mark.parametrize(
    "row",
    [
        ("以上为柳林苑居委会人员",),
        ("填表人：柳林苑居委会",),
        ("宣讲队",),
        (None, "王丙"),
        (3, None, None, "柳林苑"),
        ("柳林苑居委会", "王丙"),
    ],
)
def test_what_is_a_remark_a_person_or_a_vacant_place_begins_no_group(row):
    layout = laid_out(row, *ROWS, head=(*HEAD, "居村"))
    assert "group" not in layout.skipped
    assert places(layout)[-1] == (None, [])
