"""What the office finds on the admin's home: words that rest on a law which has changed."""

from wagtail.admin.ui.components import Component

from cms.reports.permissions import can_reconsider
from cms.reports.queries.law_changes import waiting_impacts

ROWS_SHOWN = 5


class LawImpactPanel(Component):
    name = "law_impacts"
    template_name = "reports/admin/law_impacts_panel.html"
    order = 60

    def get_context_data(self, parent_context):
        waiting = waiting_impacts()
        return {"impacts": waiting[:ROWS_SHOWN], "count": waiting.count()}


def add_law_impacts(request, panels) -> None:
    """Only while something waits: that no law has changed is no news."""
    if can_reconsider(request.user) and waiting_impacts().exists():
        panels.append(LawImpactPanel())
