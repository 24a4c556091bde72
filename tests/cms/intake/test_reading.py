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
        TEXT.replace("19900001234", '="19900001234"').encode(),
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
    assert [row.cells for row in sheet.rows if row.filled] == [("#CALC!",), ("甲",)]


def test_formula_that_no_program_has_worked_out_is_an_error_and_no_blank(save):
    def fill(book):
        book.active.append(["姓名", "成绩", "备注"])
        book.active.append(["=A1", 1, '=""'])

    def worked_out(name, data):
        # An empty text is a result.
        return data.replace(b'r="C2"', b'r="C2" t="str"')

    (sheet,) = read_file(*save(repacked(workbook(fill), worked_out)))
    assert cells([sheet])[0][1] == ("#CALC!", 1)


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
    with pytest.raises(UnreadableFile, match=r"0\.01 秒内没有读完"):
        read_file(*save(TEXT.encode(), "表.csv"))


def repacked(content: bytes, change) -> bytes:
    """A workbook whose parts went through `change(name, data)`."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
        for info in source.infolist():
            target.writestr(info.filename, change(info.filename, source.read(info)))
    return out.getvalue()


def marked(book) -> None:
    book.active.append(["王某", "甲居委", "=1/0"])
    book.active.append(["李某", "乙居委", 4])
    book.active["A1"].font = Font(strike=True)
    book.active.row_dimensions[2].hidden = True
    book.active["B2"].comment = Comment("已搬走", "填表人")


def in_strict_namespaces(name: str, data: bytes) -> bytes:
    for loose, strict in (
        (
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        ),
        (
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        ),
    ):
        data = data.replace(loose, strict)
    return data


def in_single_quotes(name: str, data: bytes) -> bytes:
    return data.replace(b'"', b"'") if name.startswith("xl/") else data


@pytest.mark.parametrize("change", [lambda name, data: data, in_strict_namespaces, in_single_quotes])
def test_marks_are_seen_however_the_workbook_is_written(save, change):
    def with_error(name, data):
        if name == "xl/worksheets/sheet1.xml":
            data = (
                data.replace(b"<f>1/0</f><v></v>", b"<f>1/0</f><v>#DIV/0!</v>")
                .replace(b'<c r="C1">', b'<c r="C1" t="e">')
                .replace(b"<f>1/0</f><v />", b"<f>1/0</f><v>#DIV/0!</v>")
            )
        return change(name, data)

    (sheet,) = read_file(*save(repacked(workbook(marked), with_error)))
    assert [(row.cells, row.hidden, row.struck, row.comments) for row in sheet.rows] == [
        (("王某", "甲居委", "#DIV/0!"), False, {0}, {}),
        (("李某", "乙居委", 4), True, set(), {1: "已搬走"}),
    ]


@pytest.mark.parametrize("name", ["表.xls", "表.csv", "表", "表.XLSX.bak"])
def test_a_workbook_is_known_by_its_bytes(save, name):
    content = workbook(lambda book: book.active.append(["甲"]))
    assert cells(read_file(*save(content, name))) == [[("甲",)]]


PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset=gb2312>
<style>td{}</style></head><body><p>名册</p><table border=1><tr><th>姓名<th>居村<th>备注</tr>
<tr><td>王某</td><td rowspan=2>甲居委</td><td>一行<br>两行</td></tr><tr><td>李某<td>&lt;无&gt;</tr>
</table></body>"""


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-16"])
def test_a_web_page_called_xls_is_read_as_its_table(save, encoding):
    (sheet,) = read_file(*save(PAGE.encode(encoding), "导出.xls"))
    assert [row.cells for row in sheet.rows] == [
        ("名册",),
        ("姓名", "居村", "备注"),
        ("王某", "甲居委", "一行\n两行"),
        ("李某", None, "<无>"),
    ]
    assert [(merge.top, merge.bottom, merge.column) for merge in sheet.merges] == [(3, 4, 1)]


XML_2003 = """<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Styles><Style ss:ID="s1"><Font ss:StrikeThrough="1"/></Style></Styles>
<Worksheet ss:Name="名册"><Table>
<Row ss:Index="3"><Cell><Data ss:Type="String">王某</Data></Cell>
<Cell ss:Index="3"><Data ss:Type="Number">3</Data></Cell></Row>
<Row ss:Hidden="1"><Cell ss:StyleID="s1"><Data ss:Type="DateTime">2026-03-05T00:00:00.000</Data></Cell>
<Cell><Data ss:Type="Error">#N/A</Data><Comment><Data>批注</Data></Comment></Cell></Row>
</Table></Worksheet></Workbook>"""


