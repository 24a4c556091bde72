from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSetGroup

from cms.accounts.viewsets import OfficeViewSet
from cms.places.models import Place, PlaceCoordinator, ServicePoint, Venue
from cms.places.permissions import can_manage_places


class PlacesTable(OfficeViewSet):
    def may_write(self, user) -> bool:
        return can_manage_places(user)


class PlaceViewSet(PlacesTable):
    model = Place
    icon = "site"
    list_display = ["name", "kind", "parent", "code"]
    list_filter = ["kind"]
    search_fields = ["name", "short_name", "code"]
    form_fields = ["code", "name", "short_name", "kind", "parent", "members"]


class VenueViewSet(PlacesTable):
    model = Venue
    icon = "home"
    list_display = ["name", "level", "kind", "place", "is_open"]
    list_filter = ["level", "is_open"]
    search_fields = ["name", "address"]
    exclude_form_fields = ["created_at", "updated_at"]


class ServicePointViewSet(PlacesTable):
    model = ServicePoint
    icon = "help"
    list_display = ["name", "tier", "place", "parent", "is_open"]
    list_filter = ["tier", "is_open"]
    search_fields = ["name", "address"]
    exclude_form_fields = ["created_at", "updated_at"]


class CoordinatorViewSet(PlacesTable):
    model = PlaceCoordinator
    icon = "user"
    list_display = ["place", "user"]
    form_fields = ["user", "place"]


class PlacesGroup(ViewSetGroup):
    menu_label = _("地点")
    menu_icon = "site"
    menu_order = 330
    items = (PlaceViewSet, VenueViewSet, ServicePointViewSet, CoordinatorViewSet)
