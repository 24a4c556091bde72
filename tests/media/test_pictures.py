"""Pictures: what they are their content says; what they cost is bounded; nothing but pixels stays."""

import io
import os
import struct
import subprocess
import sys
import zlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings as django_settings
from django.core.files.base import ContentFile
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin

from media import pictures, slots
from media.cleaning.pixels import Refused, cleaned
from media.pictures import MAX_BYTES, MAX_KEPT_PIXELS, UnsafeFile, clean_image

SECRET = "secret-13800138000"
ORIENTATION, MAKER, GPS = 0x0112, 0x010F, 0x8825
MEGABYTE = 1024 * 1024


def picture(
    name="照片.jpg", *, format="JPEG", size=(40, 20), mode="RGB", color="red", **options
) -> ContentFile:
    output = io.BytesIO()
    Image.new(mode, size, color).save(output, format, **options)
    return ContentFile(output.getvalue(), name=name)


def telling_exif(orientation: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[MAKER], exif[ORIENTATION] = SECRET, orientation
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (31.0, 14.0, 5.0)
    return exif


def png_texts() -> PngImagePlugin.PngInfo:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", SECRET)
    info.add_text("Zipped", SECRET, zip=True)
    info.add_itxt("XML:com.adobe.xmp", f"<x>{SECRET}</x>")
    return info


def claiming(width: int, height: int) -> bytes:
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = b"IDAT" + zlib.compress(b"")
    chunks = (
        struct.pack(">I", len(each) - 4) + each + struct.pack(">I", zlib.crc32(each))
        for each in (header, data)
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
ANIMATED = {"save_all": True, "append_images": [Image.new("RGB", (40, 20))]}
XMP = f"<x:xmpmeta>{SECRET}</x:xmpmeta>".encode()
TELLING = {
    "JPEG": picture("a.jpg", exif=telling_exif(), comment=SECRET.encode(), xmp=XMP, icc_profile=PROFILE),
    "MPO": picture("a.jpg", format="MPO", exif=telling_exif(), **ANIMATED),
    "PNG": picture("a.png", format="PNG", pnginfo=png_texts(), exif=telling_exif(), icc_profile=PROFILE),
    "APNG": picture("a.png", format="PNG", pnginfo=png_texts(), **ANIMATED),
    "WEBP": picture("a.webp", format="WEBP", exif=telling_exif(), xmp=XMP, icc_profile=PROFILE),
    "animated WEBP": picture("a.webp", format="WEBP", xmp=XMP, **ANIMATED),
    "HEIF": picture("a.heic", format="HEIF", exif=telling_exif(), xmp=XMP, icc_profile=PROFILE),
}


@pytest.mark.parametrize("kind", TELLING)
def test_nothing_but_pixels_is_left(kind):
    given_file = TELLING[kind]
    clean = clean_image(ContentFile(given_file.read() + SECRET.encode(), name=given_file.name)).read()
    given_file.seek(0)
    assert SECRET.encode() not in clean
    with Image.open(io.BytesIO(clean)) as opened:
        opened.load()
        told = {
            "exif",
            "xmp",
            "icc_profile",
            "comment",
            "Comment",
            "Zipped",
            "photoshop",
            "mp",
        } & opened.info.keys()
        assert (told, dict(opened.getexif()), getattr(opened, "n_frames", 1)) == (set(), {}, 1)
        assert opened.size == (40, 20)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize(
    ("orientation", "corner"),
    [
        (1, (0, 0)),
        (2, (39, 0)),
        (3, (39, 19)),
        (4, (0, 19)),
        (5, (0, 0)),
        (6, (19, 0)),
        (7, (19, 39)),
        (8, (0, 39)),
    ],
)
def test_picture_is_turned_as_its_camera_was_held(kind, orientation, corner):
    plain = Image.new("RGB", (40, 20), "white")
    plain.paste("black", (0, 0, 8, 8))
    output = io.BytesIO()
    plain.save(output, kind, exif=telling_exif(orientation), quality=95)
    _extension, clean = cleaned(output.getvalue(), max_side=100, max_pixels=10_000)
    with Image.open(io.BytesIO(clean)) as opened:
        dark = [
            (x, y)
            for x in (0, opened.width - 1)
            for y in (0, opened.height - 1)
            if sum(opened.convert("RGB").getpixel((x, y))) < 380
        ]
    assert dark == [corner]


@pytest.mark.parametrize(
    ("format", "name", "kept_as"),
    [
        ("JPEG", "a.png", ("a.jpg", "JPEG")),
        ("JPEG", "a.jfif", ("a.jpg", "JPEG")),
        ("JPEG", "照片", ("照片.jpg", "JPEG")),
        ("JPEG", "a.heic", ("a.jpg", "JPEG")),
        ("HEIF", "IMG_0001.jpg", ("IMG_0001.jpg", "JPEG")),
        ("HEIF", "IMG_0001.HEIC", ("IMG_0001.jpg", "JPEG")),
        ("PNG", "a.jpg", ("a.png", "PNG")),
        ("WEBP", "a.jpeg", ("a.webp", "WEBP")),
        ("JPEG", "../../etc/a.jpg", ("a.jpg", "JPEG")),
        ("JPEG", "", ("image.jpg", "JPEG")),
    ],
)
def test_content_decides_what_a_picture_is(format, name, kept_as):
    clean = clean_image(picture(name, format=format))
    with Image.open(clean) as opened:
        assert (clean.name, opened.format) == kept_as


def test_transparency_survives():
    clean = clean_image(picture("a.png", format="PNG", mode="RGBA", color=(0, 0, 0, 0)))
    with Image.open(clean) as opened:
        assert opened.getpixel((0, 0))[3] == 0


def test_colours_stay_when_their_profile_goes():
    clean = clean_image(picture(icc_profile=PROFILE))
    with Image.open(clean) as opened:
        assert all(abs(a - b) < 6 for a, b in zip(opened.getpixel((5, 5)), (255, 0, 0), strict=True))


def test_longer_side_is_bounded():
    with Image.open(clean_image(picture(size=(300, 100)), max_side=150)) as opened:
        assert opened.size == (150, 50)


@pytest.mark.parametrize("format", ["JPEG", "WEBP"])
def test_a_large_photograph_is_kept_at_a_size_whose_renditions_are_cheap(format):
    with Image.open(clean_image(picture(format=format, size=(3840, 3000)))) as opened:
        assert MAX_KEPT_PIXELS * 0.95 < opened.width * opened.height <= MAX_KEPT_PIXELS


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "不是可用的图片"),
        (b"<html><script>alert(1)</script>", "不是可用的图片"),
        (picture(format="GIF").read(), "不是可用的图片"),
        (picture(format="TIFF").read(), "不是可用的图片"),
        (b"GIF89a" + b"\0" * 40, "不是可用的图片"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 40, "图片"),
        (b"", "是空的"),
        (claiming(60_000, 60_000), "像素过多"),
        (claiming(9_000, 9_000), "像素过多"),
        (b"\xff" * (MAX_BYTES + 1), "超过 15 MB"),
    ],
    ids=[
        "svg",
        "html",
        "gif",
        "tiff",
        "broken gif",
        "broken",
        "empty",
        "bomb",
        "too many pixels",
        "too long",
    ],
)
def test_what_is_no_photograph_is_refused_in_words(content, told):
    with pytest.raises(UnsafeFile, match=told):
        clean_image(ContentFile(content, name="a.jpg"))


