"""The page of background work."""

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn

from cms.core.models import TaskRun
from cms.core.permissions import can_see_tasks
from cms.core.services import RETRY, retry
from cms.core.viewsets.base import RuledViewSet
from cms.core.viewsets.steps import Step


class TaskRunViewSet(RuledViewSet):
    """What waits, runs and failed in the background."""

    model = TaskRun
    name = "task_runs"
    icon = "cogs"
    menu_label = _("后台任务")
    menu_order = 910
    add_to_settings_menu = True
    index_template_name = "core/admin/task_runs.html"
    form_fields = []
    steps = {"retry": Step(retry, RETRY, done=_("已重新排队。"))}
    inspect_view_fields = [
        "name", "state", "attempts", "enqueued_at", "started_at", "finished_at", "worker", "error",
    ]  # fmt: skip
    list_filter = ["state"]
    search_fields = ["task", "error"]
    ordering = ["-enqueued_at"]

    @cached_property
    def list_display(self):
        return [
            "name",
            Column("get_state_display", label=_("状态"), sort_key="state"),
            "attempts",
            DateColumn("enqueued_at", label=_("提交时间"), sort_key="enqueued_at"),
            DateColumn("finished_at", label=_("结束时间"), sort_key="finished_at"),
        ]

    def may_see(self, user) -> bool:
        return can_see_tasks(user)
