from wagtail import hooks

from cms.events.viewsets import EventViewSet, SeriesViewSet


@hooks.register("register_admin_viewset")
def events():
    return EventViewSet()


@hooks.register("register_admin_viewset")
def event_series():
    return SeriesViewSet()
