"""The admin's home: how its panels are made, what waits, and what stands there about the background work."""

from collections.abc import Iterable
from functools import partial

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string
from wagtail.admin.ui.components import Component

from cms.core.enums import TaskState
from cms.core.first_rows import FirstRows, first_rows
from cms.core.models import TaskRun
from cms.core.permissions import can_see_tasks

ROWS_SHOWN = 5


class KeptPanel(Component):
    """A panel that is made once for an account, until a record of the apps in `of` has changed.

    What no record tells of, such as a role that was given, shows half a minute later. No panel that names
    people outside the office is kept.
    """

    of: tuple[str, ...]

    def render_html(self, parent_context=None):
        request = parent_context["request"]
        made_for = (self.name, request.user.pk, timezone.localdate())
        make = partial(super().render_html, parent_context)
        return import_string(settings.KEPT_PANELS)(request, made_for, make, of=self.of)


class WorkerPanel(Component):
    name = "worker"
    template_name = "core/admin/worker_panel.html"
    # Above all others: what waits behind it does not happen.
    order = 10


def add_worker_panel(request, panels) -> None:
    panels.append(WorkerPanel())


class WaitingPanel(KeptPanel):
    """How many of each kind wait for the account: `rows` of what, how many, where it is done."""

    template_name = "core/admin/waiting_panel.html"
    title: str

    def __init__(self, user):
        self.user = user

    def rows(self) -> Iterable[tuple]:
        raise NotImplementedError

    def get_context_data(self, parent_context):
        return {"panel": self, "rows": [row for row in self.rows() if row[1]]}


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
