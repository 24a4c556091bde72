"""Who is left to review a page: the stages still to come, who may take each and why the others may not."""

from dataclasses import dataclass
from functools import cache

from django.db.models import Q
from wagtail.models import Workflow, WorkflowState

from cms.accounts.models import User
from cms.campaigns.permissions import Review, reviews


@dataclass(frozen=True)
class Stage:
    """One stage that still has to approve, and the accounts it is given to."""

    name: str
    able: tuple[User, ...]
    # Each with the reason.
    barred: tuple[tuple[User, str], ...]

    def __str__(self) -> str:
        able = "、".join(str(user) for user in self.able)
        others = [f"{user}不能（{reason}）" for user, reason in self.barred]
        said = f"可以审核的有{able}" if able else "没有人可以审核"
        return "；".join([f"{self.name}：{said}", *others])


@dataclass(frozen=True)
class StuckPage:
    """A page under review that those left cannot bring to the end."""

    page: object
    stages: tuple[Stage, ...]


class Reviewers:
    """Which tasks a workflow has and who may take them, read once for however many pages."""

    def __init__(self) -> None:
        self.tasks = cache(lambda workflow: list(Workflow(pk=workflow).tasks.specific()))
        self.staff = cache(_staff)


def stages_to_come(state: WorkflowState) -> tuple[Stage, ...]:
    """The stages of this review that have not approved the present words, in order."""
    return stages_of(reviews([state])[0], Reviewers())


def stages_of(review: Review, reviewers: Reviewers) -> tuple[Stage, ...]:
    """The same of a review that has been read."""
    done = {stage for stage, _account in review.approved}
    tasks = [task for task in reviewers.tasks(review.state.workflow_id) if task.pk not in done]
    return tuple(_stage(task, reviewers.staff(task), review.barred) for task in tasks)


def can_be_finished(stages: tuple[Stage, ...]) -> bool:
    """True when every stage can be given to another person."""
    return len(_assign([{user.pk for user in stage.able} for stage in stages])) == len(stages)


def stuck_pages() -> list[StuckPage]:
    """Pages under review that nobody is left to review to the end, the longest waiting first."""
    running = WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS).order_by(
        "created_at", "pk"
    )
    reviewers = Reviewers()
    waiting = [(each.page, stages_of(each, reviewers)) for each in reviews(running)]
    return [StuckPage(page, stages) for page, stages in waiting if not can_be_finished(stages)]


def _staff(task) -> list[User]:
    """The accounts a task is given to."""
    able = Q(groups__in=task.groups.all()) | Q(is_superuser=True)
    return list(User.objects.filter(able, is_active=True).distinct().order_by("name", "pk"))


def _stage(task, staff: list[User], reasons: dict[int, str]) -> Stage:
    return Stage(
        task.name,
        tuple(user for user in staff if user.pk not in reasons),
        tuple((user, reasons[user.pk]) for user in staff if user.pk in reasons),
    )


def _assign(choices: list[set[int]]) -> dict[int, int]:
    """As many stages as can be given each to a person of its own: person → stage."""
    taken: dict[int, int] = {}

    def place(stage: int, tried: set[int]) -> bool:
        for person in choices[stage] - tried:
            tried.add(person)
            if person not in taken or place(taken[person], tried):
                taken[person] = stage
                return True
        return False

    for stage in range(len(choices)):
        place(stage, set())
    return taken
