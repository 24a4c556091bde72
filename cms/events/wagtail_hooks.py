from wagtail import hooks

from cms.events.viewsets import EventViewSet


@hooks.register("register_admin_viewset")
def events():
    return EventViewSet()
