import django_filters
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.viewsets.base import ViewSetGroup

from cms.accounts.viewsets import OfficeViewSet
from cms.places import services
from cms.places.forms import TownFilter
from cms.places.models import ServicePoint, Venue
from cms.places.queries.freshness import stale
from cms.places.views import OutlinesView


class PlaceViewSet(OfficeViewSet):
    table = services.PLACES
    icon = "site"
    list_select_related = ["parent"]
    list_display = ["name", "kind", "parent", "code"]
    list_filter = ["kind"]
    list_export = ["name", "get_kind_display", "parent", "code"]
    search_fields = ["name", "short_name", "code"]
    spelled_names = ("name",)

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("outlines/", self.construct_view(OutlinesView), name="outlines"),
        ]


class LocationFilterSet(WagtailFilterSet):
    town = TownFilter()
    checked = django_filters.ChoiceFilter(
        label=_("核验"), choices=[("stale", _("一年多没有核验"))], method="of_age", empty_label=_("全部")
    )

    def of_age(self, found, name, value):
        return found.filter(stale(timezone.localdate()))


class VenueFilterSet(LocationFilterSet):
    class Meta:
        model = Venue
        fields = ["level", "is_open"]


class ServicePointFilterSet(LocationFilterSet):
    class Meta:
        model = ServicePoint
        fields = ["tier", "is_open"]


class VenueViewSet(OfficeViewSet):
    table = services.VENUES
    icon = "home"
    list_select_related = ["place__parent"]
    list_display = ["name", "level", "kind", "place", "checked_on", "is_open"]
    filterset_class = VenueFilterSet
    list_export = ["name", "get_level_display", "kind", "place", "address", "checked_on", "is_open"]
    search_fields = ["name", "address", "place__name"]
    spelled_names = ("name",)


class ServicePointViewSet(OfficeViewSet):
    table = services.SERVICE_POINTS
    icon = "help"
    list_select_related = ["place__parent", "parent"]
    list_display = ["name", "tier", "place", "parent", "checked_on", "is_open"]
    filterset_class = ServicePointFilterSet
    list_export = ["name", "get_tier_display", "place", "parent", "address", "checked_on", "is_open"]
    search_fields = ["name", "address", "place__name"]
    spelled_names = ("name",)


class CoordinatorViewSet(OfficeViewSet):
    table = services.COORDINATORS
    icon = "user"
    list_select_related = ["place__parent", "user"]
    list_display = ["place", "user"]


class PlacesGroup(ViewSetGroup):
    menu_label = _("地点")
    menu_icon = "site"
    menu_order = 400
    items = (PlaceViewSet, VenueViewSet, ServicePointViewSet, CoordinatorViewSet)
