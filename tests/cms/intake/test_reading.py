"""Files nobody trusts."""

import io
import zipfile
from datetime import date

import openpyxl
import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from cms.intake import reading
from cms.intake.reading import UnreadableFile, read_file


@pytest.fixture
def save(tmp_path):
    def write(content: bytes, name="表.xlsx"):
        path = tmp_path / name
        path.write_bytes(content)
        return path, name

    return write


def workbook(fill) -> bytes:
    book = openpyxl.Workbook()
    fill(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def cells(sheets):
    return [[row.cells for row in sheet.rows] for sheet in sheets]


TEXT = "姓名,电话\n王某,19900001234\n"


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("gb18030"),
        TEXT.encode("utf-16"),
        TEXT.replace(",", "\t").encode(),
        TEXT.replace(",", ";").encode(),
        TEXT.replace("\n", "\r\n").encode(),
    ],
)
def test_csv_of_every_usual_kind_is_read(save, content):
    assert cells(read_file(*save(content, "表.csv"))) == [[("姓名", "电话"), ("王某", "19900001234")]]


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_title_above_the_headings_does_not_hide_the_delimiter(save, delimiter):
    content = "2026年活动台账\n" + TEXT.replace(",", delimiter)
    (sheet,) = read_file(*save(content.encode(), "表.csv"))
    assert [row.cells for row in sheet.rows] == [
        ("2026年活动台账",),
        ("姓名", "电话"),
        ("王某", "19900001234"),
    ]


def test_table_that_begins_below_and_beside_the_corner_keeps_its_places(save):
    def fill(book):
        book.active["C4"] = "甲"
        book.active["D6"] = "乙"

    (sheet,) = read_file(*save(workbook(fill)))
    assert [(row.number, row.cells) for row in sheet.rows if row.filled] == [
        (4, (None, None, "甲")),
        (6, (None, None, None, "乙")),
    ]


def test_hidden_rows_and_sheets_are_seen(save):
    def fill(book):
        book.active.append(["甲"])
        book.active.append(["乙"])
        book.active.row_dimensions[2].hidden = True
        book.create_sheet("旧").sheet_state = "hidden"

    first, second = read_file(*save(workbook(fill)))
    assert [row.hidden for row in first.rows] == [False, True]
    assert (first.hidden, second.hidden) == (False, True)


def test_formatted_empty_rows_and_columns_cost_nothing(save):
    def fill(book):
        book.active.append(["甲"])
        for number in range(2, 3000):
            book.active.row_dimensions[number].height = 20
            book.active.cell(number, 1).number_format = "0.00"
        book.active.cell(1, 16_384).number_format = "0.00"

    assert cells(read_file(*save(workbook(fill)))) == [[("甲",)]]


def test_formula_is_not_evaluated(save):
    def fill(book):
        book.active["A1"] = "=1+1"
        book.active["A2"] = "甲"

    (sheet,) = read_file(*save(workbook(fill)))
    assert [row.cells for row in sheet.rows if row.filled] == [("甲",)]


def test_struck_cells_and_comments_are_seen(save):
    def fill(book):
        book.create_sheet("第二张", 0)
        for sheet in book:
            sheet.append(["王某", "甲居委", 3])
            sheet.append(["李某", CellRichText(TextBlock(InlineFont(strike=True), "旧"), "新"), 4])
        book["Sheet"]["A1"].font = Font(strike=True)
        book["Sheet"]["C1"].font = Font(strike=True)
        book["Sheet"]["B2"].comment = Comment("已搬走", "填表人")

    second, first = read_file(*save(workbook(fill)))
    assert [(row.struck, row.comments) for row in first.rows] == [({0, 2}, {}), ({1}, {1: "已搬走"})]
    assert [row.struck for row in second.rows] == [set(), {1}]
    assert first.rows[1].cells == ("李某", "旧新", 4)


def test_vertically_merged_cells_are_named(save):
    def fill(book):
        book.active.append(["标题", None])
        book.active.append(["甲", 1])
        book.active.append([None, 2])
        book.active.merge_cells("A1:B1")
        book.active.merge_cells("A2:A3")

    (sheet,) = read_file(*save(workbook(fill)))
    assert [(merge.top, merge.bottom, merge.column) for merge in sheet.merges] == [(2, 3, 0)]


def test_dates_counted_from_1904_are_read_right(save):
    def fill(book):
        book.epoch = CALENDAR_MAC_1904
        book.active.append([date(2026, 3, 5)])

    assert cells(read_file(*save(workbook(fill)))) == [[(date(2026, 3, 5),)]]


