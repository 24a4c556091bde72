from django.utils import timezone

from cms.letters.enums import LetterState
from cms.letters.models import Letter
from cms.letters.queries import published_letters
from search.documents import Document
from search.registry import DocumentSource, register


@register
class LetterDocuments(DocumentSource):
    """Questions that were answered for everybody, in the words that are public."""

    model = Letter
    kind = "answer"

    def queryset(self):
        return published_letters()

    def document(self, instance: Letter) -> Document | None:
        if instance.state != LetterState.PUBLISHED or instance.published_at is None:
            return None
        return Document(
            key=self.key(instance.pk),
            kind=self.kind,
            title=instance.public_title,
            body=f"{instance.public_question}\n{instance.public_answer}",
            url=instance.get_absolute_url(),
            date=timezone.localdate(instance.published_at),
        )
