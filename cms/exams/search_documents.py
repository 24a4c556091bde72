from django.utils import timezone

from cms.exams.enums import QuizState
from cms.exams.models import Quiz
from search.documents import Document
from search.registry import DocumentSource, register


@register
class QuizDocuments(DocumentSource):
    """Practice by what it is about; its questions and keys are found on its page."""

    model = Quiz
    kind = "quiz"

    def queryset(self):
        return Quiz.objects.published().order_by("pk")

    def document(self, instance: Quiz) -> Document | None:
        if instance.state != QuizState.PUBLISHED:
            return None
        return Document(
            key=self.key(instance.pk),
            kind=self.kind,
            title=instance.title,
            body=f"{instance.topic}\n{instance.summary}",
            url=instance.get_absolute_url(),
            date=instance.published_at and timezone.localdate(instance.published_at),
        )
