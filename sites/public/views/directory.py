"""Who in the communities can be asked about law: those who agreed to be shown."""

from itertools import groupby
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.people.enums import AppointmentRole
from cms.people.queries.directory import Wanted, directory
from cms.places.models import Place, ServicePoint
from cms.places.queries.finding import open_points

PAGE_SIZE = 60


# People may withdraw what they agreed to: nothing of it is kept anywhere, nor by other search engines.
@never_cache
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    wanted = Wanted(**{name: words_of(request, name) for name in ("town", "place", "role")})
    found = directory(wanted, timezone.localdate())
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [(place, list(held)) for place, held in groupby(page, key=lambda each: each.community)]
    points = _points_of([place for place, _held in rows])
    context = {
        "wanted": wanted,
        "page": page,
        "rows": [(place, held, points.get(place.pk)) for place, held in rows],
        "towns": Place.objects.subdistricts().order_by("code"),
        "roles": AppointmentRole.choices,
        "query": urlencode({name: value for name, value in vars(wanted).items() if value}),
    }
    response = render(request, "public/people/directory.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def words_of(request: HttpRequest, name: str) -> str:
    """What was typed to narrow a directory; any query string is a valid one."""
    return request.GET.get(name, "").replace("\0", "").strip()[:40]


def _points_of(places: list[Place]) -> dict[int, ServicePoint]:
    """The first open point of each: its hours and telephone are how its people are reached."""
    found = open_points().filter(place__in=places).order_by("-code")
    return {point.place_id: point for point in found}
