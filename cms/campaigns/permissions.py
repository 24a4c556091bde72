"""Who may review, confirm and publish what the public reads."""

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
    return user.is_active and user.pk not in barred(workflow_state)


def can_confirm_anonymisation(user, page: Page) -> bool:
    """A reviewer who did not write the case."""
    return is_reviewer(user) and user.pk not in writers(page)


def barred(workflow_state: WorkflowState) -> dict[int, str]:
    """Accounts that take no further part in this review, each with the reason in words."""
    page = workflow_state.content_object
    reasons = dict.fromkeys(_approvers(workflow_state, page.latest_revision_id), "前面的环节由其审核")
    reasons[workflow_state.requested_by_id] = "提交了这次审核"
    reasons |= dict.fromkeys(writers(page), "参与撰写")
    return {account: reason for account, reason in reasons.items() if account is not None}


def writers(page: Page, until=None) -> set[int]:
    """Every account that saved words since those now live were published; of a page not live, ever.

    A reviewer who rewrites is a writer. What was done stays on the revisions, whatever roles are left since.
    """
    revisions = page.revisions.all()
    known = set()
    if page.live_revision_id:
        newer = Q(pk__gt=page.live_revision_id)
        if page.last_published_at:
            newer |= Q(created_at__gt=page.last_published_at)
        revisions = revisions.filter(newer)
    else:
        known.add(page.owner_id)
    if until:
        revisions = revisions.filter(created_at__lte=until)
    return {*known, *revisions.values_list("user_id", flat=True)} - {None}


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


def _approvers(workflow_state: WorkflowState, revision_id: int) -> set[int]:
    approved = workflow_state.task_states.filter(status=TaskState.STATUS_APPROVED, revision_id=revision_id)
    return set(approved.values_list("finished_by_id", flat=True))
