"""What stands on the admin's home about the background work: that nobody does it, what failed."""

from wagtail.admin.ui.components import Component

from cms.core.enums import TaskState
from cms.core.first_rows import FirstRows, first_rows
from cms.core.models import TaskRun
from cms.core.permissions import can_see_tasks

ROWS_SHOWN = 5


class WorkerPanel(Component):
    name = "worker"
    template_name = "core/admin/worker_panel.html"
    # Above all others: what waits behind it does not happen.
    order = 10


def add_worker_panel(request, panels) -> None:
    panels.append(WorkerPanel())


class FailedTasksPanel(Component):
    name = "failed_tasks"
    template_name = "core/admin/failed_tasks_panel.html"
    order = 15

    def __init__(self, failed: FirstRows):
        self.failed = failed

    def get_context_data(self, parent_context):
        return {"runs": self.failed.rows, "count": self.failed.count}


def add_failed_tasks(request, panels) -> None:
    """Only while something failed and nobody has tried it again."""
    failed = TaskRun.objects.filter(state=TaskState.FAILED).order_by("-enqueued_at")
    if can_see_tasks(request.user) and (found := first_rows(failed, ROWS_SHOWN)).rows:
        panels.append(FailedTasksPanel(found))
