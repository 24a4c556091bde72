"""What the office finds on the admin's home: activities to judge, duties that run late."""

from django.utils import timezone
from wagtail.admin.ui.components import Component

from cms.duties.permissions import is_activity_reviewer
from cms.duties.queries import activities_waiting_for_review, overdue_items

ROWS_SHOWN = 5


class DutyDeskPanel(Component):
    name = "duty_desk"
    template_name = "duties/admin/desk_panel.html"
    order = 50

    def get_context_data(self, parent_context):
        waiting = activities_waiting_for_review()
        overdue = overdue_items(timezone.localdate())
        return {
            "waiting": waiting[:ROWS_SHOWN],
            "waiting_count": waiting.count(),
            "overdue": overdue[:ROWS_SHOWN],
            "overdue_count": len(overdue),
        }


def add_duty_desk(request, panels) -> None:
    """Put the desk before those who review."""
    if is_activity_reviewer(request.user):
        panels.append(DutyDeskPanel())