def test_an_xml_spreadsheet_called_xls_is_read_with_its_marks(save):
    (sheet,) = read_file(*save(XML_2003.encode(), "导出.xls"))
    assert sheet.name == "名册"
    assert [(row.number, row.cells, row.hidden, row.struck, row.comments) for row in sheet.rows] == [
        (3, ("王某", None, 3), False, set(), {}),
        (4, ("2026-03-05", "#N/A"), True, {0}, {1: "批注"}),
    ]


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|", "，", "；", "^"])
@pytest.mark.parametrize("title", ["", "2026年,第一季度,名册\n"])
def test_delimiter_is_what_the_headings_use(save, delimiter, title):
    others = "".join(each for each in ",;|，；" if each != delimiter) * 9
    lines = [
        ["姓名", "电话", "备注"],
        ["王某", "1", f"一{others}"],
        ["李某", "2", ""],
        ["赵某", "3", f"{others}二"],
    ]
    content = title.replace(delimiter, " ") + "\n".join(map(delimiter.join, lines))
    (sheet,) = read_file(*save(content.encode(), "表.csv"))
    assert [row.cells for row in sheet.rows][-4:] == [tuple(cell for cell in line if cell) for line in lines]


@pytest.mark.parametrize("place", ["A1048576", "XFD1", "XFD1048576"])
def test_a_stray_space_at_the_end_of_the_sheet_is_nothing(save, place):
    def fill(book):
        book.active.append(["甲", 1, date(2026, 3, 5)])
        book.active[place] = " "

    assert cells(read_file(*save(workbook(fill)))) == [[("甲", 1, date(2026, 3, 5))]]


def test_a_value_at_the_end_of_the_sheet_keeps_its_place(save):
    def fill(book):
        book.active.append(["甲"])
        book.active["B1048576"] = "乙"

    (sheet,) = read_file(*save(workbook(fill)))
    assert [(row.number, row.cells) for row in sheet.rows] == [(1, ("甲",)), (1_048_576, (None, "乙"))]


def test_merges_of_whole_columns_end_with_the_data(save):
    def merged(name, data):
        merges = b'<mergeCells><mergeCell ref="B1:B1048576"/><mergeCell ref="C1:C1048576"/></mergeCells>'
        return data.replace(b"</sheetData>", b"</sheetData>" + merges)

    def fill(book):
        book.active.append(["甲", "乙"])
        book.active.append(["丙", None])

    (sheet,) = read_file(*save(repacked(workbook(fill), merged)))
    assert sorted((merge.column, merge.top, merge.bottom) for merge in sheet.merges) == [(1, 1, 2), (2, 1, 2)]


def test_an_archive_of_other_files_says_so(save):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("名册.xlsx", "")
    with pytest.raises(UnreadableFile, match="压缩包"):
        read_file(*save(out.getvalue(), "名册.zip"))


def test_an_archive_with_a_password_asks_for_the_file_without(save):
    content = bytearray(workbook(lambda book: book.active.append(["甲"])))
    place = 0
    # The flag of encryption in the directory of the archive.
    while (place := content.find(b"PK\x01\x02", place)) >= 0:
        content[place + 8] |= 1
        place += 4
    with pytest.raises(UnreadableFile, match="密码"):
        read_file(*save(bytes(content)))


@pytest.mark.parametrize(
    "parts",
    [
        {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"},
        {"[Content_Types].xml": "<Types/>", "xl/workbook.bin": "x"},
    ],
)
def test_format_whose_hidden_rows_and_errors_would_be_lost_is_asked_for_as_xlsx(save, parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    with pytest.raises(UnreadableFile, match="另存为 xlsx"):
        read_file(*save(out.getvalue()))


def test_flat_open_document_is_asked_for_as_xlsx(save):
    text = '<?xml version="1.0"?><o:document xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>'
    with pytest.raises(UnreadableFile, match="另存为 xlsx"):
        read_file(*save(text.encode(), "表.fods"))


def test_marks_of_a_web_page_are_those_of_a_workbook(save):
    page = (
        "<style>.xl66{color:red;text-decoration:line-through}.gone{display:none}</style><table>"
        "<tr><th>姓名<th>电话<tr><td><del>甲</del></td><td><s>1</s> 2<tr style='display:none'><td>乙<td>2"
        "<tr class=gone><td>丙<td>3<tr><td class=xl66>丁<td style='text-decoration: line-through'>4"
        "<tr><td><s></s>戊<td><span style='text-decoration:line-through'>5</span>6</table>"
    )
    (sheet,) = read_file(*save(page.encode(), "导出.xls"))
    assert [(row.cells[0], row.hidden, sorted(row.struck)) for row in sheet.rows] == [
        ("姓名", False, []),
        ("甲", False, [0, 1]),
        ("乙", True, []),
        ("丙", True, []),
        ("丁", False, [0, 1]),
        ("戊", False, [1]),
    ]
