"""Reads the text of library documents and tells those who listen."""

from pathlib import Path

from django.db import transaction

from media.extraction import READABLE, UnreadableDocument, Words, extract_text
from media.models import DocumentText, LibraryDocument
from media.signals import document_read


def read_document(document: LibraryDocument) -> None:
    """Store what the document's present file says. Safe to repeat: the same file is read once."""
    mark = document.get_file_hash()
    if DocumentText.objects.filter(document=document, file_hash=mark).exists():
        return
    words, problem = Words(), ""
    try:
        words = extract_text(Path(document.file.path))
    except UnreadableDocument as error:
        problem = str(error)
    told = {"text": words.shown, "beside": words.beside, "is_cut": words.is_cut, "problem": problem}
    with transaction.atomic():
        DocumentText.objects.update_or_create(document=document, defaults={**told, "file_hash": mark})
    document_read.send(LibraryDocument, document=document)


def read_later(sender, instance: LibraryDocument, raw: bool = False, **kwargs) -> None:
    """After commit, have the worker read what was put into the library."""
    from media.tasks import read_library_document

    if not raw and instance.file and Path(instance.filename).suffix.lower().lstrip(".") in READABLE:
        transaction.on_commit(lambda: read_library_document.enqueue(instance.pk), robust=True)
