from wagtail import hooks

from cms.volunteering.panels import add_volunteering
from cms.volunteering.viewsets import VolunteeringGroup

hooks.register("construct_homepage_panels", add_volunteering)


@hooks.register("register_admin_viewset")
def viewsets():
    return VolunteeringGroup()
