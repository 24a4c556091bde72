from django.db.models import QuerySet

from cms.places.models import Location, Place, ServicePoint, Venue
from cms.places.queries.finding import open_points, open_venues
from search.documents import Document
from search.registry import DocumentSource, register


@register
class CommunityDocuments(DocumentSource):
    """居村: their page tells what they have. What is above them is none."""

    model = Place
    kind = "community"

    def queryset(self) -> QuerySet[Place]:
        return Place.objects.communities().select_related("parent").order_by("pk")

    def document(self, instance: Place) -> Document | None:
        if not instance.is_community:
            return None
        return Document(
            key=self.key(instance.pk),
            kind=self.kind,
            title=instance.name,
            body="\n".join(filter(None, (str(instance.parent), instance.short_name))),
            url=instance.get_absolute_url(),
            facets={"subdistrict": [str(instance.parent)]},
        )


class LocationDocuments(DocumentSource):
    """Where one can go: what is closed for good is not found."""

    def words(self, instance) -> tuple[str, ...]:
        raise NotImplementedError

    def document(self, instance: Location) -> Document | None:
        if not instance.is_open:
            return None
        subdistrict = instance.place.subdistrict
        return Document(
            key=self.key(instance.pk),
            kind=self.kind,
            title=instance.name,
            body="\n".join(filter(None, (str(instance.place), instance.address, *self.words(instance)))),
            url=instance.get_absolute_url(),
            facets={"subdistrict": [str(subdistrict)] if subdistrict else []},
        )


@register
class VenueDocuments(LocationDocuments):
    model = Venue
    kind = "venue"

    def queryset(self) -> QuerySet[Venue]:
        return open_venues().order_by("pk")

    def words(self, instance: Venue) -> tuple[str, ...]:
        return (instance.kind, instance.introduction, instance.facilities, instance.opening_hours)


@register
class ServicePointDocuments(LocationDocuments):
    model = ServicePoint
    kind = "point"

    def queryset(self) -> QuerySet[ServicePoint]:
        return open_points().order_by("pk")

    def words(self, instance: ServicePoint) -> tuple[str, ...]:
        tier = instance.get_tier_display()
        return (
            tier,
            instance.services,
            instance.duty_timetable,
            instance.office_phone,
            instance.opening_hours,
        )
