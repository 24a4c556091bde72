"""How far, how to get there, and whether one can get in."""

from urllib.parse import urlencode

from django import template

from cms.core.coordinates import CoordinateSystem
from cms.places.models import Location
from cms.places.queries.finding import has_access
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
