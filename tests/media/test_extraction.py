from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from media import extraction
from media.extraction import UnreadableDocument, extract_text
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
    text = extract_text(put(name, data))
    assert [line in text for line in LINES] == [True, True]


def test_header_of_a_letter_is_read_too(put):
    part = f'<w:hdr xmlns:w="{documents.WORD}"><w:p><w:t>青桥区司法局文件</w:t></w:p></w:hdr>'
    header = documents.docx("正文", **{"word/header1.xml": part})
    assert "青桥区司法局文件" in extract_text(put("a.docx", header))


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
        extract_text(put("a.zip", b"PK"))


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
    assert len(extract_text(put("a.txt", "犬".encode() * 1000))) == 50


def test_lines_broken_inside_a_sentence_are_joined():
    assert (
        tidy("养犬人应\n当给  犬只 系绳。\n\n第二条 Wi-Fi 密码")
        == "养犬人应当给犬只系绳。\n第二条 Wi-Fi 密码"
    )


@given(st.binary(max_size=400), st.sampled_from(["pdf", "docx", "xlsx", "pptx", "txt", "csv"]))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_read_or_refused(put, data, extension):
    with suppress(UnreadableDocument):
        assert isinstance(extract_text(put(f"a.{extension}", data)), str)
