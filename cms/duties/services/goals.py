"""Goals and milestones: set by the office, reached step by step."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.tables import Table
from cms.core.writing import Action, writing
from cms.duties.models import Goal, Milestone
from cms.duties.permissions import can_manage_lists

GOALS = Table(
    Goal,
    can_manage_lists,
    writes=("year", "position", "content", "measures", "expected_result", "lead", "cooperating"),
)
MILESTONES = Table(Milestone, can_manage_lists, writes=("goal", "content", "due_on"))
REACH = Action[Milestone](
    "duties.milestone.reach",
    _("标为完成"),
    can_manage_lists,
    writes=("reached_on", "remark"),
    when=lambda milestone: milestone.reached_on is None,
    otherwise=_("这个节点已经完成。"),
    reason=_("请写明完成情况，会印在路线图上。"),
)
REOPEN = Action[Milestone](
    "duties.milestone.reopen",
    _("改回进行中"),
    can_manage_lists,
    writes=("reached_on", "remark"),
    when=lambda milestone: milestone.reached_on is not None,
    otherwise=_("这个节点还没有完成。"),
    reason=_("请写明理由。"),
)


def reach_milestone(milestone: Milestone, *, reason: str, actor, seen: str | None = None) -> Milestone:
    """Reached today; the reason says how."""
    with writing(milestone, REACH, actor=actor, seen=seen, reason=reason) as held:
        held.reached_on, held.remark = timezone.localdate(), reason.strip()[:300]
    return held


def reopen_milestone(milestone: Milestone, *, reason: str, actor, seen: str | None = None) -> Milestone:
    with writing(milestone, REOPEN, actor=actor, seen=seen, reason=reason) as held:
        held.reached_on, held.remark = None, ""
    return held
