"""What sitemap.xml lists: every public page, law, event and published activity."""

from urllib.parse import urlsplit

from django.contrib.sitemaps import Sitemap
from django.urls import NoReverseMatch, reverse
from wagtail.models import Page, Site

from cms.campaigns.models import Audience
from cms.campaigns.queries import audiences_in_use
from cms.duties.enums import ListState
from cms.duties.models import ActivityRecord, DutyList
from cms.events.models import Event, Series
from cms.exams.models import Quiz
from cms.exams.queries.quizzes import public_quizzes
from cms.guides.models import Guide
from cms.guides.queries import public_guides
from cms.letters.models import Letter
from cms.letters.queries import published_letters
from cms.places.models import Place, ServicePoint, Venue
from cms.places.queries.finding import open_points, open_venues
from cms.reports.models import Report
from cms.reports.queries.papers import published_reports
from cms.reviews.models import Round
from cms.reviews.queries.outcomes import published_rounds
from cms.statutes.models import Law

REGISTERS = (
    "public:laws",
    "public:events",
    "public:places",
    "public:communities",
    "public:guides",
    "public:quizzes",
    "public:audiences",
    "public:letters",
    "public:letter_write",
    "public:activities",
    "public:reports",
    "public:yearly",
    "public:people_apply",
    "public:people_notices",
    "public:honours",
    "public:site_map",
    "public:statements",
    "open_data",
)


class Pages(Sitemap):
    """Every public page of the site asked for."""

    limit = 5000

    def __init__(self, site: Site | None):
        self.site = site

    def items(self):
        if self.site is None:
            return Page.objects.none()
        return (
            Page.objects.descendant_of(self.site.root_page, inclusive=True).live().public().order_by("path")
        )

    def location(self, item: Page) -> str:
        # The path alone: the host is the one the crawler came to.
        return urlsplit(item.get_url()).path

    def lastmod(self, item: Page):
        return item.last_published_at


class Registers(Sitemap):
    """The entrance pages that no editor writes."""

    def items(self) -> list[str]:
        return [address for name in REGISTERS if (address := _address(name))]

    def location(self, item: str) -> str:
        return item


class Laws(Sitemap):
    """Every law whose text we hold."""

    limit = 2000

    def items(self):
        return Law.objects.with_text().order_by("pk")

    def location(self, item: Law) -> str:
        return _address("public:law", item.slug)

    def lastmod(self, item: Law):
        return item.updated_at


class Events(Sitemap):
    """Every event the public can still sign up for or look back on; a cancelled one is no news."""

    limit = 2000

    def items(self):
        return Event.objects.published().order_by("pk")

    def location(self, item: Event) -> str:
        return _address("public:event", item.pk)

    def lastmod(self, item: Event):
        return item.updated_at


class EventSeries(Sitemap):
    """Every series of which an occasion was announced."""

    def items(self):
        return Series.objects.filter(events__in=Event.objects.announced()).distinct().order_by("pk")

    def location(self, item: Series) -> str:
        return _address("public:event_series", item.pk)

    def lastmod(self, item: Series):
        return item.updated_at


class Communities(Sitemap):
    """The page of each 居村."""

    def items(self):
        return Place.objects.communities().order_by("code")

    def location(self, item: Place) -> str:
        return _address("public:community", item.code)

    def lastmod(self, item: Place):
        return item.updated_at


class Venues(Sitemap):
    """Every venue that is open."""

    def items(self):
        return open_venues().order_by("pk")

    def location(self, item: Venue) -> str:
        return _address("public:venue", item.pk)

    def lastmod(self, item: Venue):
        return item.updated_at


class ServicePoints(Sitemap):
    """Every point of the service network that is open."""

    def items(self):
        return open_points().order_by("pk")

    def location(self, item: ServicePoint) -> str:
        return _address("public:service_point", item.pk)

    def lastmod(self, item: ServicePoint):
        return item.updated_at


class Audiences(Sitemap):
    """The entry page of each group of people."""

    def items(self):
        return audiences_in_use()

    def location(self, item: Audience) -> str:
        return _address("public:audience", item.pk)


class Guides(Sitemap):
    """Every guide that the public walks, by its first page."""

    def items(self):
        return public_guides()

    def location(self, item: Guide) -> str:
        return _address("public:guide", item.slug)

    def lastmod(self, item: Guide):
        return item.published_at


class Quizzes(Sitemap):
    """Every quiz that anybody may practise on."""

    def items(self):
        return public_quizzes()

    def location(self, item: Quiz) -> str:
        return _address("public:quiz", item.pk)

    def lastmod(self, item: Quiz):
        return item.published_at


class Letters(Sitemap):
    """Every question that was answered for everybody."""

    def items(self):
        return published_letters()

    def location(self, item: Letter) -> str:
        return _address("public:letter", item.pk)

    def lastmod(self, item: Letter):
        return item.updated_at


class Activities(Sitemap):
    """Every published activity of legal education."""

    limit = 2000

    def items(self):
        return ActivityRecord.objects.published().order_by("pk")

    def location(self, item: ActivityRecord) -> str:
        return _address("public:activity", item.pk)

    def lastmod(self, item: ActivityRecord):
        return item.updated_at


class DutyLists(Sitemap):
    """The duty list of each year, in the version that holds."""

    def items(self):
        return DutyList.objects.filter(state=ListState.PUBLISHED).order_by("-year")

    def location(self, item: DutyList) -> str:
        return _address("public:duty_list", item.year)

    def lastmod(self, item: DutyList):
        return item.published_at


class Reviews(Sitemap):
    """The grades of each year that were published."""

    def items(self):
        return published_rounds()

    def location(self, item: Round) -> str:
        return _address("public:review", item.year)

    def lastmod(self, item: Round):
        return item.published_at


class Reports(Sitemap):
    """The yearly reports that were published."""

    def items(self):
        return published_reports()

    def location(self, item: Report) -> str:
        return _address("public:report", item.pk)

    def lastmod(self, item: Report):
        return item.published_at


def sitemaps_of(site: Site | None) -> dict:
    return {
        "pages": Pages(site),
        "registers": Registers,
        "laws": Laws,
        "events": Events,
        "series": EventSeries,
        "communities": Communities,
        "venues": Venues,
        "points": ServicePoints,
        "guides": Guides,
        "quizzes": Quizzes,
        "audiences": Audiences,
        "letters": Letters,
        "activities": Activities,
        "duty_lists": DutyLists,
        "reviews": Reviews,
        "reports": Reports,
    }


def _address(name: str, *args: object) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
