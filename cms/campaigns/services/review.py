"""The way of a page before the public: asked for, then read by three people one after another."""

from django.db import transaction
from wagtail.models import WorkflowState

from cms.campaigns.models import PublicPage
from cms.core.errors import RuleBroken, require


@transaction.atomic
def submit(page: PublicPage, *, actor) -> WorkflowState:
    """Ask for the review of the newest words of `page`. Raises RuleBroken while one is running."""
    permissions = page.permissions_for_user(actor)
    require(permissions.can_edit(), "您不能修改这一页，也就不能提交审核。")
    if not permissions.can_submit_for_moderation():
        raise RuleBroken("这一页正在审核或已锁定，不能再次提交。")
    running = page.current_workflow_state
    if running is not None:
        running.resume(user=actor)
        return running
    return page.get_workflow().start(page, actor)


@transaction.atomic
def approve(page: PublicPage, *, actor, comment: str = "") -> None:
    """Approve the stage that `page` is in; the last approval publishes it.

    Raises NotAllowed for writers, for whoever asked and for earlier reviewers, RuleBroken while something
    else stands against publishing.
    """
    _act(page, actor, "approve", comment)


@transaction.atomic
def send_back(page: PublicPage, *, actor, comment: str) -> None:
    """Return `page` to its writers with what is to be changed."""
    _act(page, actor, "reject", comment)


def _act(page: PublicPage, actor, action: str, comment: str) -> None:
    state = page.current_workflow_task_state
    if state is None:
        raise RuleBroken("这一页不在审核中。")
    state.task.specific.on_action(state, actor, action, comment=comment)
