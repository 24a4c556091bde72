from wagtail import hooks

from cms.agencies.viewsets import AgenciesGroup


@hooks.register("register_admin_viewset")
def viewsets():
    return AgenciesGroup()
