from django import template
from django.urls import reverse

from cms.guides.models.graph import PartKind

register = template.Library()


@register.simple_tag
def part_url(guide, key: str) -> str:
    """Where a part of a draft is written."""
    kind = next(kind for kind in PartKind if any(each.key == key for each in guide.steps.of_kind(kind)))
    return reverse("guides:part", args=[guide.pk, str(kind), key])


@register.simple_tag
def part_title(graph, key: str) -> str:
    """What a part is called; "" where there is none of the key."""
    part = graph.parts.get(key)
    return part.title if part else ""


@register.filter
def of_key(held: dict, key: str):
    return held.get(key, ())
