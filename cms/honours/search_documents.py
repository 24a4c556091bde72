from django.db.models import QuerySet

from cms.honours.enums import TitleState
from cms.honours.models import Title
from cms.honours.queries import public_titles
from search.documents import Document
from search.registry import DocumentSource, register


@register
class TitleDocuments(DocumentSource):
    """The titles that stand; they lead to the page of their 居村."""

    model = Title
    kind = "honour"

    def queryset(self) -> QuerySet[Title]:
        return public_titles().order_by("pk")

    def document(self, instance: Title) -> Document | None:
        if instance.state != TitleState.STANDING:
            return None
        town = instance.community.subdistrict
        return Document(
            key=self.key(instance.pk),
            kind=self.kind,
            title=str(instance),
            body="\n".join(filter(None, (str(town or ""), instance.batch, instance.number))),
            url=instance.community.get_absolute_url(),
            date=instance.conferred_on,
            facets={"subdistrict": [str(town)] if town else []},
        )
