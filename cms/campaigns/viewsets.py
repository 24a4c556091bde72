from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSetGroup

from cms.accounts.viewsets import OfficeViewSet
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
    menu_order = 320
    items = (SettingViewSet, AudienceViewSet)