def rewritten(change) -> bytes:
    """A workbook of one cell whose sheet XML went through `change(head, tail)` of its first row."""
    out = io.BytesIO()
    good = workbook(lambda book: book.active.append(["甲"]))
    with (
        zipfile.ZipFile(io.BytesIO(good)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for info in source.infolist():
            data = source.read(info)
            if info.filename == "xl/worksheets/sheet1.xml":
                data = change(*data.split(b"</row>", 1))
            target.writestr(info.filename, data)
    return out.getvalue()


def inline(text: bytes):
    cell = b'<c r="B1" t="inlineStr"><is><t>' + text + b"</t></is></c>"
    return lambda head, tail: head + cell + b"</row>" + tail


def test_million_formatted_empty_rows_cost_seconds_and_no_memory(save):
    def fill(head, tail):
        rows = (
            b'<row r="%d" ht="20" customHeight="1"><c r="A%d" s="0"/></row>' % (n, n)
            for n in range(2, 1_000_001)
        )
        return head + b"</row>" + b"".join(rows) + tail

    assert cells(read_file(*save(rewritten(fill)))) == [[("甲",)]]


def test_sheet_as_wide_as_the_program_allows_is_refused(save):
    def fill(head, tail):
        row = (b'<c r="%s1"><v>1</v></c>' % get_column_letter(n).encode() for n in range(2, 16_385))
        return head + b"".join(row) + b"</row>" + tail

    with pytest.raises(UnreadableFile, match="16384 列"):
        read_file(*save(rewritten(fill)))


def test_fifty_megabytes_in_one_cell_are_refused(save):
    with pytest.raises(UnreadableFile, match="32767 字"):
        read_file(*save(rewritten(inline(b"a" * 50_000_000))))


@pytest.mark.parametrize("text", [b"&#xD800;", b"x_xD800_y", b"\xed\xa0\x80"])
def test_lone_surrogates_are_refused_or_replaced(save, text):
    try:
        sheets = read_file(*save(rewritten(inline(text))))
    except UnreadableFile:
        return
    assert [str(cell).encode() for row in cells(sheets) for line in row for cell in line]


def test_workbook_with_a_password_is_refused(save):
    locked = io.BytesIO()
    OOXMLFile(io.BytesIO(workbook(lambda book: book.active.append(["甲"])))).encrypt("密码", locked)
    with pytest.raises(UnreadableFile, match="密码"):
        read_file(*save(locked.getvalue()))


def bomb() -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as file,
    ):
        for _ in range(450):
            file.write(b"\0" * 1024 * 1024)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "表.xlsx", "不是表格文件"),
        (b"", "表.xlsx", "不是表格文件"),
        (b"PK\x03\x04" + b"\0" * 50, "表.xlsx", "损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "表.xls", "无法识别"),
        (b"\xff\xfe\x00", "表.csv", "编码"),
        (("甲," + "很" * 40_000).encode(), "表.csv", "32767"),
        ((",".join("甲" * 300)).encode(), "表.csv", "列"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_cure(save, content, name, reason):
    with pytest.raises(UnreadableFile, match=reason):
        read_file(*save(content, name))


def test_zip_bomb_is_refused(save):
    with pytest.raises(UnreadableFile, match="过大"):
        read_file(*save(bomb()))


def test_truncated_workbook_is_refused(save):
    content = workbook(lambda book: book.active.append(["甲"] * 50))
    with pytest.raises(UnreadableFile):
        read_file(*save(content[: len(content) // 2]))


def test_entity_expansion_is_refused_or_harmless(save):
    entities = "".join(f'<!ENTITY x{n} "{f"&x{n - 1};" * 10}">' for n in range(1, 12))
    bad = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY x0 "很">{entities}]>'
    out = io.BytesIO()
    good = workbook(lambda book: book.active.append(["甲"]))
    with zipfile.ZipFile(io.BytesIO(good)) as source, zipfile.ZipFile(out, "w") as target:
        for info in source.infolist():
            data = source.read(info)
            if info.filename == "xl/worksheets/sheet1.xml":
                data = (bad + data.decode().split("?>", 1)[-1].replace("甲", "&x11;")).encode()
            target.writestr(info.filename, data)
    try:
        sheets = read_file(*save(out.getvalue()))
    except UnreadableFile:
        return
    assert all(len(str(cell)) < 1000 for sheet in sheets for row in sheet.rows for cell in row.cells)


def test_child_that_takes_too_long_is_ended(save, monkeypatch):
    monkeypatch.setattr(reading, "TIMEOUT_SECONDS", 0.01)
    with pytest.raises(UnreadableFile, match="60 秒"):
        read_file(*save(TEXT.encode(), "表.csv"))
