from wagtail import hooks

from cms.inspection.panels import add_findings
from cms.inspection.viewsets import FindingViewSet


@hooks.register("register_admin_viewset")
def findings():
    return FindingViewSet()


hooks.register("construct_homepage_panels", add_findings)
