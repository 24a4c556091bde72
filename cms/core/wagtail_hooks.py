from wagtail import hooks

from cms.core.panels import add_worker_panel
from cms.core.viewsets import TaskRunViewSet

hooks.register("construct_homepage_panels", add_worker_panel)


@hooks.register("register_admin_viewset")
def task_runs():
    return TaskRunViewSet()
