"""What the agenda shows, as a key by which it is kept."""

from collections.abc import Iterable

from django import template

from cms.events.queries.agenda import Day

register = template.Library()


@register.filter
def as_told(week: Iterable[Day]) -> list[tuple]:
    """All that stands in the row of a week: an event elsewhere in the month leaves it as it is."""
    return [
        (each.day, each.rest, each.is_inside, each.law_days,
         [(event.pk, event.title, event.starts_at) for event in each.events])
        for each in week
    ]  # fmt: skip
