from django.utils import timezone

from cms.events.enums import EventState
from cms.events.models import Event
from search.documents import Document
from search.registry import DocumentSource, register


@register
class EventDocuments(DocumentSource):
    model = Event
    kind = "event"

    def queryset(self):
        return Event.objects.published().select_related("host", "venue").order_by("pk")

    def document(self, instance: Event) -> Document | None:
        if instance.state != EventState.PUBLISHED:
            return None
        return Document(
            key=self.key(instance.pk),
            kind=self.kind,
            title=instance.title,
            body="\n".join(filter(None, (instance.introduction, instance.host.name, instance.place_text))),
            url=instance.get_absolute_url(),
            date=timezone.localdate(instance.starts_at),
            facets={
                name: [str(row) for row in getattr(instance, name).all()]
                for name in ("settings", "audiences", "laws")
            },
        )
