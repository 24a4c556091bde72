from django import template
from django.utils import timezone

from cms.duties.models import ActivityRecord

register = template.Library()


@register.filter
def held_on(activity: ActivityRecord) -> str:
    """When it was: 2026年3月8日 14:00 至 3月8日 16:00, or days only where no more is known."""
    if activity.starts_at is None:
        return ""
    moments = [timezone.localtime(each) for each in (activity.starts_at, activity.ends_at) if each]
    if not activity.has_times:
        days = list(dict.fromkeys(moment.date() for moment in moments))
        return " 至 ".join(f"{day.year}年{day.month}月{day.day}日" for day in days)
    first, *last = moments
    begins = f"{first.year}年{first.month}月{first.day}日 {first:%H:%M}"
    return begins + "".join(f" 至 {end.month}月{end.day}日 {end:%H:%M}" for end in last if end != first)


@register.filter
def figure(activity: ActivityRecord, field: str) -> str:
    """A count as it was given: 约290, or a dash where none was."""
    value = getattr(activity, field)
    return "—" if value is None else f"{'约' if activity.is_approximate(field) else ''}{value}"
