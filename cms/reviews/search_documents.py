from django.utils import timezone

from cms.reviews.models import Round
from cms.reviews.queries.outcomes import frozen_outcome, published_rounds
from search.documents import Document
from search.registry import DocumentSource, register


@register
class ReviewDocuments(DocumentSource):
    """The grades of a year, once they are public."""

    model = Round
    kind = "review"

    def queryset(self):
        return published_rounds().order_by("pk")

    def document(self, instance: Round) -> Document | None:
        if instance.published_at is None:
            return None
        outcome = frozen_outcome(instance.year)
        return Document(
            key=self.key(instance.pk),
            kind=self.kind,
            title=f"{instance.year}年度普法责任制评议结果",
            body="\n".join(f"{name}　{grade or ''}" for name, grade in outcome.grades),
            url=instance.get_absolute_url(),
            date=timezone.localdate(instance.published_at),
        )
