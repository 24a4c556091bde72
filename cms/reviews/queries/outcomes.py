"""What a round comes to. A frozen one is read from its frozen text alone; an open one is computed now."""

import json
from datetime import date

from cms.assessment.outcomes import Outcome, computed
from cms.assessment.sealing import Seal, broken
from cms.reviews.enums import RoundState
from cms.reviews.models import FrozenYear, Round
from cms.reviews.queries.documents import document_of


def outcome_of(round: Round, on: date) -> Outcome:
    """The outcome of a round: as it was frozen, else as things stand on a day."""
    if round.state == RoundState.FROZEN:
        return frozen_outcome(round.year)
    return computed(document_of(round, on))


def frozen_outcome(year: int) -> Outcome:
    """`FrozenYear.DoesNotExist` where that year has not been frozen."""
    return Outcome(**json.loads(FrozenYear.objects.get(year=year).content))


def published_rounds():
    """The frozen rounds that the public may read, the latest first."""
    return Round.objects.filter(state=RoundState.FROZEN, published_at__isnull=False).select_related("scheme")


def what_is_broken() -> list[str]:
    """What is wrong with the frozen years, a sentence each; [] of a whole chain."""
    return broken(seals())


def seals() -> list[Seal]:
    return [
        Seal(frozen.name, frozen.content.encode(), frozen.previous, frozen.digest)
        for frozen in FrozenYear.objects.order_by("pk")
    ]
