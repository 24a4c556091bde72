import io
import struct
import zipfile
import zlib

import pytest
from django.core.files.base import ContentFile
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from media.safety import MAX_IMAGE_BYTES, UnsafeFile, check_document, clean_image

GPS_TAG = 0x8825
ORIENTATION = 0x0112


def picture(name="照片.jpg", *, format="JPEG", size=(40, 20), mode="RGB", **options) -> ContentFile:
    output = io.BytesIO()
    Image.new(mode, size, options.pop("color", "red")).save(output, format, **options)
    return ContentFile(output.getvalue(), name=name)


def png_that_claims(width: int, height: int) -> bytes:
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))
    return b"\x89PNG\r\n\x1a\n" + chunk


def archive(**parts: bytes) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return output.getvalue()


@pytest.mark.parametrize(
    ("name", "format", "written_as"),
    [
        ("a.jpg", "JPEG", "JPEG"),
        ("a.png", "PNG", "PNG"),
        ("a.webp", "WEBP", "WEBP"),
        ("a.heic", "HEIF", "JPEG"),
    ],
)
def test_picture_of_an_allowed_format_comes_back_readable(name, format, written_as):
    clean = clean_image(picture(name, format=format, size=(64, 48)))
    with Image.open(clean) as opened:
        assert (opened.format, opened.size) == (written_as, (64, 48))


def test_place_and_device_are_gone():
    exif = Image.Exif()
    exif[0x010F] = "SecretPhoneMaker"
    exif.get_ifd(GPS_TAG)[1] = "N"
    exif.get_ifd(GPS_TAG)[2] = (31.0, 14.0, 5.0)
    given_file = picture(exif=exif)
    assert b"SecretPhoneMaker" in given_file.read()
    clean = clean_image(given_file)
    assert b"SecretPhoneMaker" not in clean.read()
    with Image.open(clean) as opened:
        assert dict(opened.getexif()) == {}


def test_picture_taken_sideways_is_turned_upright():
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    with Image.open(clean_image(picture(size=(40, 20), exif=exif))) as opened:
        assert opened.size == (20, 40)


def test_whatever_hides_behind_the_pixels_is_dropped():
    polyglot = ContentFile(picture().read() + b"<script>alert(1)</script>PK\x03\x04", name="a.jpg")
    assert b"<script>" not in clean_image(polyglot).read()


def test_comment_in_png_is_dropped():
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Comment", "身份证 secret-words")
    assert b"secret-words" not in clean_image(picture("a.png", format="PNG", pnginfo=info)).read()


def test_transparency_survives():
    clean = clean_image(picture("a.png", format="PNG", mode="RGBA", color=(0, 0, 0, 0)))
    with Image.open(clean) as opened:
        assert opened.getpixel((0, 0))[3] == 0


def test_longer_side_is_bounded():
    with Image.open(clean_image(picture(size=(300, 100)), max_side=150)) as opened:
        assert opened.size == (150, 50)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
        ("a.jpg", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
        ("a.jpg", b"<html><script>alert(1)</script>"),
        ("a.jpg", b"GIF89a" + b"\0" * 40),
        ("a.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 40),
        ("a.jpg", b""),
        ("a.png", png_that_claims(60_000, 60_000)),
        ("a.png", png_that_claims(9_000, 9_000)),
        ("a.jpg", b"\xff" * (MAX_IMAGE_BYTES + 1)),
    ],
    ids=[
        "svg",
        "svg-as-jpg",
        "html-as-jpg",
        "gif-as-jpg",
        "broken",
        "empty",
        "bomb",
        "too-many-pixels",
        "too-long",
    ],
)
def test_hostile_picture_is_refused(name, content):
    with pytest.raises(UnsafeFile):
        clean_image(ContentFile(content, name=name))


def test_extension_that_lies_is_refused():
    with pytest.raises(UnsafeFile, match="扩展名"):
        clean_image(picture("a.png", format="JPEG"))


def test_truncated_picture_is_refused():
    whole = picture("a.png", format="PNG", size=(400, 400)).read()
    with pytest.raises(UnsafeFile, match="损坏"):
        clean_image(ContentFile(whole[: len(whole) // 2], name="a.png"))


def test_path_in_the_name_is_dropped():
    assert clean_image(picture("../../etc/a.jpg")).name == "a.jpg"


@given(st.binary(max_size=400))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_either_cleaned_or_refused(content):
    for start in (b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\x10\0\0\0WEBP"):
        with pytest.raises(UnsafeFile):
            clean_image(ContentFile(start + content, name="a"))


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
