"""Nothing enters the library as it came: images are written anew, documents must be what they say.

Pure functions: no database, no settings.
"""

import io
import warnings
import zipfile
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener

register_heif_opener()

MAX_IMAGE_BYTES = 15 * 1024 * 1024
MAX_IMAGE_PIXELS = 50_000_000
# A longer side tells a reader nothing more and fills the disk.
MAX_SIDE = 4096
MAX_DOCUMENT_BYTES = 50 * 1024 * 1024
# An archive that unpacks to more than this many times its size is a bomb.
MAX_EXPANSION = 200
MAX_UNPACKED_BYTES = 1024 * 1024 * 1024

# What Pillow calls the format → the extensions a file of it may carry.
IMAGE_FORMATS = {
    "JPEG": ("jpg", "jpeg"),
    "MPO": ("jpg", "jpeg"),
    "PNG": ("png",),
    "WEBP": ("webp",),
    "HEIF": ("heic", "heif"),
}
# Pillow opens an MPO, which many phones write, as a JPEG of several pictures.
_OPENED = ("JPEG", "PNG", "WEBP", "HEIF")
_WRITTEN_AS = {"PNG": ("PNG", "png"), "WEBP": ("WEBP", "webp")}
_OOXML_MARKS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
DOCUMENT_EXTENSIONS = ("pdf", *_OOXML_MARKS, "txt", "csv", "zip")


class UnsafeFile(ValidationError):
    """The file was refused; the message says what to do instead."""


def clean_image(file, *, max_side: int = MAX_SIDE) -> ContentFile:
    """A fresh copy of the picture in `file`: upright, without EXIF, GPS or anything hidden behind the pixels.

    Takes JPEG, PNG, WebP and HEIC up to 15 MB and 50 million pixels; HEIC comes back as JPEG. The longer
    side is at most `max_side` pixels. The name keeps its stem and gets the extension of what was written.
    Raises UnsafeFile for everything else.
    """
    name = PurePath(str(getattr(file, "name", "") or "image")).name
    picture = _decoded(_read(file, MAX_IMAGE_BYTES, "图片"), PurePath(name).suffix.lower().lstrip("."))
    written_as, extension = _WRITTEN_AS.get(picture.format, ("JPEG", "jpg"))
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((max_side, max_side), Image.Resampling.LANCZOS)
    output = io.BytesIO()
    _bare(upright, written_as).save(output, written_as, **_save_options(written_as, upright))
    return ContentFile(output.getvalue(), name=f"{PurePath(name).stem or 'image'}.{extension}")


def check_document(file) -> None:
    """Raise UnsafeFile unless the file is of an allowed kind and its content is of the kind its name says."""
    name = PurePath(str(getattr(file, "name", "") or "")).name
    extension = PurePath(name).suffix.lower().lstrip(".")
    if extension not in DOCUMENT_EXTENSIONS:
        raise UnsafeFile(f"不能上传“.{extension}”文件，请换成 {'、'.join(DOCUMENT_EXTENSIONS)} 中的一种。")
    content = _read(file, MAX_DOCUMENT_BYTES, "文件")
    if extension == "pdf":
        fits = content.startswith(b"%PDF-")
    elif extension in ("txt", "csv"):
        fits = _is_text(content)
    else:
        fits = _is_archive(content, _OOXML_MARKS.get(extension))
    if not fits:
        raise UnsafeFile(f"“{name}”的内容不是{extension.upper()}文件，或者已经损坏，请重新导出后再上传。")


def _read(file, limit: int, noun: str) -> bytes:
    file.seek(0)
    content = file.read(limit + 1)
    file.seek(0)
    if not content:
        raise UnsafeFile(f"{noun}是空的，请重新选择。")
    if len(content) > limit:
        raise UnsafeFile(f"{noun}超过 {limit // 1024 // 1024} MB，请缩小后再上传。")
    return content


def _decoded(content: bytes, extension: str) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=_OPENED) as probe:
                _check_claims(probe, extension)
                probe.verify()
            # verify() leaves the image unusable: decode from the beginning.
            picture = Image.open(io.BytesIO(content), formats=_OPENED)
            picture.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large() from error
    except UnidentifiedImageError as error:
        raise UnsafeFile("这不是可用的图片，请上传 JPEG、PNG、WebP 或 HEIC 格式的照片。") from error
    except UnsafeFile:
        raise
    except Exception as error:
        # A decoder fed with hostile bytes may fail in any way; whatever it is, the file is not a picture.
        raise UnsafeFile("图片已损坏，无法读取，请重新导出或拍摄后再上传。") from error
    return picture


def _check_claims(probe: Image.Image, extension: str) -> None:
    if probe.width * probe.height > MAX_IMAGE_PIXELS:
        raise _too_large()
    if extension and extension not in IMAGE_FORMATS[probe.format]:
        raise UnsafeFile(
            f"文件扩展名是“.{extension}”，内容却是 {probe.format} 图片，请用正确的扩展名保存后再上传。"
        )


def _too_large() -> UnsafeFile:
    return UnsafeFile(f"图片超过 {MAX_IMAGE_PIXELS // 10_000} 万像素，请缩小后再上传。")


def _bare(picture: Image.Image, written_as: str) -> Image.Image:
    """The pixels alone, in a mode that `written_as` can hold."""
    see_through = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    if written_as == "JPEG":
        mode = "L" if picture.mode == "L" else "RGB"
    else:
        mode = "RGBA" if see_through else "RGB"
    bare = picture.convert(mode)
    bare.info = {}
    return bare


def _save_options(written_as: str, picture: Image.Image) -> dict:
    # The colour profile is no secret of the photographer, and without it the colours are wrong.
    keeps_colour = picture.mode in ("RGB", "RGBA") and picture.info.get("icc_profile")
    options = {"icc_profile": picture.info["icc_profile"]} if keeps_colour else {}
    if written_as == "JPEG":
        return options | {"quality": 88, "progressive": True, "optimize": True}
    if written_as == "WEBP":
        return options | {"quality": 88}
    return options | {"optimize": True}


def _is_text(content: bytes) -> bool:
    if b"\0" in content:
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


def _is_archive(content: bytes, mark: str | None) -> bool:
    if not content.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
        return False
    unpacked = sum(part.file_size for part in parts)
    if unpacked > min(MAX_UNPACKED_BYTES, max(len(content), 100_000) * MAX_EXPANSION):
        raise UnsafeFile("压缩内容展开后过大，请拆分后再上传。")
    names = {part.filename for part in parts}
    if mark is None:
        return True
    if any(name.endswith("vbaProject.bin") for name in names):
        raise UnsafeFile("文件里含有宏，请另存为不含宏的格式后再上传。")
    return mark in names
