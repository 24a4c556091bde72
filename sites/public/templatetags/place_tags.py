"""How far, how to get there, and whether one can get in."""

from urllib.parse import urlencode

from django import template
from django.utils import timezone

from cms.core.coordinates import CoordinateSystem
from cms.places.models import Location
from cms.places.queries.finding import POINT, Wanted, has_access, places_found
from cms.places.queries.naming import spot_named
from cms.places.queries.whereabouts import usual_system, whereabouts

register = template.Library()


@register.filter
def away(kilometres: float) -> str:
    """约 300 米, 约 1.2 公里: no closer than the coordinates tell."""
    hundreds = max(round(kilometres * 10), 1)
    if hundreds < 10:
        return f"约 {hundreds * 100} 米"
    return f"约 {kilometres:.1f} 公里"


@register.filter
def is_accessible(place: Location) -> bool:
    return has_access(place)


@register.filter
def ways_there(place: Location) -> list[tuple[str, str]]:
    """Links that open a map's navigation; nothing of them is loaded before one is followed."""
    spot = whereabouts(place, usual_system(), CoordinateSystem.GCJ02)
    if spot is None:
        return []
    amap = urlencode({"to": f"{spot[0]:.6f},{spot[1]:.6f},{place.name}", "mode": "walk", "callnative": "1"})
    return [("用高德地图导航", f"https://uri.amap.com/navigation?{amap}")]


@register.inclusion_tag("includes/in_person.html", takes_context=True)
def in_person(context) -> dict:
    """Where somebody can be asked face to face: the point nearest to `near` of the address, else the highest.

    The rest of the address is kept by the form. Queries: six at most.
    """
    asked = context["request"].GET
    near = asked.get("near", "").replace("\0", "").strip()[:60]
    named, spot = (near and spot_named(near)) or (None, None)
    found = places_found(Wanted(what=POINT), timezone.localtime(), spot)
    return {
        "near": near,
        "named": named if spot else None,
        "is_unknown": bool(near) and named is None,
        "point": found[0] if found else None,
        "kept": [(name, value) for name, values in asked.lists() if name != "near" for value in values],
    }
