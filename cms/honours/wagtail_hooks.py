from wagtail import hooks

from cms.honours.panels import add_honours
from cms.honours.viewsets import HonoursGroup

hooks.register("construct_homepage_panels", add_honours)


@hooks.register("register_admin_viewset")
def viewsets():
    return HonoursGroup()
