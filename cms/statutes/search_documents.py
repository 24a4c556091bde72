from django.urls import reverse
from django.utils import timezone

from cms.statutes.enums import LawLevel
from cms.statutes.models import Article, Law, LawVersion
from search.documents import Document
from search.registry import DocumentSource, register


def _facets(law: Law, version: LawVersion) -> dict:
    force = version.status_as_current(timezone.localdate())
    return {
        # Not `get_level_display`, which translates every level each time: this is asked for each article.
        "level": [str(LawLevel(law.level).label)],
        "in_force": [str(force.label)],
    }


@register
class LawDocuments(DocumentSource):
    model = Law
    kind = "law"

    def queryset(self):
        return Law.objects.with_text().prefetch_related("versions").order_by("pk")

    def document(self, instance: Law) -> Document | None:
        version = instance.version_on(timezone.localdate())
        if version is None:
            return None
        return Document(
            key=self.key(instance.pk),
            kind=self.kind,
            title=instance.title,
            body="\n".join(version.history),
            url=reverse("public:law", args=[instance.slug]),
            date=version.dated_on,
            facets=_facets(instance, version),
            law=instance.short_title,
            names=(instance.title, *instance.aliases),
        )


@register
class ArticleDocuments(DocumentSource):
    """Articles of the version of today of each law."""

    model = Article
    kind = "article"

    def queryset(self):
        return Article.objects.current().select_related("version__law").order_by("pk")

    def document(self, instance: Article) -> Document:
        law = instance.version.law
        return Document(
            key=self.key(instance.pk),
            kind=self.kind,
            title=f"{law.title}{instance.label}",
            body=instance.text,
            url=reverse("public:article", args=[law.slug, instance.ref]),
            date=instance.version.dated_on,
            facets={**_facets(law, instance.version), "section": instance.path},
            law=law.short_title,
            article=instance.ref,
            article_label=instance.label,
            names=(law.title, *law.aliases),
        )
