import io
from contextlib import suppress

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment

from media import extraction
from media.extraction import UnreadableDocument, Words, extract_text
from media.extraction.reading import tidy
from tests.media import documents

LINES = ("养犬人应当给犬只系绳。", "违反规定的，处二十元以上二百元以下罚款。")


@pytest.fixture
def put(tmp_path):
    def write(name, data):
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return write


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("规定.pdf", documents.pdf(*LINES)),
        ("规定.docx", documents.docx(*LINES)),
        ("规定.pptx", documents.pptx(*LINES)),
        ("规定.xlsx", documents.xlsx(*LINES)),
        ("规定.txt", "\n".join(LINES).encode()),
        ("规定.csv", "\r\n".join(LINES).encode("gb18030")),
    ],
)
def test_text_of_every_kind_is_read(put, name, data):
    text = extract_text(put(name, data)).shown
    assert [line in text for line in LINES] == [True, True]


def test_header_of_a_letter_is_read_too(put):
    part = f'<w:hdr xmlns:w="{documents.WORD}"><w:p><w:t>青桥区司法局文件</w:t></w:p></w:hdr>'
    header = documents.docx("正文", **{"word/header1.xml": part})
    assert "青桥区司法局文件" in extract_text(put("a.docx", header)).shown


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", b"%PDF-1.7 nothing here"),
        ("a.pdf", documents.pdf(*LINES)[:200]),
        ("a.docx", b"PK\x03\x04 broken"),
        ("a.docx", documents.docx().replace(b"PK", b"XX")),
        ("a.docx", documents.archive({
            "word/document.xml": '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>',
        })),
        ("a.xlsx", b""),
    ],
)  # fmt: skip
def test_broken_file_is_refused_with_the_reason(put, name, data):
    with pytest.raises(UnreadableDocument, match="损坏、加密或过于复杂"):
        extract_text(put(name, data))


def test_other_kinds_are_not_read(put):
    with pytest.raises(UnreadableDocument, match="不提取文字"):
        extract_text(put("a.exe", b"MZ"))


def test_reading_that_takes_too_long_is_ended(put, monkeypatch):
    monkeypatch.setattr(extraction, "SECONDS", 0.05)
    with pytest.raises(UnreadableDocument, match="秒"):
        extract_text(put("a.pdf", documents.pdf(*LINES)))


def test_memory_of_the_reader_is_bounded(put, monkeypatch):
    monkeypatch.setattr(extraction, "MEMORY", 150 * 1024 * 1024)
    huge = documents.docx("a" * 60_000_000)
    with pytest.raises(UnreadableDocument):
        extract_text(put("a.docx", huge))


def test_long_text_is_cut(put, monkeypatch):
    monkeypatch.setattr(extraction, "MAX_CHARACTERS", 50)
    words = extract_text(put("a.txt", "犬".encode() * 1000))
    assert (len(words.shown), words.is_cut) == (50, True)
    assert not extract_text(put("b.txt", "犬".encode() * 49)).is_cut


def test_lines_broken_inside_a_sentence_are_joined():
    assert (
        tidy("养犬人应\n当给  犬只 系绳。\n\n第二条 Wi-Fi 密码")
        == "养犬人应当给犬只系绳。\n第二条 Wi-Fi 密码"
    )


@given(st.binary(max_size=400), st.sampled_from(["pdf", "docx", "xlsx", "pptx", "txt", "csv"]))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_read_or_refused(put, data, extension):
    with suppress(UnreadableDocument):
        assert isinstance(extract_text(put(f"a.{extension}", data)), Words)


NUMBER = "13800138000"
_W = f'xmlns:w="{documents.WORD}"'
PROPERTIES = f'<p xmlns:dc="d"><dc:creator>张三 {NUMBER}</dc:creator></p>'
COMMENT = f"<w:comments {_W}><w:comment><w:p><w:t>{NUMBER}</w:t></w:p></w:comment></w:comments>"
LINK = f'<Relationships xmlns="r"><Relationship Target="tel:{NUMBER}" TargetMode="External"/></Relationships>'
FIELD = (
    f'<w:hdr xmlns:w="{documents.WORD}"><w:p><w:instrText>HYPERLINK tel:{NUMBER}</w:instrText></w:p></w:hdr>'
)
DELETED = (
    f'<w:ftr xmlns:w="{documents.WORD}"><w:p><w:del><w:delText>{NUMBER}</w:delText></w:del></w:p></w:ftr>'
)
SLIDE = f'<p xmlns:a="{documents.SLIDE}"><a:p><a:t>{NUMBER}</a:t></a:p></p>'


def workbook(change) -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"] = "普法"
    change(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _comment(book):
    book.active["A1"].comment = Comment(f"打 {NUMBER}", "张三")


def _hidden(book):
    book.create_sheet("附").sheet_state = "hidden"
    book["附"]["B2"] = NUMBER


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", documents.docx("正文", **{"docProps/core.xml": PROPERTIES})),
        ("a.docx", documents.docx("正文", **{"word/comments.xml": COMMENT})),
        ("a.docx", documents.docx("正文", **{"word/_rels/document.xml.rels": LINK})),
        ("a.docx", documents.docx("正文", **{"word/header1.xml": FIELD})),
        ("a.docx", documents.docx("正文", **{"word/footer1.xml": DELETED})),
        (
            "a.pptx",
            documents.archive({"ppt/presentation.xml": "<p/>", "ppt/notesSlides/notesSlide1.xml": SLIDE}),
        ),
        (
            "a.pptx",
            documents.archive({"ppt/presentation.xml": "<p/>", "ppt/slideMasters/slideMaster1.xml": SLIDE}),
        ),
        ("a.xlsx", workbook(lambda book: book.active.append([13800138000]))),
        ("a.xlsx", workbook(lambda book: book.active.append([13800138000.0]))),
        ("a.xlsx", workbook(_hidden)),
        ("a.xlsx", workbook(_comment)),
        ("a.xlsx", workbook(lambda book: setattr(book.active.oddHeader.center, "text", NUMBER))),
        ("a.xlsx", workbook(lambda book: setattr(book.properties, "creator", NUMBER))),
        ("a.xlsx", workbook(lambda book: setattr(book.active, "title", NUMBER))),
        ("a.zip", documents.archive({"名单.txt": f"张三 {NUMBER}"})),
        ("a.zip", documents.archive({f"{NUMBER}.png": "x"})),
    ],
    ids=lambda part: part if isinstance(part, str) else "",
)
def test_what_stands_beside_the_words_is_read_too(put, name, data):
    words = extract_text(put(name, data))
    assert NUMBER in f"{words.shown}\n{words.beside}"


def test_what_its_readers_see_is_kept_apart_from_what_stands_beside(put):
    words = extract_text(put("a.docx", documents.docx("正文", **{"docProps/core.xml": PROPERTIES})))
    assert (words.shown, NUMBER in words.beside) == ("正文", True)


def test_archive_in_an_archive_is_refused(put):
    inner = io.BytesIO(documents.archive({"a.txt": "x"})).getvalue().decode("latin-1")
    with pytest.raises(UnreadableDocument):
        extract_text(put("a.zip", documents.archive({"b.zip": inner})))
