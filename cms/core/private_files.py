"""Files that have no public address: kept under names that tell nothing, served to whom a view lets."""

import secrets
from pathlib import PurePath

from django.core.files.storage import storages
from django.http import FileResponse


def private_storage():
    return storages["private"]


def untold_name(folder: str, filename: str) -> str:
    """A name that tells nothing and cannot be guessed."""
    token = secrets.token_hex(16)
    return f"{folder}/{token[:2]}/{token}{PurePath(filename).suffix.lower()}"


def private_response(file, *, download_as: str = "") -> FileResponse:
    """A private file for one reader: kept by no cache, opened by no page; a name makes it a download."""
    response = FileResponse(file.open("rb"), as_attachment=bool(download_as), filename=download_as)
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
