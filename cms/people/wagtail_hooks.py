from wagtail import hooks

from cms.people.viewsets import PeopleGroup


@hooks.register("register_admin_viewset")
def viewsets():
    return PeopleGroup()
