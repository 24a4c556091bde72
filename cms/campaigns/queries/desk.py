"""What pages mean to whoever opens the desk: those to review, and one's own that are not public yet."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Page, TaskState, WorkflowState

from cms.accounts.models import User
from cms.campaigns.queries.reviewing import stages_to_come


@dataclass(frozen=True)
class Unfinished:
    """A page whose newest words the public does not read: where it stands and since when."""

    page: Page
    told: str
    is_returned: bool
    since: datetime | None


def pages_to_review(user: User) -> QuerySet[TaskState]:
    """The stages this account may decide now, the longest waiting first; `.revision` holds the words."""
    waiting = TaskState.objects.reviewable_by(user).order_by("workflow_state__created_at", "pk")
    return waiting.select_related("task", "revision__user", "workflow_state")


def unfinished_pages(user: User) -> QuerySet[Page]:
    """Pages this account made or wrote of last, with words not public yet; the latest written first."""
    own = Q(owner=user) | Q(latest_revision__user=user)
    return Page.objects.filter(own, has_unpublished_changes=True, depth__gt=2).order_by(
        "-latest_revision_created_at", "-pk"
    )


def standing_of(page: Page) -> Unfinished:
    """Where the review of this page is: returned with which words, waiting for whom, or not begun."""
    state = WorkflowState.objects.for_instance(page).order_by("-created_at", "-pk").first()
    if state is None or state.status in (WorkflowState.STATUS_CANCELLED, WorkflowState.STATUS_APPROVED):
        return Unfinished(page, _("草稿，还没有提交审核"), False, page.latest_revision_created_at)
    if state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        told = state.current_task_state
        return Unfinished(page, _("退回：%s") % (told.comment or _("没有写意见")), True, told.finished_at)
    stage = next(iter(stages_to_come(state)), None)
    names = "、".join(str(each) for each in stage.able) if stage else ""
    words = {"stage": stage.name if stage else "", "names": names or _("没有人可以审核")}
    told = _("等%(stage)s：%(names)s") % words
    return Unfinished(page, told, False, state.current_task_state.started_at)
