"""Files that have no public address: kept under names that tell nothing, served to whom a view lets."""

import secrets
from pathlib import PurePath

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.http import FileResponse

from media.pictures import clean_image
from media.safety import UnsafeFile, check_document

LONGEST_NAME = 120
LONGEST_SIDE = 2000
PICTURES = {".jpg", ".jpeg", ".jfif", ".png", ".webp", ".heic", ".heif"}
DOCUMENTS = ("pdf", "docx", "xlsx")
MOST_BYTES = 20 * 1024 * 1024


def private_storage():
    return storages["private"]


def untold_name(folder: str, filename: str) -> str:
    """A name that tells nothing and cannot be guessed."""
    token = secrets.token_hex(16)
    return f"{folder}/{token[:2]}/{token}{PurePath(filename).suffix.lower()}"


def safe_content(upload: File) -> File:
    """A paper as it is, a picture written anew. UnsafeFile names the file that is none of these."""
    try:
        if PurePath(upload.name or "").suffix.lower() in PICTURES:
            return clean_image(upload, max_side=LONGEST_SIDE)
        check_document(upload, kinds=DOCUMENTS, most_bytes=MOST_BYTES)
    except UnsafeFile as error:
        raise UnsafeFile(f"“{short_name(upload.name)}”：{''.join(error.messages)}") from error
    return ContentFile(upload.read(), name=upload.name)


def short_name(name: str | None) -> str:
    """The name without folders, its ending kept however long it is."""
    path = PurePath(PurePath(name or "").name)
    return path.stem[: LONGEST_NAME - len(path.suffix)] + path.suffix


def private_response(file, *, download_as: str = "") -> FileResponse:
    """A private file for one reader: kept by no cache, opened by no page; a name makes it a download."""
    response = FileResponse(file.open("rb"), as_attachment=bool(download_as), filename=download_as)
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
