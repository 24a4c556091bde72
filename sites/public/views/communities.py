"""What a community has: its people, its places, what is on there, what was done there."""

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.advisers.queries import public_agreements
from cms.duties.queries import published_activities
from cms.events.queries import upcoming_events
from cms.honours.queries import titles_of
from cms.people.queries import listed_appointments
from cms.places.models import Place
from cms.places.queries.finding import Found, open_points, open_venues
from search.chinese.folding import normalise

EVENTS_SHOWN = 5
ACTIVITIES_SHOWN = 8


@require_safe
def community_list(request: HttpRequest) -> HttpResponse:
    """All by 街镇, or those looked for by name or 街镇; each with how many places it has."""
    wanted, town = (request.GET.get(name, "").replace("\0", "").strip()[:60] for name in ("q", "town"))
    counted = Place.objects.communities().select_related("parent").annotate(
        places=Count("venues", filter=Q(venues__is_open=True), distinct=True)
        + Count("servicepoints", filter=Q(servicepoints__is_open=True), distinct=True)
    )  # fmt: skip
    found: dict[Place, list[Place]] = {}
    for community in counted.order_by("parent__code", "code"):
        is_wanted = normalise(wanted) in normalise(f"{community.name} {community.short_name}")
        if is_wanted and town in ("", community.parent.code):
            found.setdefault(community.parent, []).append(community)
    towns = Place.objects.subdistricts().filter(children__isnull=False).distinct().order_by("code")
    context = {"found": found, "towns": towns, "wanted": wanted, "town": town}
    return render(request, "public/places/community_list.html", context)


# People may withdraw what they agreed to: nothing of it is kept anywhere.
@never_cache
@require_safe
def community(request: HttpRequest, code: str) -> HttpResponse:
    shown = get_object_or_404(Place.objects.communities().select_related("parent"), code=code)
    today, now = timezone.localdate(), timezone.localtime()
    here = Q(place=shown)
    # Where the community has no point of its own, that of its 街镇 serves it.
    points = open_points().filter(here | Q(place=shown.parent)).order_by("-tier", "code")
    rows = [*points, *open_venues().filter(here).order_by("code")]
    held_here = Q(venue__place=shown) | Q(venue=None, host__place=shown)
    context = {
        "community": shown,
        "places": [Found(row, now) for row in rows],
        "titles": titles_of(shown),
        "people": listed_appointments(today).filter(community=shown),
        "advised": public_agreements(today).filter(community=shown).first(),
        "events": upcoming_events(now).filter(held_here)[:EVENTS_SHOWN],
        "activities": published_activities().filter(held_here).order_by("-starts_at")[:ACTIVITIES_SHOWN],
    }
    return render(request, "public/places/community.html", context)
