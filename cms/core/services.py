"""What people do with background work."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cms.core import audit
from cms.core.background import try_again
from cms.core.models import TaskRun
from cms.core.permissions import can_see_tasks
from cms.core.writing import Action, locked

RETRY = Action[TaskRun](
    "core.taskrun.retry",
    _("重试"),
    can_see_tasks,
)


@transaction.atomic
def retry(run: TaskRun, *, actor, seen: str | None = None) -> TaskRun:
    """Put a task that failed or is stuck back in the queue; RuleBroken where there is no need."""
    held = locked(run)
    RETRY.ask(actor, held)
    try_again(held)
    audit.record(actor, RETRY.name, held)
    return held
