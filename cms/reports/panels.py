"""What the office finds on the admin's home: words that rest on a law which has changed."""

from wagtail.admin.ui.components import Component

from cms.reports.enums import Verdict
from cms.reports.models import LawImpact
from cms.reports.permissions import can_reconsider

ROWS_SHOWN = 5


class LawImpactPanel(Component):
    name = "law_impacts"
    template_name = "reports/admin/law_impacts_panel.html"
    order = 60

    def get_context_data(self, parent_context):
        waiting = LawImpact.objects.filter(verdict=Verdict.WAITING).select_related("law")
        return {"impacts": waiting[:ROWS_SHOWN], "count": waiting.count()}


def add_law_impacts(request, panels) -> None:
    if can_reconsider(request.user):
        panels.append(LawImpactPanel())
