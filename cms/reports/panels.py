"""What stands on the admin's home: the year so far, and words that rest on a law which has changed."""

from django.utils import timezone
from wagtail.admin.ui.components import Component

from cms.core.first_rows import FirstRows, first_rows
from cms.core.panels import KeptPanel
from cms.duties.queries import district_figures
from cms.reports.permissions import can_reconsider, can_see_figures
from cms.reports.queries.figures import by_month, counted_activities
from cms.reports.queries.law_changes import waiting_impacts

ROWS_SHOWN = 5


class LawImpactPanel(Component):
    name = "law_impacts"
    template_name = "reports/admin/law_impacts_panel.html"
    order = 60

    def __init__(self, waiting: FirstRows):
        self.waiting = waiting

    def get_context_data(self, parent_context):
        return {"impacts": self.waiting.rows, "count": self.waiting.count}


def add_law_impacts(request, panels) -> None:
    """Only while something waits: that no law has changed is no news."""
    if can_reconsider(request.user) and (waiting := first_rows(waiting_impacts(), ROWS_SHOWN)).rows:
        panels.append(LawImpactPanel(waiting))


class YearPanel(KeptPanel):
    name = "year"
    template_name = "reports/admin/year_panel.html"
    order = 80
    of = ("agencies", "duties")

    def get_context_data(self, parent_context):
        year = timezone.localdate().year
        months = by_month(counted_activities(year), year)
        return {"year": year, "figures": district_figures(year), "months": list(enumerate(months, start=1))}


def add_year(request, panels) -> None:
    if can_see_figures(request.user):
        panels.append(YearPanel())
