from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSetGroup

from cms.accounts.viewsets import OfficeViewSet
from cms.agencies import services


class AgencyViewSet(OfficeViewSet):
    table = services.AGENCIES
    icon = "group"
    list_display = ["name", "short_name", "kind", "is_active"]
    list_filter = ["kind", "is_active"]
    list_export = [
        "name",
        "short_name",
        "code",
        "get_kind_display",
        "contact_office",
        "office_phone",
        "is_active",
    ]
    search_fields = ["name", "short_name", "code", "names__name"]
    spelled_names = ("name", "short_name")


class AgencyNameViewSet(OfficeViewSet):
    table = services.NAMES
    icon = "tag"
    list_display = ["name", "agency"]
    list_select_related = ["agency"]
    search_fields = ["name"]


class AgencyMemberViewSet(OfficeViewSet):
    table = services.MEMBERS
    icon = "user"
    list_display = ["agency", "user"]
    list_select_related = ["agency", "user"]


class AgenciesGroup(ViewSetGroup):
    menu_label = _("责任单位")
    menu_icon = "home"
    menu_order = 280
    items = (AgencyViewSet, AgencyNameViewSet, AgencyMemberViewSet)
