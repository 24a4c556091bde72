"""Pages of the tree, by the framework's own view: which site and page it is, is asked once, not for each."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.views import serve as framework_serve

from sites.kept_parts import LONG, kept_part

TREE = ("campaigns", "wagtailcore")


def serve(request: HttpRequest, path: str) -> HttpResponse:
    # Where the framework keeps them for the time of a request.
    site = partial(Site.find_for_request, request)
    request._wagtail_site = kept_part(request, ("site",), site, seconds=LONG, of=TREE)
    route = partial(Page.route_for_request, request, path)
    request._wagtail_route_for_request = kept_part(request, ("route", path), route, seconds=LONG, of=TREE)
    if found := request._wagtail_route_for_request:
        is_open = partial(_is_open, found.page)
        if kept_part(request, ("open", path), is_open, seconds=LONG, of=TREE):
            # Who may see a page that is not for everybody is asked each time.
            found.page.get_view_restrictions = PageViewRestriction.objects.none
    return framework_serve(request, path)


def _is_open(page: Page) -> bool:
    return not page.get_view_restrictions().exists()
