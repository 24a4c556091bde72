"""Documents of the library are found by their text while a public page offers them."""

from django.utils import timezone

from cms.campaigns.queries.offering import is_public, offered_documents
from cms.core.personal_data import without_personal_numbers
from media.models import LibraryDocument
from media.signals import document_read
from search.documents import Document
from search.registry import DocumentSource, register
from search.service import reindex


@register
class LibraryDocuments(DocumentSource):
    model = LibraryDocument
    kind = "document"

    def queryset(self):
        return offered_documents().select_related("extracted", "collection").order_by("pk")

    def document(self, instance: LibraryDocument) -> Document | None:
        if not is_public(instance):
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


def _has_been_read(sender, document: LibraryDocument, **kwargs) -> None:
    document.refresh_from_db()
    reindex([document])


document_read.connect(_has_been_read, dispatch_uid="campaigns.document_read")
