from wagtail import hooks

from cms.guides.viewsets import GuideViewSet


@hooks.register("register_admin_viewset")
def guides():
    return GuideViewSet()
