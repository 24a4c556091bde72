from wagtail import hooks

from cms.duties.panels import add_duty_desk
from cms.duties.viewsets import DutiesGroup

hooks.register("construct_homepage_panels", add_duty_desk)


@hooks.register("register_admin_viewset")
def duties():
    return DutiesGroup()
