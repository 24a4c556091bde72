from wagtail import hooks

from cms.places.panels import add_stale_places
from cms.places.viewsets import PlacesGroup

hooks.register("construct_homepage_panels", add_stale_places)


@hooks.register("register_admin_viewset")
def viewsets():
    return PlacesGroup()
