from django.urls import path
from wagtail import hooks

from cms.core.menu import group_by_work, leave_reports_out
from cms.core.panels import add_failed_tasks, add_worker_panel
from cms.core.viewsets import TaskRunViewSet, kept

hooks.register("construct_homepage_panels", add_worker_panel)
hooks.register("construct_homepage_panels", add_failed_tasks)
hooks.register("construct_main_menu", group_by_work)
hooks.register("construct_reports_menu", leave_reports_out)


@hooks.register("register_admin_viewset")
def task_runs():
    return TaskRunViewSet()


@hooks.register("register_admin_urls")
def kept_filters():
    return [
        path("filters/<slug:listed>/keep/", kept.keep, name="keep_filter"),
        path("filters/<slug:listed>/<int:pk>/forget/", kept.forget, name="forget_filter"),
    ]
