import io
import zipfile

import pytest
from django.core.files.base import ContentFile

from media.safety import UnsafeFile, check_document


def archive(**parts: bytes) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return output.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("公告.pdf", b"%PDF-1.7\n"),
        ("名单.csv", "姓名,街镇\n".encode("gb18030")),
        ("说明.txt", "说明".encode()),
        ("通知.docx", archive(**{"word/document.xml": b"<w/>"})),
        ("清单.xlsx", archive(**{"xl/workbook.xml": b"<w/>"})),
        ("材料.zip", archive(**{"a.txt": b"a"})),
    ],
)
def test_document_of_an_allowed_kind_passes(name, content):
    check_document(ContentFile(content, name=name))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.exe", b"MZ"),
        ("a.html", b"<script>"),
        ("a.svg", b"<svg/>"),
        ("a", b"%PDF-1.7"),
        ("a.pdf", b"<html><script>"),
        ("a.txt", b"MZ\0\0"),
        ("a.docx", archive(**{"xl/workbook.xml": b"<w/>"})),
        ("a.xlsx", b"PK\x03\x04broken"),
        ("a.docx", archive(**{"word/document.xml": b"<w/>", "word/vbaProject.bin": b"x"})),
        ("a.zip", archive(zeros=b"\0" * 60_000_000)),
        ("a.pdf", b""),
    ],
)
def test_hostile_document_is_refused(name, content):
    with pytest.raises(UnsafeFile):
        check_document(ContentFile(content, name=name))
