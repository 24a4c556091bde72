from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSetGroup

from cms.accounts.viewsets import OfficeViewSet
from cms.campaigns.services.law_days import LAW_DAY_DATES, LAW_DAYS
from cms.campaigns.services.taxonomy import AUDIENCES, SETTINGS


class SettingViewSet(OfficeViewSet):
    table = SETTINGS
    icon = "site"
    list_display = ["name", "aliases", "order", "active"]
    list_filter = ["active"]
    search_fields = ["name", "aliases"]


class AudienceViewSet(OfficeViewSet):
    table = AUDIENCES
    icon = "group"
    list_display = ["name", "order", "active"]
    list_filter = ["active"]
    search_fields = ["name"]


class TaxonomyGroup(ViewSetGroup):
    """The office's own tables of places and people."""

    menu_label = _("场所与对象")
    menu_icon = "tag"
    menu_order = 170
    items = (SettingViewSet, AudienceViewSet)


class LawDayViewSet(OfficeViewSet):
    table = LAW_DAYS
    icon = "date"
    list_display = ["name", "wording", "basis"]
    list_filter = ["rule", "month"]
    search_fields = ["name", "basis"]


class LawDayDateViewSet(OfficeViewSet):
    table = LAW_DAY_DATES
    icon = "calendar"
    list_select_related = ["law_day"]
    list_display = ["law_day", "year", "starts_on", "ends_on", "source"]
    list_filter = ["year", "law_day"]


class CalendarGroup(ViewSetGroup):
    """The law days, and when they are in a year that has its own notice."""

    menu_label = _("法治节日")
    menu_icon = "date"
    menu_order = 165
    items = (LawDayViewSet, LawDayDateViewSet)
