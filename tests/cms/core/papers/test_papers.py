import io
from dataclasses import replace
from datetime import UTC, date, datetime

import docx
import pypdf
import pytest
from docx.oxml.ns import qn

from cms.core.papers import (
    Cell,
    Heading,
    Imprint,
    NoChineseTypeface,
    Paper,
    Paragraph,
    Table,
    layout,
    pdf_of,
    word_of,
)

MARKUP = '#panic("x") $x^2$ *粗* [方] @引 <签> \\ // = 题 `码` \x07{{ 1 }} w:p &amp;'
SEEN = MARKUP.replace("\x07", "")
TABLE = Table(
    widths=(1, 3, 2, 2),
    head=((Cell("编号", rows=2), Cell("内容", rows=2), Cell("目标", columns=2)), ("场次", "人次")),
    rows=tuple((f"G-{number:02}", "宣传宪法\n宣传民法典", "2", "300") for number in range(1, 61)),
    caption="责任项",
)
PAPER = Paper(
    title="青桥区2026年普法责任清单",
    subtitles=("（2026年3月1日公布）",),
    blocks=(
        Heading("总体要求"),
        Heading("目标", 2),
        Paragraph(MARKUP),
        Heading("任务", 2),
        Heading("要点", 3),
        Heading("细目", 4),
        Heading("责任项"),
        TABLE,
    ),
    signature="青桥区司法局",
    signed_on=date(2026, 3, 1),
    made_at=datetime(2026, 3, 1, 1, 2, 3, tzinfo=UTC),
    imprint=Imprint("第2版", date(2026, 3, 1)),
)


@pytest.fixture(scope="module")
def pdf():
    return pypdf.PdfReader(io.BytesIO(pdf_of(PAPER)))


@pytest.fixture(scope="module")
def word():
    return docx.Document(io.BytesIO(word_of(PAPER)))


def without_space(text):
    return "".join(text.split())


def test_pdf_says_the_words_as_they_were_written_on_pages_of_the_standard(pdf):
    told = without_space("".join(page.extract_text() for page in pdf.pages))
    headings = ("一、总体要求", "（一）目标", "（二）任务", "1.要点", "（1）细目", "二、责任项")
    for words in (PAPER.title, *PAPER.subtitles, SEEN, *headings, "青桥区司法局2026年3月1日"):
        assert without_space(words) in told
    # The head of the table and the foot stand on every page that carries the table.
    assert told.count("编号") == sum("G-" in page.extract_text() for page in pdf.pages) > 1
    assert told.count(PAPER.checksum) == len(pdf.pages)
    assert [without_space(page.extract_text()).count(f"—{at}—") for at, page in enumerate(pdf.pages, 1)] == [
        1
    ] * len(pdf.pages)
    assert [round(float(side) * 25.4 / 72) for side in pdf.pages[0].mediabox[2:]] == [210, 297]


def test_merged_headings_of_a_table_stand_above_their_columns(pdf):
    lines = pdf.pages[1].extract_text(extraction_mode="layout").splitlines()
    above, below = (next(line for line in lines if word in line) for word in ("目标", "人次"))
    assert "场次" not in above
    assert below.index("场次") < below.index("人次")


def test_word_file_says_the_same_in_the_typefaces_of_the_standard(word):
    assert [each.text for each in word.paragraphs if each.style.name.startswith("Heading")] == [
        "一、总体要求", "（一）目标", "（二）任务", "1.要点", "（1）细目", "二、责任项",
    ]  # fmt: skip
    assert SEEN in [each.text for each in word.paragraphs]
    page = word.sections[0]
    sides = (page.page_width, page.page_height, page.top_margin, page.bottom_margin, page.left_margin)
    assert [round(side.mm) for side in (*sides, page.right_margin)] == [210, 297, 37, 35, 28, 26]
    title = word.paragraphs[0].runs[0]
    assert title.font.size.pt == 22
    assert title.element.rPr.rFonts.get(qn("w:eastAsia")) == "方正小标宋简体"
    table = word.tables[0]
    assert [cell.text for cell in table.rows[0].cells] == ["编号", "内容", "目标", "目标"]
    assert [cell.text for cell in table.rows[1].cells] == ["编号", "内容", "场次", "人次"]
    assert [bool(row._tr.trPr.findall(qn("w:tblHeader"))) for row in table.rows[:3]] == [True, True, False]
    assert PAPER.checksum in page.footer.paragraphs[1].text


def test_same_paper_is_the_same_bytes_and_another_word_another_checksum():
    again = replace(PAPER)
    assert (word_of(again), pdf_of(again)) == (word_of(PAPER), pdf_of(PAPER))
    assert replace(PAPER, imprint=None, landscape=True).checksum == PAPER.checksum
    assert replace(PAPER, signature="青桥区司法局 ").checksum != PAPER.checksum
    assert replace(PAPER, blocks=(Paragraph("a"),)).checksum != PAPER.checksum


def test_long_sum_goes_on_in_the_next_line_after_a_sign_and_stays_within_the_margins():
    reckoned = "+".join(f"{number}×0.33333" for number in range(10, 40))
    page = pypdf.PdfReader(
        io.BytesIO(pdf_of(replace(PAPER, blocks=(Paragraph(f"计：{reckoned}。"),))))
    ).pages[0]
    lines = [line for line in page.extract_text().splitlines() if "0.33333" in line]
    assert "".join(lines).replace(" ", "") == f"计：{reckoned}。"
    assert len(lines) > 5
    assert max(map(len, lines)) < 45
    assert all(line.rstrip().endswith(("+", "×")) for line in lines[:-1])


def test_wide_paper_lies_on_its_side():
    wide = replace(PAPER, landscape=True, blocks=(TABLE,))
    page = docx.Document(io.BytesIO(word_of(wide))).sections[0]
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (297, 210)
    sheet = pypdf.PdfReader(io.BytesIO(pdf_of(wide))).pages[0].mediabox
    assert sheet.width > sheet.height


def test_machine_without_chinese_typefaces_says_what_to_install(monkeypatch, settings, tmp_path):
    settings.PAPER_FONTS = [str(tmp_path)]
    monkeypatch.setattr(layout, "IN_PDF", dict.fromkeys(layout.IN_PDF, ("Nowhere",)))
    with pytest.raises(NoChineseTypeface, match="fonts-noto-cjk"):
        pdf_of(PAPER)


@pytest.mark.parametrize(
    "rows", [(("a",),), (("a", "b", "c"),), ((Cell("a", rows=2), "b"),), ((Cell("a", columns=3),),)]
)
def test_table_whose_cells_do_not_come_out_even_is_refused(rows):
    with pytest.raises(ValueError, match="table"):
        Table(widths=(1, 1), head=(("甲", "乙"),), rows=rows)
