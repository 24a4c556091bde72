"""Each community's legal adviser, of those who agreed to be shown."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.advisers.queries import public_agreements
from cms.places.models import Place
from sites.public.views.directory import words_of

PAGE_SIZE = 60


# As the directory: who takes their consent back is gone at once, here and elsewhere.
@never_cache
@require_safe
def advisers(request: HttpRequest) -> HttpResponse:
    wanted = {name: words_of(request, name) for name in ("town", "place")}
    found = public_agreements(timezone.localdate(), **wanted)
    context = {
        "wanted": wanted,
        "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        "towns": Place.objects.subdistricts().order_by("code"),
        "query": urlencode({name: value for name, value in wanted.items() if value}),
    }
    response = render(request, "public/people/advisers.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response
