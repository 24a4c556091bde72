from django.utils import timezone

from cms.guides.enums import GuideState
from cms.guides.models import Guide
from search.documents import Document
from search.registry import DocumentSource, register


@register
class GuideDocuments(DocumentSource):
    """The version that the public walks, by all its words: people search for what it ends with."""

    model = Guide
    kind = "guide"

    def queryset(self):
        return Guide.objects.published().prefetch_related("audiences", "laws").order_by("pk")

    def document(self, instance: Guide) -> Document | None:
        if instance.state != GuideState.PUBLISHED:
            return None
        graph = instance.steps
        words = [instance.topic, instance.summary, *(each.words for each in graph.questions)]
        for advice in (*graph.outcomes, *graph.findings):
            words += [advice.title, advice.words, *advice.todo]
        return Document(
            key=self.key(instance.pk),
            kind=self.kind,
            title=instance.title,
            body="\n".join(filter(None, words)),
            url=instance.get_absolute_url(),
            date=instance.published_at and timezone.localdate(instance.published_at),
            facets={
                "audience": [str(audience) for audience in instance.audiences.all()],
                "law": [law.short_title for law in instance.laws.all()],
            },
        )
