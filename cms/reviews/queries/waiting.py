"""What of the assessment waits for an agency, each thing with its last day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from cms.agencies.models import Agency
from cms.reviews.enums import RectificationState, RoundState
from cms.reviews.models import Participant, Rectification


@dataclass(frozen=True)
class Waiting:
    """`verb` is what is to be done; `task` is None of what is done on the page of the participant."""

    participant: Participant
    title: str
    verb: str
    due_on: date
    on: date
    task: Rectification | None = None

    @property
    def is_late(self) -> bool:
        return self.on > self.due_on


def waiting_in_reviews(agencies: Iterable[Agency], on: date) -> list[Waiting]:
    """The self-assessment to hand in, a result that may be appealed, what to put right. Queries: two."""
    stages = Q(round__state=RoundState.SELF, self_submitted_at=None) | Q(
        round__state=RoundState.PROVISIONAL, appeals=None
    )
    parts = Participant.objects.filter(stages, agency__in=agencies).select_related("agency", "round__scheme")
    found = []
    for part in parts:
        if part.round.state == RoundState.SELF:
            last, title, verb = part.round.self_until, f"{part.round}：单位自评", "自评"
        else:
            last, title, verb = part.round.appeal_until, f"{part.round}：结果已反馈，可以申诉", "查看"
        if last is not None and on <= last:
            found.append(Waiting(part, title, verb, last, on))
    tasks = Rectification.objects.filter(state=RectificationState.OPEN, participant__agency__in=agencies)
    for task in tasks.select_related("participant__agency"):
        found.append(Waiting(task.participant, f"整改：{task.line}", "报送", task.due_on, on, task))
    return sorted(found, key=lambda each: each.due_on)
