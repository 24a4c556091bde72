from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSetGroup

from cms.accounts.viewsets import OfficeViewSet
from cms.statutes import services
from cms.statutes.forms import LinesField


class LawViewSet(OfficeViewSet):
    """Titles, levels and aliases may be mended; a title may stand before its text is imported."""

    table = services.LAWS
    icon = "doc-full"
    list_display = ["title", "level", "group"]
    list_filter = ["level"]
    search_fields = ["title", "short_title"]
    spelled_names = ("title", "short_title")

    def formfield_for_dbfield(self, db_field, **kwargs):
        if db_field.name == "aliases":
            told = _("每行写一个，例如“消法”。")
            return LinesField(longest=120, label=db_field.verbose_name, help_text=told)
        return super().formfield_for_dbfield(db_field, **kwargs)


class VersionViewSet(OfficeViewSet):
    """Law texts enter by import only: to be looked at, not to be typed."""

    table = services.VERSIONS
    list_select_related = ["law"]
    icon = "history"
    list_display = ["law", "dated_on", "effective_on", "source", "checked_on"]
    search_fields = ["law__title"]
    inspect_view_fields = ["law", "dated_on", "passed_on", "effective_on", "source", "checked_on"]


class ArticleViewSet(OfficeViewSet):
    table = services.ARTICLES
    list_select_related = ["version__law"]
    icon = "list-ol"
    list_display = ["__str__", "text"]
    search_fields = ["version__law__title", "label", "text"]
    inspect_view_fields = ["version", "label", "text"]


class StatutesGroup(ViewSetGroup):
    menu_label = _("法规")
    menu_icon = "openquote"
    menu_order = 500
    items = (LawViewSet, VersionViewSet, ArticleViewSet)
