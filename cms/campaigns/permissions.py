"""Who may review, confirm and publish what the public reads."""

from wagtail.models import TaskState

from cms.accounts.enums import Role
from cms.accounts.permissions import has_role


def can_edit_taxonomy(user) -> bool:
    """普法场所 and 普法对象 are the office's tables."""
    return has_role(user, Role.OFFICE)


def is_reviewer(user) -> bool:
    return has_role(user, Role.REVIEWER, Role.OFFICE)


def can_review(user, workflow_state) -> bool:
    """False for those who wrote the item or approved it at an earlier stage of this review."""
    return user.pk not in authors_of(workflow_state) and user.pk not in _earlier_reviewers(workflow_state)


def can_confirm_anonymisation(user, page) -> bool:
    """A reviewer who did not write the case."""
    return is_reviewer(user) and user.pk not in _writers(page)


def authors_of(workflow_state) -> set[int]:
    """The owner, whoever asked for the review, and every account that wrote before it began."""
    page = workflow_state.content_object
    return {workflow_state.requested_by_id, *_writers(page, until=workflow_state.created_at)} - {None}


def _writers(page, until=None) -> set[int]:
    """Who wrote since the wording now live. During a review the reviewers' own touches do not count."""
    revisions = page.revisions.all()
    if page.live_revision_id:
        revisions = revisions.filter(pk__gt=page.live_revision_id)
    running = page.current_workflow_state
    until = until or (running.created_at if running else None)
    if until:
        revisions = revisions.filter(created_at__lte=until)
    return {page.owner_id, *revisions.values_list("user_id", flat=True)} - {None}


def _earlier_reviewers(workflow_state) -> set[int]:
    approved = workflow_state.task_states.filter(status=TaskState.STATUS_APPROVED)
    return set(approved.values_list("finished_by_id", flat=True))
