"""Which documents of the library the public finds, by their text: those that a public page offers."""

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Page, ReferenceIndex

from cms.core.personal_data import without_personal_numbers
from media.models import LibraryDocument
from media.services import document_read
from search.documents import Document
from search.models import SearchDocument
from search.registry import DocumentSource, register
from search.service import reindex


def offered_documents(only: LibraryDocument | None = None) -> set[int]:
    """Keys of the documents that a page open to everyone links to; of all, or of one."""
    found = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(LibraryDocument),
        base_content_type=ContentType.objects.get_for_model(Page),
    )
    if only is not None:
        found = found.filter(to_object_id=str(only.pk))
    links = list(found.values_list("to_object_id", "object_id"))
    pages = {int(page) for _, page in links}
    public = set(Page.objects.live().public().filter(pk__in=pages).values_list("pk", flat=True))
    return {int(document) for document, page in links if int(page) in public}


@register
class LibraryDocuments(DocumentSource):
    model = LibraryDocument
    kind = "document"

    def queryset(self):
        offered = LibraryDocument.objects.filter(pk__in=offered_documents())
        return offered.select_related("extracted", "collection").order_by("pk")

    def document(self, instance: LibraryDocument) -> Document | None:
        is_private = instance.collection.get_view_restrictions().exists()
        if is_private or not offered_documents(instance):
            return None
        text = getattr(instance, "extracted", None)
        return Document(
            key=self.key(instance.pk),
            kind=self.kind,
            title=instance.title,
            body=without_personal_numbers(text.text) if text else "",
            url=instance.url,
            date=timezone.localdate(instance.created_at),
            facets={"agency": [instance.source] if instance.source else []},
        )


def refresh_offered() -> None:
    """Bring the documents in the search up to what public pages offer now."""
    source = LibraryDocuments()
    held = SearchDocument.objects.filter(kind=source.kind, deleted=False).values_list("key", flat=True)
    found = {int(key.rpartition(":")[2]) for key in held if key.startswith(source.key(""))}
    reindex(LibraryDocument.objects.filter(pk__in=found ^ offered_documents()))


def _has_been_read(sender, document: LibraryDocument, **kwargs) -> None:
    document.refresh_from_db()
    reindex([document])


document_read.connect(_has_been_read, dispatch_uid="campaigns.document_read")
