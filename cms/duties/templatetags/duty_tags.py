from django import template
from django.utils import timezone

from cms.duties.models import ActivityRecord, DutyItem, Transition
from cms.duties.models.requirements import MARKABLE, marked_in
from cms.duties.queries import ItemProgress
from cms.duties.queries.co_hosting import co_hostings, standing_co_hosts
from cms.duties.queries.whereabouts import told_by_camera
from cms.duties.queries.wording import for_whom, when_due
from search.chinese.dates import chinese_date

register = template.Library()
register.filter("for_whom", for_whom)
register.filter("when_due", when_due)
register.filter("marked_in", marked_in)
register.filter("co_hostings", co_hostings)
register.filter("standing_co_hosts", standing_co_hosts)
register.filter("told_by_camera", told_by_camera)


@register.filter
def held_on(activity: ActivityRecord) -> str:
    """When it was: 2026年3月8日 14:00 至 3月8日 16:00, or days only where no more is known."""
    if activity.starts_at is None:
        return ""
    moments = [timezone.localtime(each) for each in (activity.starts_at, activity.ends_at) if each]
    if not activity.has_times:
        days = list(dict.fromkeys(moment.date() for moment in moments))
        return " 至 ".join(map(chinese_date, days))
    first, *last = moments
    begins = f"{chinese_date(first)} {first:%H:%M}"
    ends = (f" 至 {chinese_date(end, in_year=first.year)} {end:%H:%M}" for end in last if end != first)
    return begins + "".join(ends)


@register.filter
def figure(activity: ActivityRecord, field: str) -> str:
    """A count as it was given: 约290, or a dash where none was."""
    value = getattr(activity, field)
    return "—" if value is None else f"{'约' if activity.is_approximate(field) else ''}{value}"


@register.filter
def marked_labels(step: Transition) -> str:
    """What was marked with a return, in words."""
    return "、".join(str(MARKABLE[name].label) for name in step.marked.split() if name in MARKABLE)


@register.filter
def told_progress(item: DutyItem, progress: list[ItemProgress]) -> str:
    """What was done so far; of a common duty, how many units are through, and none by name."""
    if item.is_common:
        return f"{len(progress)} 家单位中已有 {sum(each.is_done for each in progress)} 家完成"
    return f"应开展 {progress[0].required} 场，已开展 {progress[0].counted} 场"
