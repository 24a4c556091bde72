from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSetGroup

from cms.accounts.viewsets import OfficeViewSet
from cms.agencies.models import Agency, AgencyMember, AgencyName
from cms.agencies.permissions import can_manage_agencies


class AgenciesTable(OfficeViewSet):
    def may_write(self, user) -> bool:
        return can_manage_agencies(user)


class AgencyViewSet(AgenciesTable):
    model = Agency
    icon = "group"
    list_display = ["name", "short_name", "kind", "is_active"]
    list_filter = ["kind", "is_active"]
    search_fields = ["name", "short_name", "code"]
    exclude_form_fields = ["created_at", "updated_at"]


class AgencyNameViewSet(AgenciesTable):
    model = AgencyName
    icon = "tag"
    list_display = ["name", "agency"]
    search_fields = ["name"]
    form_fields = ["agency", "name"]


class AgencyMemberViewSet(AgenciesTable):
    model = AgencyMember
    icon = "user"
    list_display = ["agency", "user"]
    form_fields = ["user", "agency"]


class AgenciesGroup(ViewSetGroup):
    menu_label = _("责任单位")
    menu_icon = "group"
    menu_order = 335
    items = (AgencyViewSet, AgencyNameViewSet, AgencyMemberViewSet)
