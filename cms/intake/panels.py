"""What stands on the admin's home: imports that wait for a person."""

from wagtail.admin.ui.components import Component

from cms.core.first_rows import FirstRows, first_rows
from cms.intake.queries import batches_to_decide

ROWS_SHOWN = 5


class WaitingBatchesPanel(Component):
    name = "waiting_batches"
    template_name = "intake/waiting_panel.html"
    order = 55

    def __init__(self, batches: FirstRows):
        self.batches = batches

    def get_context_data(self, parent_context):
        return {"batches": self.batches.rows, "count": self.batches.count}


def add_waiting_batches(request, panels) -> None:
    """Only while one waits."""
    if (batches := first_rows(batches_to_decide(request.user), ROWS_SHOWN)).rows:
        panels.append(WaitingBatchesPanel(batches))
