"""Who may review, confirm and publish what the public reads."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from wagtail.models import Page, Revision, TaskState, WorkflowState

from cms.accounts.enums import Role
from cms.accounts.permissions import has_role

# 初审、复审、终审: whatever is made of the review in the admin, this many people read before the public does.
READERS = 3


def can_edit_taxonomy(user) -> bool:
    """普法场所 and 普法对象 are the office's tables."""
    return has_role(user, Role.OFFICE)


def can_edit_calendar(user) -> bool:
    """The law days and their dates are the office's."""
    return has_role(user, Role.OFFICE)


def is_reviewer(user) -> bool:
    return has_role(user, Role.REVIEWER, Role.OFFICE)


def can_review(user, workflow_state: WorkflowState) -> bool:
    """False for those who wrote of it, asked for the review or approved these words at an earlier stage."""
    return any(may_take_part(user, each) for each in reviews([workflow_state]))


def may_take_part(user, review: "Review") -> bool:
    """The same of a review that has been read."""
    return user.is_active and user.pk not in review.barred


def can_confirm_anonymisation(user, page: Page) -> bool:
    """A reviewer who did not write the case."""
    return is_reviewer(user) and user.pk not in writers(page)


@dataclass(frozen=True)
class Review:
    """A review, and what decides who may still take part in it."""

    state: WorkflowState
    page: Page
    # The stages that approved the present words, each with the account it was.
    approved: frozenset[tuple[int, int | None]]
    writers: set[int]

    @property
    def barred(self) -> dict[int, str]:
        """Accounts that take no further part, each with the reason in words."""
        reasons = dict.fromkeys((account for _stage, account in self.approved), "前面的环节由其审核")
        reasons[self.state.requested_by_id] = "提交了这次审核"
        reasons |= dict.fromkeys(self.writers, "参与撰写")
        return {account: reason for account, reason in reasons.items() if account is not None}


def reviews(states: Iterable[WorkflowState]) -> list[Review]:
    """What decides of each of these, read at once however many they are."""
    states = list(states)
    pages = Page.objects.in_bulk([int(state.object_id) for state in states])
    wrote = _writers_of(pages.values())
    approved = defaultdict(set)
    approvals = TaskState.objects.filter(workflow_state__in=states, status=TaskState.STATUS_APPROVED)
    for review, words, *stage in approvals.values_list(
        "workflow_state_id", "revision_id", "task_id", "finished_by_id"
    ):
        approved[review, words].add(tuple(stage))
    found = ((state, pages[int(state.object_id)]) for state in states if int(state.object_id) in pages)
    return [
        Review(state, page, frozenset(approved[state.pk, page.latest_revision_id]), wrote[page.pk])
        for state, page in found
    ]


def barred(workflow_state: WorkflowState) -> dict[int, str]:
    """Accounts that take no further part in this review, each with the reason in words."""
    return reviews([workflow_state])[0].barred


def writers(page: Page, until=None) -> set[int]:
    """Every account that saved words since those now live were published; of a page not live, ever.

    A reviewer who rewrites is a writer. What was done stays on the revisions, whatever roles are left since.
    """
    return _writers_of([page], until)[page.pk]


def _writers_of(pages: Iterable[Page], until=None) -> dict[int, set[int]]:
    known: dict[int, set[int]] = {}
    counted = Q(pk__in=[])
    for page in pages:
        newer = Q(object_id=str(page.pk))
        if page.live_revision_id:
            since = Q(pk__gt=page.live_revision_id)
            if page.last_published_at:
                since |= Q(created_at__gt=page.last_published_at)
            newer &= since
        known[page.pk] = set() if page.live_revision_id else {page.owner_id}
        counted |= newer
    revisions = Revision.page_revisions.filter(counted)
    if until:
        revisions = revisions.filter(created_at__lte=until)
    for page_id, account in revisions.order_by().values_list("object_id", "user_id"):
        known[int(page_id)].add(account)
    return {key: accounts - {None} for key, accounts in known.items()}


def is_approved(revision: Revision) -> bool:
    """True when a finished review approved exactly these words and they were not published by it already.

    Approved by three people none of whom wrote them or asked for the review. An approval given before the
    words were last changed counts for nothing; one that has brought them before the public is used up.
    """
    page = Page.objects.filter(pk=revision.object_id).first()
    if page is None:
        return False
    authors = writers(page, until=revision.created_at)
    reviews = WorkflowState.objects.for_instance(page).filter(status=WorkflowState.STATUS_APPROVED)
    for review in reviews:
        approvals = review.task_states.filter(
            status=TaskState.STATUS_APPROVED, revision=revision, finished_at__gte=revision.created_at
        )
        if page.last_published_at:
            approvals = approvals.filter(finished_at__gt=page.last_published_at)
        readers = set(approvals.values_list("finished_by_id", flat=True))
        if len(readers - authors - {review.requested_by_id, None}) >= READERS:
            return True
    return False
