from cms.campaigns.models import (
    ArticlePage,
    BrandPage,
    CampaignPage,
    CasePage,
    NoticePage,
    PublicPage,
    TopicPage,
    texts,
)
from search.documents import Document
from search.registry import DocumentSource, register

PAGE_TYPES = (ArticlePage, BrandPage, CampaignPage, CasePage, NoticePage, TopicPage)


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
