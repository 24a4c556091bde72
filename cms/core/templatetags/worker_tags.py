from django import template

from cms.core.workers import somebody_works

register = template.Library()


@register.inclusion_tag("core/admin/worker_notice.html")
def worker_notice():
    """One line while nobody does the background work; nothing otherwise."""
    return {"nobody_works": not somebody_works()}
