from wagtail import hooks

from cms.duties.viewsets import DutiesGroup


@hooks.register("register_admin_viewset")
def duties():
    return DutiesGroup()
