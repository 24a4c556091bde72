"""The year's goals, and how they stand on a day."""

from dataclasses import dataclass
from datetime import date

from cms.duties.models import Goal, Milestone


@dataclass(frozen=True)
class Step:
    milestone: Milestone
    told: str


@dataclass(frozen=True)
class GoalStanding:
    """A goal with its milestones in the order of their days."""

    goal: Goal
    steps: tuple[Step, ...]

    @property
    def told(self) -> str:
        """In words: how many milestones were reached, and how many are late."""
        if not self.steps:
            return "未设节点"
        reached = sum(each.milestone.reached_on is not None for each in self.steps)
        late = sum(each.told == "已逾期" for each in self.steps)
        return f"{len(self.steps)} 个节点完成 {reached} 个" + (f"，逾期 {late} 个" if late else "")


def goals_of(year: int, on: date) -> list[GoalStanding]:
    """In the office's order; three queries however many there are."""
    goals = (
        Goal.objects.filter(year=year).select_related("lead").prefetch_related("cooperating", "milestones")
    )
    return [
        GoalStanding(goal, tuple(Step(each, each.told(on)) for each in goal.milestones.all()))
        for goal in goals.order_by("position", "pk")
    ]


def goal_years() -> list[int]:
    return list(Goal.objects.order_by("-year").values_list("year", flat=True).distinct())
