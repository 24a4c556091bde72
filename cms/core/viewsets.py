"""The ground of our admin viewsets, and the page of background work."""

from django.contrib import messages
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from cms.core import audit
from cms.core.background import try_again
from cms.core.enums import TaskState
from cms.core.errors import RuleBroken
from cms.core.models import TaskRun
from cms.core.policies import PredicatePolicy


class RuledObjectMixin:
    """Asks the policy about the very row, not about the kind of row alone."""

    def get_object(self, *args, **kwargs):
        found = super().get_object(*args, **kwargs)
        wanted = self.permission_required or "view"
        if not self.user_has_permission_for_instance(wanted, found):
            raise PermissionDenied
        return found


class RuledIndexView(generic.IndexView):
    """Offers to write only the rows that may be written; a title leads to the page where one acts on it."""

    title_leads_to_inspect = False

    def get_edit_url(self, instance):
        allowed = self.user_has_permission_for_instance("change", instance)
        return super().get_edit_url(instance) if allowed else None

    def get_delete_url(self, instance):
        allowed = self.user_has_permission_for_instance("delete", instance)
        return super().get_delete_url(instance) if allowed else None

    def _get_title_column(self, field_name, column_class=TitleColumn, **kwargs):
        if self.title_leads_to_inspect:
            column_class = self._get_title_column_class(column_class)
            return self._get_custom_column(field_name, column_class, get_url=self.get_inspect_url, **kwargs)
        return super()._get_title_column(field_name, column_class, **kwargs)


class DeskIndexView(RuledIndexView):
    """An index whose rows are acted upon rather than edited."""

    title_leads_to_inspect = True


class RuledCreateView(generic.CreateView):
    @transaction.atomic
    def save_instance(self):
        instance = super().save_instance()
        audit.record(self.request.user, f"{instance._meta.label_lower}.create", instance)
        return instance


class RuledEditView(RuledObjectMixin, generic.EditView):
    @transaction.atomic
    def save_instance(self):
        instance = super().save_instance()
        changed = list(self.form.changed_data)
        audit.record(self.request.user, f"{instance._meta.label_lower}.change", instance, fields=changed)
        return instance


class RuledDeleteView(RuledObjectMixin, generic.DeleteView):
    @transaction.atomic
    def delete_action(self):
        audit.record(self.request.user, f"{self.object._meta.label_lower}.delete", self.object)
        return super().delete_action()


class RuledInspectView(RuledObjectMixin, generic.InspectView):
    permission_required = "view"
    page_title = _("详情")


class RuledViewSet(ModelViewSet):
    """A viewset whose permissions are a PredicatePolicy and whose writes leave a trace. Set `policy`."""

    policy: PredicatePolicy
    # Rows are searched where they lie: only what the public may find is in the search engine.
    search_backend_name = None
    index_view_class = RuledIndexView
    add_view_class = RuledCreateView
    edit_view_class = RuledEditView
    delete_view_class = RuledDeleteView
    inspect_view_class = RuledInspectView
    copy_view_enabled = False

    @property
    def permission_policy(self):
        return self.policy

    def get_permissions_to_register(self):
        """None: a tick in a group's form would change nothing."""
        return Permission.objects.none()


def can_see_tasks(user) -> bool:
    return user.is_active and user.has_perm("core.view_taskrun")


class RetryColumn(Column):
    cell_template_name = "core/admin/retry_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        context["request"] = parent_context.get("request")
        context["retry_url"] = (
            reverse("task_runs:retry", args=[instance.pk]) if instance.state != TaskState.SUCCEEDED else ""
        )
        return context


@require_POST
def retry(request, pk):
    """Put a task that failed or is stuck back in the queue."""
    if not can_see_tasks(request.user):
        raise PermissionDenied
    run = get_object_or_404(TaskRun, pk=pk)
    try:
        with transaction.atomic():
            try_again(run)
            audit.record(request.user, "core.task.retry", run)
    except RuleBroken as error:
        messages.info(request, error.message)
    else:
        messages.success(request, _("已重新排队。"))
    return redirect("task_runs:index")


class TaskRunViewSet(RuledViewSet):
    """What waits, runs and failed in the background."""

    model = TaskRun
    name = "task_runs"
    icon = "cogs"
    menu_label = _("后台任务")
    menu_order = 900
    add_to_admin_menu = True
    policy = PredicatePolicy(TaskRun, view=can_see_tasks)
    index_template_name = "core/admin/task_runs.html"
    form_fields = []
    inspect_view_enabled = True
    inspect_view_fields = [
        "task", "state", "attempts", "enqueued_at", "started_at", "finished_at", "worker", "error",
    ]  # fmt: skip
    list_filter = ["state"]
    search_fields = ["task", "error"]
    ordering = ["-enqueued_at"]

    @cached_property
    def list_display(self):
        return [
            "task",
            Column("get_state_display", label=_("状态"), sort_key="state"),
            "attempts",
            DateColumn("enqueued_at", label=_("提交时间"), sort_key="enqueued_at"),
            DateColumn("finished_at", label=_("结束时间"), sort_key="finished_at"),
            RetryColumn("retry", label=_("操作")),
        ]

    def get_urlpatterns(self):
        return [*super().get_urlpatterns(), path("retry/<str:pk>/", retry, name="retry")]
