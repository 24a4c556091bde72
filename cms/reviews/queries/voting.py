"""Where the public may vote now."""

from datetime import date

from django.db.models import QuerySet

from cms.reviews.enums import GroupKind, RoundState
from cms.reviews.models import Round


def rounds_to_vote_in(on: date) -> QuerySet[Round]:
    """The rounds whose ballot is open on a day, the latest first."""
    found = Round.objects.filter(state=RoundState.SCORING, scoring_until__gte=on)
    return found.filter(scheme__groups__kind=GroupKind.VOTE).select_related("scheme").distinct()
