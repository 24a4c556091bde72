from django.utils import timezone

from cms.duties.enums import ActivityState
from cms.duties.models import ActivityRecord
from search.documents import Document
from search.registry import DocumentSource, register


@register
class ActivityDocuments(DocumentSource):
    """Activities that the public may read; nobody finds a draft."""

    model = ActivityRecord
    kind = "activity"

    def queryset(self):
        return (
            ActivityRecord.objects.published()
            .select_related("host__place__parent", "venue__place__parent")
            .order_by("pk")
        )

    def document(self, instance: ActivityRecord) -> Document | None:
        if instance.state != ActivityState.PUBLISHED:
            return None
        laws = [law.short_title for law in instance.laws.all()]
        place = instance.venue.place if instance.venue else instance.host.place
        subdistrict = place and place.subdistrict
        return Document(
            key=self.key(instance.pk),
            kind=self.kind,
            title=instance.name,
            body="\n".join(
                filter(None, (instance.summary, instance.host.name, instance.place_text, "、".join(laws)))
            ),
            url=instance.get_absolute_url(),
            date=timezone.localdate(instance.starts_at),
            facets={
                "agency": [str(instance.host)],
                "subdistrict": [str(subdistrict)] if subdistrict else [],
                "setting": [str(setting) for setting in instance.settings.all()],
                "audience": [str(audience) for audience in instance.audiences.all()],
                "law": laws,
            },
        )
