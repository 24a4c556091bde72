from wagtail import hooks

from cms.volunteering.viewsets import VolunteeringGroup


@hooks.register("register_admin_viewset")
def viewsets():
    return VolunteeringGroup()
