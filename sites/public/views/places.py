"""Where to go: venues of legal culture and points of public legal service."""

from dataclasses import asdict
from urllib.parse import urlencode

from django.http import HttpRequest
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cms.core.coordinates import Spot
from cms.events.queries import upcoming_events
from cms.places.enums import ServiceTier
from cms.places.models import Place, ServicePoint, Venue
from cms.places.queries.finding import (
    POINT,
    VENUE,
    Wanted,
    open_venues,
    places_found,
    services_offered,
    spot_named,
    standing_of,
)
from cms.places.queries.outlines import district_map
from sites.headers import permissions_policy

EVENTS_SHOWN = 5
WORDS = ("what", "town", "kind", "service")
TICKS = ("open_now", "barrier_free")
# Past this the fact is told to be old.
STALE_AFTER_MONTHS = 12


@require_safe
def place_list(request):
    """All that fits, at once: a district has some hundreds, and one looks them over by distance."""
    wanted, asked = _wanted(request), request.GET.get("near", "").replace("\0", "").strip()[:60]
    named = spot_named(asked) if asked else None
    here = _here(request)
    found = places_found(wanted, timezone.localtime(), here or (named[1] if named else None))
    numbered = dict(enumerate(found, start=1))
    spots = {number: each.spot for number, each in numbered.items() if each.spot}
    context = {
        "found": numbered,
        "wanted": wanted,
        "near": asked,
        "named": named[0] if named else None,
        "is_measured": any(each.away is not None for each in found),
        "is_here": here is not None,
        "towns": Place.objects.subdistricts().order_by("code"),
        "kinds": open_venues().order_by("kind").values_list("kind", flat=True).distinct(),
        "tiers": ServiceTier.choices,
        "services": services_offered(),
        "map": district_map({}, spots),
        "tabs": _tabs(wanted, asked),
    }
    page = render(request, "public/places/place_list.html", context)
    # The one page that asks where one is, and only when its button is pressed.
    page.headers["Permissions-Policy"] = permissions_policy(allowed="geolocation")
    return page


@require_safe
def venue(request, pk):
    shown = get_object_or_404(Venue.objects.select_related("place__parent"), pk=pk)
    events = upcoming_events(timezone.localdate()).filter(venue=shown)[:EVENTS_SHOWN]
    context = {"events": events, **_of_place(shown)}
    return render(request, "public/places/venue.html", context)


@require_safe
def service_point(request, pk):
    points = ServicePoint.objects.select_related("place__parent", "parent")
    shown = get_object_or_404(points, pk=pk)
    lower = shown.children.filter(is_open=True).order_by("code")
    context = {"lower": lower, **_of_place(shown)}
    return render(request, "public/places/service_point.html", context)


def _of_place(shown) -> dict:
    today = timezone.localdate()
    checked = shown.checked_on
    months = (today.year - checked.year) * 12 + today.month - checked.month if checked else None
    return {
        "place": shown,
        "standing": standing_of(shown, timezone.localtime()),
        "months": months,
        "is_stale": months is not None and months >= STALE_AFTER_MONTHS,
    }


def _wanted(request: HttpRequest) -> Wanted:
    words = {name: request.GET.get(name, "").replace("\0", "").strip()[:60] for name in WORDS}
    ticks = {name: request.GET.get(name) == "1" for name in TICKS}
    return Wanted(**words, **ticks)


def _here(request: HttpRequest) -> Spot | None:
    """Where the browser says one is; None where it says nothing of use."""
    try:
        east, north = float(request.GET.get("lon", "")), float(request.GET.get("lat", ""))
    except ValueError:
        return None
    return (east, north) if 73 <= east <= 136 and 3 <= north <= 54 else None


def _tabs(wanted: Wanted, near: str) -> list[tuple[str, str, bool]]:
    """All, venues, points: the same question, without what only one of them has."""
    kept = {name: value for name, value in asdict(wanted).items() if name in ("town", *TICKS) and value}
    kept = {**{name: "1" if value is True else value for name, value in kept.items()}, "near": near}
    tabs = (("全部", ""), ("法治文化阵地", VENUE), ("公共法律服务站点", POINT))
    return [(label, _address({**kept, "what": what}), wanted.what == what) for label, what in tabs]


def _address(parameters: dict[str, str]) -> str:
    given = urlencode({name: value for name, value in parameters.items() if value})
    return f"{reverse('public:places')}{'?' if given else ''}{given}"
