from wagtail import hooks

from cms.advisers.viewsets import AdvisersGroup


@hooks.register("register_admin_viewset")
def viewsets():
    return AdvisersGroup()
