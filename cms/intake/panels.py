"""What stands on the admin's home: imports that wait for a person."""

from wagtail.admin.ui.components import Component

from cms.intake.queries import batches_to_decide

ROWS_SHOWN = 5


class WaitingBatchesPanel(Component):
    name = "waiting_batches"
    template_name = "intake/waiting_panel.html"
    order = 55

    def __init__(self, batches):
        self.batches = batches

    def get_context_data(self, parent_context):
        return {"batches": self.batches[:ROWS_SHOWN], "count": self.batches.count()}


def add_waiting_batches(request, panels) -> None:
    """Only while one waits."""
    if (batches := batches_to_decide(request.user)).exists():
        panels.append(WaitingBatchesPanel(batches))
