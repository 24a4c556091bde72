"""A paper as a Word file."""

import io
import zipfile
from datetime import UTC

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from cms.core.papers import layout
from cms.core.papers.description import Heading, NewPage, Paper, Paragraph, Table, lines_of, printable
from search.chinese.dates import chinese_date

# A file in a zip has no time before 1980; all bear the same.
_SAME_TIME = (1980, 1, 1, 0, 0, 0)
_CENTRE, _LEFT, _RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT
_INDENT = 2 * layout.BODY_SIZE


def word_of(paper: Paper) -> bytes:
    """The paper as a .docx file that can be edited, its headings real headings."""
    document = Document()
    _describe(document, paper)
    _set_page(document, paper)
    _set_styles(document)
    _write(document, paper.title, layout.TITLE, layout.TITLE_SIZE, _CENTRE, line=layout.TITLE_LINE)
    for line in paper.subtitles:
        _write(document, line, layout.SECOND, layout.BODY_SIZE, _CENTRE)
    _write(document, "", layout.BODY, layout.BODY_SIZE, _LEFT)
    for block, number in paper.numbered():
        _add(document, block, number)
    _sign(document, paper)
    output = io.BytesIO()
    document.save(output)
    return _same_bytes(output.getvalue())


def _describe(document, paper: Paper) -> None:
    made = paper.made_at.astimezone(UTC).replace(tzinfo=None)
    told = document.core_properties
    told.title = printable(paper.title)[:255]
    told.author = told.last_modified_by = told.comments = ""
    told.created = told.modified = made
    told.language = "zh-CN"


def _set_page(document, paper: Paper) -> None:
    page = document.sections[0]
    width, height = layout.PAGE
    if paper.landscape:
        page.orientation, width, height = WD_ORIENT.LANDSCAPE, height, width
    page.page_width, page.page_height = Mm(width), Mm(height)
    page.top_margin, page.bottom_margin = Mm(layout.TOP), Mm(layout.BOTTOM)
    page.left_margin, page.right_margin = Mm(layout.LEFT), Mm(layout.RIGHT)
    # What is left below the number and the imprint, which take a centimetre.
    page.footer_distance = Mm(layout.BOTTOM - layout.NUMBER_BELOW - 10)
    document.settings.odd_and_even_pages_header_footer = True
    for footer, side in ((page.footer, _RIGHT), (page.even_page_footer, _LEFT)):
        footer.is_linked_to_previous = False
        line = footer.paragraphs[0]
        line.alignment = side
        _indent(line, outer=layout.NUMBER_SIZE)
        _run(line, "— ", layout.BODY, layout.NUMBER_SIZE)
        _page_number(_run(line, "", layout.BODY, layout.NUMBER_SIZE))
        _run(line, " —", layout.BODY, layout.NUMBER_SIZE)
        if paper.foot:
            imprint = footer.add_paragraph()
            imprint.alignment = _CENTRE
            _run(imprint, paper.foot, layout.BODY, layout.FOOT_SIZE)


def _indent(line, *, outer: float) -> None:
    line.paragraph_format.left_indent = line.paragraph_format.right_indent = Pt(outer)


def _page_number(run) -> None:
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)


def _set_styles(document) -> None:
    _face(document.styles["Normal"], layout.BODY, layout.BODY_SIZE)
    for level in (1, 2, 3, 4):
        face = {1: layout.FIRST, 2: layout.SECOND}.get(level, layout.BODY)
        style = document.styles[f"Heading {level}"]
        _face(style, face, layout.BODY_SIZE)
        style.font.bold = style.font.italic = False
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)


def _face(styled, use: str, size: float) -> None:
    """The typeface for Chinese and for everything else; a style's link to the theme is cut."""
    styled.font.size = Pt(size)
    faces = styled.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        faces.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        faces.set(qn(f"w:{script}"), layout.IN_WORD[use])


def _run(line, text: str, use: str, size: float):
    run = line.add_run(printable(text))
    _face(run, use, size)
    return run


def _write(document, text: str, use: str, size: float, side, *, line: float = layout.LINE):
    written = document.add_paragraph()
    _space(written, line)
    written.alignment = side
    _run(written, text, use, size)
    return written


def _space(line, points: float, *, indented: float = 0) -> None:
    shape = line.paragraph_format
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(points)
    shape.space_before = shape.space_after = Pt(0)
    if indented:
        shape.first_line_indent = Pt(indented)


def _add(document, block, number: str) -> None:
    if isinstance(block, Heading):
        line = document.add_heading(number + printable(" ".join(lines_of(block.text))), block.level)
        _space(line, layout.LINE, indented=_INDENT)
    elif isinstance(block, NewPage):
        line = _write(document, block.title, layout.TITLE, layout.TITLE_SIZE, _CENTRE, line=layout.TITLE_LINE)
        line.paragraph_format.page_break_before = True
        _write(document, "", layout.BODY, layout.BODY_SIZE, _LEFT)
    elif isinstance(block, Paragraph):
        for text in lines_of(block.text):
            line = _write(document, text, layout.BODY, layout.BODY_SIZE, WD_ALIGN_PARAGRAPH.JUSTIFY)
            _space(line, layout.LINE, indented=_INDENT)
    else:
        _add_table(document, block)


def _add_table(document, block: Table) -> None:
    if block.caption:
        _write(document, block.caption, layout.FIRST, layout.TABLE_SIZE, _CENTRE, line=layout.TABLE_LINE)
    head = len(block.head)
    table = document.add_table(head + len(block.rows), len(block.widths), "Table Grid")
    table.autofit = False
    page = document.sections[0]
    room = page.page_width - page.left_margin - page.right_margin
    widths = [room * share // sum(block.widths) for share in block.widths]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    # Looking a cell up in the table costs the whole table each time.
    grid = [list(row.cells) for row in table.rows]
    for row in grid:
        for cell, width in zip(row, widths, strict=True):
            cell.width = width
    for row, column, held in block.places():
        cell = grid[row][column]
        if held.columns > 1 or held.rows > 1:
            cell = cell.merge(grid[row + held.rows - 1][column + held.columns - 1])
        _fill(cell, held.lines, is_head=row < head)
    for position, row in enumerate(table.rows):
        marks = row._tr.get_or_add_trPr()
        marks.append(OxmlElement("w:cantSplit"))
        if position < head:
            marks.append(OxmlElement("w:tblHeader"))


def _fill(cell, lines: list[str], *, is_head: bool) -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    for extra in cell.paragraphs[1:]:
        extra._p.getparent().remove(extra._p)
    for position, line in enumerate(lines or [""]):
        written = cell.add_paragraph() if position else cell.paragraphs[0]
        _space(written, layout.TABLE_LINE)
        written.alignment = _CENTRE if is_head else _LEFT
        _run(written, line, layout.FIRST if is_head else layout.BODY, layout.TABLE_SIZE)


def _sign(document, paper: Paper) -> None:
    signed = [paper.signature, chinese_date(paper.signed_on) if paper.signed_on else ""]
    for position, text in enumerate(each for each in signed if each):
        line = _write(document, text, layout.BODY, layout.BODY_SIZE, _RIGHT)
        line.paragraph_format.right_indent = Pt(4 * layout.BODY_SIZE)
        line.paragraph_format.space_before = Pt(0 if position else layout.LINE)


def _same_bytes(content: bytes) -> bytes:
    """The same archive without the time at which it was packed."""
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(output, "w") as kept:
        for name in given.namelist():
            kept.writestr(zipfile.ZipInfo(name, _SAME_TIME), given.read(name), zipfile.ZIP_DEFLATED)
    return output.getvalue()
