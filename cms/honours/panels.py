"""What the office finds on the admin's home: applications, objections and re-checks that wait for it."""

from django.utils import timezone

from cms.core.panels import KeptPanel
from cms.honours.permissions import can_run_honours
from cms.honours.queries import open_objections, titles_due, waiting_applications

ROWS_SHOWN = 5


class HonoursPanel(KeptPanel):
    name = "honours"
    template_name = "honours/admin/desk_panel.html"
    order = 60
    of = ("honours", "places")

    def __init__(self, user):
        self.user = user

    def get_context_data(self, parent_context):
        today = timezone.localdate()
        return {
            "applications": waiting_applications(self.user, today)[:ROWS_SHOWN],
            "objections": open_objections()[:ROWS_SHOWN],
            "titles": titles_due(today)[:ROWS_SHOWN],
        }


def add_honours(request, panels) -> None:
    if can_run_honours(request.user):
        panels.append(HonoursPanel(request.user))
