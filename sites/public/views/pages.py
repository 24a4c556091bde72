"""Pages of the tree, by the framework's own view: which site they are of is asked once, not for each."""

from django.http import HttpRequest, HttpResponse
from wagtail.models import Site
from wagtail.views import serve as framework_serve

from sites.kept_parts import LONG, kept_part


def serve(request: HttpRequest, path: str) -> HttpResponse:
    # Where the framework itself keeps it for the time of a request.
    request._wagtail_site = kept_part(
        request,
        ("site", request.get_host()),
        lambda: Site.find_for_request(request),
        seconds=LONG,
        of=("campaigns", "wagtailcore"),
    )
    return framework_serve(request, path)
