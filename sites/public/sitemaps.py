"""What sitemap.xml lists: every public page, law, event and published activity."""

from django.contrib.sitemaps import Sitemap as PlainSitemap
from django.urls import NoReverseMatch, reverse
from wagtail.contrib.sitemaps import Sitemap as PageSitemap

from cms.statutes.models import Law

REGISTERS = ("public:laws", "public:events", "public:activities", "public:site_map")


class Registers(PlainSitemap):
    """The entrance pages that no editor writes."""

    def items(self) -> list[str]:
        return [address for name in REGISTERS if (address := _address(name))]

    def location(self, item: str) -> str:
        return item


class Laws(PlainSitemap):
    """Every law whose text we hold."""

    limit = 2000

    def items(self):
        return Law.objects.filter(versions__isnull=False).distinct().order_by("pk")

    def location(self, item: Law) -> str:
        return _address("public:law", item.slug)

    def lastmod(self, item: Law):
        return item.updated_at


def sitemaps_of() -> dict:
    return {"pages": PageSitemap, "registers": Registers, "laws": Laws}


def _address(name: str, *args: str) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
