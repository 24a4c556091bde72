from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSetGroup

from cms.accounts.viewsets import OfficeViewSet
from cms.statutes.models import Article, Law, LawVersion
from cms.statutes.permissions import can_import_statutes


class LawViewSet(OfficeViewSet):
    """Titles, levels and aliases may be mended; a title may stand before its text is imported."""

    model = Law
    icon = "doc-full"
    list_display = ["title", "level", "group"]
    list_filter = ["level"]
    search_fields = ["title", "short_title"]
    form_fields = ["title", "short_title", "slug", "level", "group", "aliases", "repealed_on"]
    writes = frozenset({"add", "change"})

    def may_write(self, user) -> bool:
        return can_import_statutes(user)


class ImportedText(OfficeViewSet):
    """Law texts enter by import only: to be looked at, not to be typed."""

    writes = frozenset()

    def may_write(self, user) -> bool:
        return False


class VersionViewSet(ImportedText):
    model = LawVersion
    icon = "history"
    list_display = ["law", "dated_on", "effective_on", "source", "checked_on"]
    search_fields = ["law__title"]
    inspect_view_fields = ["law", "dated_on", "passed_on", "effective_on", "source", "checked_on"]
    exclude_form_fields = ["fingerprint"]


class ArticleViewSet(ImportedText):
    model = Article
    icon = "list-ol"
    list_display = ["__str__", "text"]
    search_fields = ["version__law__title", "label", "text"]
    inspect_view_fields = ["version", "label", "text"]
    exclude_form_fields = []


class StatutesGroup(ViewSetGroup):
    menu_label = _("法规")
    menu_icon = "doc-full"
    menu_order = 325
    items = (LawViewSet, VersionViewSet, ArticleViewSet)
