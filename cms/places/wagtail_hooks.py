from wagtail import hooks

from cms.places.viewsets import PlacesGroup


@hooks.register("register_admin_viewset")
def viewsets():
    return PlacesGroup()
