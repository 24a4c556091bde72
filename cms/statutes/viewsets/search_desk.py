"""The office's tables of the search: plain speech, pinned results, and what people did not find.

They stand here because the search knows nothing of the office, and what they serve is finding the law.
"""

import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.viewsets.base import ViewSetGroup

from cms.accounts.viewsets import OfficeViewSet
from cms.core.tables import Table
from cms.core.viewsets import RuledIndexView
from cms.statutes.permissions import can_tune_search
from search.desk import GONE, PinnedResult, QueryCount, Synonym, titles_at, unanswered

REPORT_DAYS = 30


SYNONYMS = Table(Synonym, can_tune_search, writes=("term", "meaning", "both_ways", "active"))
PINS = Table(PinnedResult, can_tune_search, writes=("query", "url", "order", "active"))
QUERIES = Table(QueryCount, can_tune_search, offers=())


class SynonymViewSet(OfficeViewSet):
    table = SYNONYMS
    name = "search_synonyms"
    icon = "comment"
    list_display = ["term", "meaning", "both_ways", "active"]
    list_filter = ["both_ways", "active"]
    list_export = ["term", "meaning", "both_ways", "active"]
    search_fields = ["term", "meaning"]
    inspect_view_fields = list(SYNONYMS.writes)


class PinIndexView(RuledIndexView):
    """Looks up at once what all the pins of a page point at."""

    def get_context_data(self, *args, **kwargs):
        context = super().get_context_data(*args, **kwargs)
        pins = context["table"].data
        titles = titles_at([pin.url for pin in pins])
        for pin in pins:
            pin.points_at = titles.get(pin.url, GONE)
        return context


class PinnedResultViewSet(OfficeViewSet):
    table = PINS
    index_view_class = PinIndexView
    name = "search_pins"
    icon = "thumbtack"
    list_display = ["query", "url", "order", "active", Column("points_at", label=_("指向"))]
    list_filter = ["active"]
    search_fields = ["query", "url"]
    inspect_view_fields = [*PINS.writes, "points_at"]


class UnansweredIndexView(RuledIndexView):
    """One row for each query that found nothing in the last month."""

    def get_base_queryset(self):
        return unanswered(timezone.localdate() - datetime.timedelta(days=REPORT_DAYS))


class UnansweredViewSet(OfficeViewSet):
    """A report to act on: add a synonym, pin a page, write what is missing. Nothing is written here."""

    table = QUERIES
    name = "search_unanswered"
    menu_label = _("没有找到的查询")
    icon = "warning"
    index_view_class = UnansweredIndexView
    list_display = [
        Column("query", label=_("查询词")),
        Column("times", label=_("近30天次数"), sort_key="times"),
        DateColumn("day", label=_("最近一次"), sort_key="day"),
    ]
    list_export = ["query", "times", "day"]
    export_headings = {"times": _("近30天次数"), "day": _("最近一次")}
    search_fields = ["query"]
    inspect_view_enabled = False
    ordering = ["-times", "-day"]


class SearchGroup(ViewSetGroup):
    menu_label = _("检索")
    menu_icon = "search"
    menu_order = 550
    items = (SynonymViewSet, PinnedResultViewSet, UnansweredViewSet)
