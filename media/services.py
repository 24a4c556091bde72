"""Reads the text of library documents and tells those who listen."""

from pathlib import Path

from django.db import transaction
from django.dispatch import Signal

from media.extraction import READABLE, UnreadableDocument, extract_text
from media.models import DocumentText, LibraryDocument

# Sent with `document` when its text has been read or could not be.
document_read = Signal()


def read_document(document: LibraryDocument) -> None:
    """Store what the document's present file says. Safe to repeat: the same file is read once."""
    mark = document.get_file_hash()
    if DocumentText.objects.filter(document=document, file_hash=mark).exists():
        return
    text = problem = ""
    try:
        text = extract_text(Path(document.file.path))
    except UnreadableDocument as error:
        problem = str(error)
    with transaction.atomic():
        DocumentText.objects.update_or_create(
            document=document, defaults={"text": text, "problem": problem, "file_hash": mark}
        )
    document_read.send(LibraryDocument, document=document)


def read_later(sender, instance: LibraryDocument, raw: bool = False, **kwargs) -> None:
    """After commit, have the worker read what was put into the library."""
    from media.tasks import read_library_document

    if not raw and instance.file and Path(instance.filename).suffix.lower().lstrip(".") in READABLE:
        transaction.on_commit(lambda: read_library_document.enqueue(instance.pk), robust=True)
