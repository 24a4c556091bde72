"""What the office finds on the admin's home: facts about places that nobody has looked at for long."""

from django.utils import timezone

from cms.core.first_rows import first_rows
from cms.core.panels import KeptPanel
from cms.places.models import ServicePoint, Venue
from cms.places.permissions import can_manage_places
from cms.places.queries.freshness import OLDEST_FIRST, stale

ROWS_SHOWN = 5


class StalePlacesPanel(KeptPanel):
    name = "stale_places"
    template_name = "places/admin/stale_panel.html"
    order = 70
    of = ("places",)

    def get_context_data(self, parent_context):
        old = stale(timezone.localdate())
        kinds = ((Venue, "venue"), (ServicePoint, "servicepoint"))
        return {"kinds": [_kind(model.objects.filter(old), viewset) for model, viewset in kinds]}


def _kind(found, viewset: str) -> dict:
    oldest = first_rows(found.select_related("place__parent").order_by(*OLDEST_FIRST), ROWS_SHOWN)
    return {
        "label": found.model._meta.verbose_name,
        "index": f"{viewset}:index",
        "edit": f"{viewset}:edit",
        "rows": oldest.rows,
        "count": oldest.count,
    }


def add_stale_places(request, panels) -> None:
    if can_manage_places(request.user):
        panels.append(StalePlacesPanel())
