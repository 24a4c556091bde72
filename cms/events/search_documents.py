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
        return (
            Event.objects.published()
            .select_related("host__place__parent", "venue__place__parent")
            .order_by("pk")
        )

    def document(self, instance: Event) -> Document | None:
        if instance.state != EventState.PUBLISHED:
            return None
        place = instance.venue.place if instance.venue else instance.host.place
        subdistrict = place and place.subdistrict
        return Document(
            key=self.key(instance.pk),
            kind=self.kind,
            title=instance.title,
            body="\n".join(filter(None, (instance.introduction, instance.host.name, instance.place_text))),
            url=instance.get_absolute_url(),
            date=timezone.localdate(instance.starts_at),
            facets={
                "agency": [str(instance.host)],
                "subdistrict": [str(subdistrict)] if subdistrict else [],
                "setting": [str(setting) for setting in instance.settings.all()],
                "audience": [str(audience) for audience in instance.audiences.all()],
                "law": [law.short_title for law in instance.laws.all()],
            },
        )
