"""What pages mean to whoever opens the desk: those to review, and one's own that are not public yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Page, TaskState, WorkflowState, get_default_page_content_type

from cms.accounts.models import User
from cms.campaigns.permissions import Review, reviews
from cms.campaigns.queries.reviewing import Reviewers, stages_of


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


def standings_of(pages: Iterable[Page]) -> list[Unfinished]:
    """Where the review of each page is: returned with which words, waiting for whom, or not begun."""
    pages = list(pages)
    latest = {int(state.object_id): state for state in _reviews_of(pages)}
    running = [state for state in latest.values() if state.status == WorkflowState.STATUS_IN_PROGRESS]
    reviewers, under_review = Reviewers(), {each.page.pk: each for each in reviews(running)}
    return [_standing(page, latest.get(page.pk), under_review.get(page.pk), reviewers) for page in pages]


def _reviews_of(pages: list[Page]) -> QuerySet[WorkflowState]:
    """All there were, the newest of each last."""
    of_pages = WorkflowState.objects.filter(
        base_content_type=get_default_page_content_type(), object_id__in=[str(page.pk) for page in pages]
    )
    return of_pages.select_related("current_task_state").order_by("created_at", "pk")


def _standing(
    page: Page, state: WorkflowState | None, review: Review | None, reviewers: Reviewers
) -> Unfinished:
    if state is None or state.status in (WorkflowState.STATUS_CANCELLED, WorkflowState.STATUS_APPROVED):
        return Unfinished(page, _("草稿，还没有提交审核"), False, page.latest_revision_created_at)
    last = state.current_task_state
    if review is None:
        return Unfinished(page, _("退回：%s") % (last.comment or _("没有写意见")), True, last.finished_at)
    stage = next(iter(stages_of(review, reviewers)), None)
    names = "、".join(str(each) for each in stage.able) if stage else ""
    words = {"stage": stage.name if stage else "", "names": names or _("没有人可以审核")}
    return Unfinished(page, _("等%(stage)s：%(names)s") % words, False, last.started_at)