@pytest.mark.parametrize("format", ["PNG", "WEBP"])
def test_truncated_picture_is_refused(format):
    whole = picture(format=format, size=(400, 400), color="#7a2").read()
    with pytest.raises(UnsafeFile, match="损坏"):
        clean_image(ContentFile(whole[: len(whole) // 2], name="a"))


@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\x10\0\0\0WEBP"]),
)
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_either_cleaned_or_refused(content, start):
    with pytest.raises(Refused):
        cleaned(start + content, max_side=100, max_pixels=10_000)


# Made as fast as may be: what they cost to open is asked.
HUGE = {
    "WEBP": lambda: picture(format="WEBP", size=(7000, 7000), quality=1, method=0),
    "PNG": lambda: picture(format="PNG", size=(7000, 7000)),
    "PNG with transparency": lambda: picture(
        format="PNG", mode="RGBA", size=(7000, 7000), color=(1, 2, 3, 4)
    ),
    "progressive JPEG": lambda: picture(size=(7000, 7000), progressive=True, subsampling=0, quality=1),
    "JPEG": lambda: picture(size=(7000, 7000), quality=1),
    "HEIF": lambda: picture(format="HEIF", size=(5000, 5000), quality=1, enc_params={"preset": "ultrafast"}),
}


@pytest.mark.parametrize("kind", HUGE)
def test_a_picture_costs_no_more_than_it_may_whatever_it_claims(kind, tmp_path, monkeypatch):
    """Measured on the child itself: its peak of memory and its time of the processor."""
    file = tmp_path / "picture"
    file.write_bytes(HUGE[kind]().read())
    memory, seconds = _cost_of_cleaning(file)
    assert memory <= 300 * MEGABYTE
    assert seconds <= pictures.SECONDS + 0.5


def _cost_of_cleaning(file) -> tuple[int, float]:
    """By a process between: what a child cost is told by the resources of the children of its parent."""
    program = (
        "import resource, sys, django.conf; django.conf.settings.configure();"
        "from media.pictures import UnsafeFile, clean_image\n"
        "try: clean_image(open(sys.argv[1], 'rb'))\n"
        "except UnsafeFile as error: print(error.messages, file=sys.stderr)\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(used.ru_maxrss * 1024, used.ru_utime + used.ru_stime)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(file)],
        cwd=django_settings.ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    memory, seconds = done.stdout.split()
    return int(memory), float(seconds)


def test_a_child_that_goes_on_and_on_is_ended(monkeypatch):
    monkeypatch.setattr(pictures, "LONGEST_WAIT", 0.01)
    with pytest.raises(UnsafeFile, match="像素过多"):
        clean_image(picture())


def test_so_many_pictures_are_worked_on_at_once_and_no_more():
    def held(_):
        with slots.slot(0.05):
            return True

    with slots.slot(1), slots.slot(1), ThreadPoolExecutor() as pool, pytest.raises(slots.Busy):
        list(pool.map(held, range(1)))
    assert held(None)


def test_who_finds_no_slot_is_told_to_come_again(monkeypatch):
    monkeypatch.setattr(pictures, "LONGEST_WAIT", 0.05)
    with slots.slot(1), slots.slot(1), pytest.raises(UnsafeFile, match="过一会儿再上传"):
        clean_image(picture())


def test_slot_of_a_killed_process_comes_free():
    program = "import os; from media.slots import _held; _held(5); _held(5); os.kill(os.getpid(), 9)"
    subprocess.run([sys.executable, "-c", program], cwd=django_settings.ROOT, check=False, env=os.environ)
    with slots.slot(0), slots.slot(0):
        pass
