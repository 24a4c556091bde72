from django import template

register = template.Library()


@register.filter
def of_row(found: dict, key: int):
    """What was found for a row."""
    return found.get(key)
