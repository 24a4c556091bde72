"""The office's tables of the search: plain speech, pinned results, and what people did not find.

They stand here because the search knows nothing of the office, and what they serve is finding the law.
"""

import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.viewsets.base import ViewSetGroup

from cms.accounts.viewsets import OfficeViewSet
from cms.core.viewsets import RuledIndexView
from cms.statutes.permissions import can_tune_search
from search.desk import PinnedResult, QueryCount, Synonym, unanswered

REPORT_DAYS = 30


class SearchTable(OfficeViewSet):
    def may_write(self, user) -> bool:
        return can_tune_search(user)


class SynonymViewSet(SearchTable):
    model = Synonym
    name = "search_synonyms"
    icon = "comment"
    list_display = ["term", "meaning", "both_ways", "active"]
    list_filter = ["both_ways", "active"]
    list_export = ["term", "meaning", "both_ways", "active"]
    search_fields = ["term", "meaning"]
    form_fields = ["term", "meaning", "both_ways", "active"]
    inspect_view_fields = form_fields


class PinnedResultViewSet(SearchTable):
    model = PinnedResult
    name = "search_pins"
    icon = "pin"
    list_display = ["query", "url", "order", "active", Column("points_at", label=_("指向"))]
    list_filter = ["active"]
    search_fields = ["query", "url"]
    form_fields = ["query", "url", "order", "active"]
    inspect_view_fields = [*form_fields, "points_at"]


class UnansweredIndexView(RuledIndexView):
    """One row for each query that found nothing in the last month."""

    def get_base_queryset(self):
        return unanswered(timezone.localdate() - datetime.timedelta(days=REPORT_DAYS))


class UnansweredViewSet(SearchTable):
    """A report to act on: add a synonym, pin a page, write what is missing. Nothing is written here."""

    model = QueryCount
    name = "search_unanswered"
    menu_label = _("没有找到的查询")
    icon = "warning"
    writes = frozenset()
    index_view_class = UnansweredIndexView
    list_display = [
        Column("query", label=_("查询词")),
        Column("times", label=_("近30天次数"), sort_key="times"),
        DateColumn("day", label=_("最近一次"), sort_key="day"),
    ]
    list_export = ["query", "times", "day"]
    search_fields = ["query"]
    form_fields = ["query"]
    inspect_view_enabled = False
    ordering = ["-times", "-day"]


class SearchGroup(ViewSetGroup):
    menu_label = _("检索")
    menu_icon = "search"
    menu_order = 330
    items = (SynonymViewSet, PinnedResultViewSet, UnansweredViewSet)
