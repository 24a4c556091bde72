"""Documents of the library must be what they say. (Pictures are written anew: see media.pictures.)

Pure functions: no database, no settings.
"""

import io
import zipfile
from pathlib import PurePath

from django.core.exceptions import ValidationError

MAX_DOCUMENT_BYTES = 50 * 1024 * 1024
# An archive that unpacks to more than this many times its size is a bomb.
MAX_EXPANSION = 200
MAX_UNPACKED_BYTES = 1024 * 1024 * 1024

_OOXML_MARKS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
DOCUMENT_EXTENSIONS = ("pdf", *_OOXML_MARKS, "txt", "csv", "zip")


class UnsafeFile(ValidationError):
    """The file was refused; the message says what to do instead."""


def check_document(
    file, *, kinds: tuple[str, ...] = DOCUMENT_EXTENSIONS, most_bytes: int = MAX_DOCUMENT_BYTES
) -> None:
    """Raise UnsafeFile unless the file is of an allowed kind and its content is of the kind its name says."""
    name = PurePath(str(getattr(file, "name", "") or "")).name
    extension = PurePath(name).suffix.lower().lstrip(".")
    if extension not in kinds:
        raise UnsafeFile(f"不能上传“.{extension}”文件，请换成 {'、'.join(kinds)} 中的一种。")
    content = _read(file, most_bytes, "文件")
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
