from wagtail import hooks

from cms.core.viewsets import TaskRunViewSet


@hooks.register("register_admin_viewset")
def task_runs():
    return TaskRunViewSet()
