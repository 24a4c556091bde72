"""How far, how to get there, and whether one can get in."""

from urllib.parse import urlencode

from django import template

from cms.places.models import Location
from cms.places.queries.finding import has_access

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
    spot = f"{place.longitude},{place.latitude}"
    amap = urlencode({"to": f"{spot},{place.name}", "mode": "walk", "callnative": "1"})
    return [("用高德地图导航", f"https://uri.amap.com/navigation?{amap}")]
