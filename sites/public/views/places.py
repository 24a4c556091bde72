"""Where to go: venues of legal culture and points of public legal service."""

from collections.abc import Container, Sequence
from dataclasses import asdict
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from cms.agencies.queries import agency_named
from cms.core.coordinates import Spot
from cms.duties.queries import published_activities
from cms.events.queries import upcoming_events
from cms.events.queries.agenda import series_at
from cms.places.enums import ServiceTier
from cms.places.models import Place, ServicePoint, Venue
from cms.places.queries.finding import (
    POINT,
    VENUE,
    Wanted,
    open_venues,
    places_found,
    services_offered,
    standing_of,
    with_surroundings,
)
from cms.places.queries.naming import spot_named
from cms.places.queries.outlines import Mark, district_map
from cms.places.queries.tiles import backdrop
from sites.headers import permissions_policy
from sites.kept_parts import kept_part

PAGE_SIZE = 30
EVENTS_SHOWN = 5
ACTIVITIES_SHOWN = 5
WORDS = ("what", "town", "kind", "service")
TICKS = ("open_now", "barrier_free")
# Past this the fact is told to be old.
STALE_AFTER_MONTHS = 12


@require_safe
def place_list(request):
    """What fits by distance, a page at a time; the map shows all, and each mark leads to its line."""
    wanted, near = _wanted(request), request.GET.get("near", "").replace("\0", "").strip()[:60]
    here, number = _here(request), request.GET.get("page", "1")[:6]
    found, origin = kept_part(
        request,
        ("places", wanted, near, here, number),
        lambda: _found(request, wanted, near, here, number),
        of=("campaigns", "places", "wagtailcore"),
    )
    response = render(request, "public/places/place_list.html", {"found": found})
    if origin:
        # Only the office can have named it, and only here are its pictures shown.
        response._csp_update = {"img-src": [origin]}
    # The one page that asks where one is, and only when its button is pressed.
    response.headers["Permissions-Policy"] = permissions_policy(allowed="geolocation")
    return response


def _found(
    request: HttpRequest, wanted: Wanted, near: str, here: Spot | None, number: str
) -> tuple[SafeString, str]:
    """The page between header and footer, and whose pictures lie behind its map."""
    named = spot_named(near) if near else None
    found = places_found(wanted, timezone.localtime(), here or (named.spot if named else None))
    page = Paginator(found, PAGE_SIZE).get_page(number)
    shown = dict(enumerate(with_surroundings(page.object_list), start=page.start_index()))
    spots = {number: each.spot for number, each in enumerate(found, start=1) if each.spot}
    drawn = district_map({}, spots)
    behind = backdrop(drawn)
    asked = _asked(wanted, near, here)
    context = {
        "page": page,
        "shown": shown,
        "wanted": wanted,
        "near": near,
        "named": named.told if named else "",
        "is_measured": any(each.away is not None for each in found),
        "is_here": here is not None,
        "towns": Place.objects.subdistricts().order_by("code"),
        "kinds": open_venues().order_by("kind").values_list("kind", flat=True).distinct(),
        "tiers": ServiceTier.choices,
        "services": services_offered(),
        "map": drawn,
        "marks": _marks(drawn.marks if drawn else (), shown, asked),
        "asked": asked,
        "backdrop": behind,
        "tabs": _tabs(wanted, near),
    }
    return render_to_string("public/places/found.html", context, request), behind.origin if behind else ""


@require_safe
def venue(request, pk):
    shown = get_object_or_404(Venue.objects.select_related("place__parent"), pk=pk)
    events = upcoming_events(timezone.now()).filter(venue=shown)[:EVENTS_SHOWN]
    done = published_activities().filter(venue=shown).order_by("-starts_at")
    context = {
        "events": events,
        "series": series_at(shown, timezone.localdate()),
        "activities": done[:ACTIVITIES_SHOWN],
        "unit": agency_named(shown.responsible_unit),
        **_of_place(shown),
    }
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


def _marks(marks: Sequence[Mark], shown: Container[int], asked: str) -> SafeString:
    """The marks of the map, hundreds of them, each with the way to its line on this page or another."""
    drawn = []
    # Those of this page lie on top.
    for mark in sorted(marks, key=lambda mark: mark.key in shown):
        key = mark.key
        page = "" if key in shown else f"?{escape(asked)}page={1 + (key - 1) // PAGE_SIZE}"
        drawn.append(
            f'<a href="{page}#place-{key}" aria-label="{key}">{_mark(mark, is_here=key in shown)}</a>'
        )
    # Numbers, and what was asked, which is escaped.
    return mark_safe("".join(drawn))


def _mark(mark: Mark, *, is_here: bool) -> str:
    """With its number where its line is on this page: hundreds of numbers hide one another."""
    if not is_here:
        return f'<circle class="places-map__dot" cx="{mark.x}" cy="{mark.y}" r="7"/>'
    return (
        f'<circle class="places-map__mark" cx="{mark.x}" cy="{mark.y}" r="13"/>'
        f'<text class="places-map__number" x="{mark.x}" y="{mark.y}" dy="0.35em" aria-hidden="true">'
        f"{mark.key}</text>"
    )


def _asked(wanted: Wanted, near: str, here: Spot | None) -> str:
    """What was asked, as it stands in an address before the number of a page."""
    spot = {"lon": here[0], "lat": here[1]} if here else {}
    given = _query({**_spelt(wanted), "near": near, **spot})
    return f"{given}&" if given else ""


def _tabs(wanted: Wanted, near: str) -> list[tuple[str, str, bool]]:
    """All, venues, points: the same question, without what only one of them has."""
    kept = {name: value for name, value in _spelt(wanted).items() if name in ("town", *TICKS)}
    kept["near"] = near
    tabs = (("全部", ""), ("法治文化阵地", VENUE), ("公共法律服务站点", POINT))
    return [(label, _address({**kept, "what": what}), wanted.what == what) for label, what in tabs]


def _address(parameters: dict) -> str:
    given = _query(parameters)
    return f"{reverse('public:places')}{'?' if given else ''}{given}"


def _spelt(wanted: Wanted) -> dict[str, str]:
    return {name: "1" if value is True else value for name, value in asdict(wanted).items()}


def _query(parameters: dict) -> str:
    return urlencode({name: value for name, value in parameters.items() if value})
