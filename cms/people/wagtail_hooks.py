from wagtail import hooks

from cms.people.panels import add_people
from cms.people.viewsets import PeopleGroup

hooks.register("construct_homepage_panels", add_people)


@hooks.register("register_admin_viewset")
def viewsets():
    return PeopleGroup()
