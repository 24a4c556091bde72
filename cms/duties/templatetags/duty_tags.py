from django import template

from cms.duties.models import ActivityRecord, DutyItem, Transition
from cms.duties.models.requirements import MARKABLE, marked_in
from cms.duties.queries import ItemProgress
from cms.duties.queries.co_hosting import co_hostings, standing_co_hosts
from cms.duties.queries.whereabouts import told_by_camera
from cms.duties.queries.wording import (
    cited_by,
    done_in_figures,
    for_whom,
    held_on,
    owed_by_whom,
    owed_in_figures,
    when_due,
)

register = template.Library()
register.filter("for_whom", for_whom)
register.filter("held_on", held_on)
register.filter("when_due", when_due)
register.filter("owed_by_whom", owed_by_whom)
register.filter("cited_by", cited_by)
register.filter("owed_in_figures", owed_in_figures)
register.filter("done_in_figures", done_in_figures)
register.filter("marked_in", marked_in)
register.filter("co_hostings", co_hostings)
register.filter("standing_co_hosts", standing_co_hosts)
register.filter("told_by_camera", told_by_camera)


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
    """What was done so far; of what several owe, how many units are through, and none by name."""
    if len(progress) > 1 or item.is_common:
        return f"{len(progress)} 家单位中已有 {sum(each.is_done for each in progress)} 家完成"
    return f"应{owed_in_figures(item)}，{done_in_figures(progress[0])}"
