"""What the office finds on the admin's home: activities to judge, duties that run late."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.first_rows import first_rows
from cms.core.panels import KeptPanel
from cms.duties.permissions import is_activity_reviewer
from cms.duties.queries import activities_waiting_for_review, late_and_due

ROWS_SHOWN = 5
# The rest of a week.
SOON = timedelta(days=6)


class DutyDeskPanel(KeptPanel):
    name = "duty_desk"
    template_name = "duties/admin/desk_panel.html"
    order = 50
    of = ("agencies", "duties")

    def get_context_data(self, parent_context):
        waiting = first_rows(activities_waiting_for_review(), ROWS_SHOWN)
        overdue, due = late_and_due(timezone.localdate(), SOON)
        return {
            "waiting": waiting.rows,
            "waiting_count": waiting.count,
            "tables": [
                (title, found[:ROWS_SHOWN], len(found))
                for title, found in ((_("七天内到期的责任项"), due), (_("已逾期的责任项"), overdue))
                if found
            ],
        }


def add_duty_desk(request, panels) -> None:
    """Put the desk before those who review."""
    if is_activity_reviewer(request.user):
        panels.append(DutyDeskPanel())
