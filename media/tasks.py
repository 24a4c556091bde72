from django_tasks import task


@task()
def read_library_document(pk: int) -> None:
    """Read the text of one document; one that is gone is no error. Safe to repeat."""
    from media.models import LibraryDocument
    from media.services import read_document

    document = LibraryDocument.objects.filter(pk=pk).first()
    if document is not None:
        read_document(document)
