from wagtail import hooks

from cms.statutes.viewsets import StatutesGroup


@hooks.register("register_admin_viewset")
def viewsets():
    return StatutesGroup()
