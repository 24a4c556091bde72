from django.db import transaction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from cms.campaigns import library_documents, texts  # noqa: F401  the library's documents are found too
from cms.campaigns.models import ArticlePage, CampaignPage, CasePage, NoticePage, PublicPage, TopicPage
from cms.campaigns.tasks import refresh_offered_documents
from search.documents import Document
from search.registry import DocumentSource, register
from search.service import reindex

PAGE_TYPES = (ArticlePage, CampaignPage, CasePage, NoticePage, TopicPage)


class PublicPages(DocumentSource):
    """Pages of one type, as the public reads them."""

    model: type[PublicPage]

    def queryset(self):
        return self.model.objects.live().public().order_by("pk")

    def document(self, instance) -> Document | None:
        # What is saved may be a draft over a live page: only the stored row is what the public reads.
        page = self.queryset().filter(pk=instance.pk).first()
        if page is None or not (url := page.get_url()):
            return None
        published = page.first_published_at
        return Document(
            key=self.key(page.pk),
            kind=self.kind,
            title=page.title,
            body=_body(page),
            url=url,
            date=getattr(page, "starts_on", None) or (published and published.date()),
            facets=_facets(page),
        )


for _page_type in PAGE_TYPES:
    register(
        type(
            f"{_page_type.__name__}Source",
            (PublicPages,),
            {"model": _page_type, "kind": _page_type.search_kind},
        )
    )


def _body(page: PublicPage) -> str:
    return "\n".join(
        passage.text for passage in texts.passages(page) if passage.field != "title" and passage.text
    )


def _facets(page: PublicPage) -> dict:
    facets = {
        facet: [str(row) for row in getattr(page, name).all()]
        for facet, name in (("setting", "settings"), ("audience", "audiences"))
        if hasattr(page, name)
    }
    if hasattr(page, "laws"):
        facets["law"] = [law.short_title for law in page.laws.all()]
    return facets


def _refresh(sender, instance, **kwargs):
    """A page's publication, withdrawal or move changes the address of all below it."""
    if not issubclass(sender, PublicPage):
        return
    for page_type in PAGE_TYPES:
        reindex(page_type.objects.descendant_of(instance, inclusive=True))
    # Queued behind the framework's own task, which notes what the page links to.
    transaction.on_commit(refresh_offered_documents.enqueue, robust=True)


for _signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
    _signal.connect(_refresh, dispatch_uid=f"campaigns.search.{id(_signal)}")
