"""Where the public may vote, and where its time is over."""

from datetime import date

from django.db.models import Q, QuerySet

from cms.reviews.enums import GroupKind, RoundState
from cms.reviews.models import Round


def rounds_to_vote_in(on: date) -> QuerySet[Round]:
    """The rounds whose ballot is open on a day, the latest first."""
    found = Round.objects.filter(state=RoundState.SCORING, scoring_until__gte=on)
    return found.filter(scheme__groups__kind=GroupKind.VOTE).select_related("scheme").distinct()


def voting_is_over(year: int, on: date) -> bool:
    """Whether the public has had its time to vote in that year's round."""
    held = Round.objects.filter(scheme__year=year, scheme__groups__kind=GroupKind.VOTE)
    late = Q(state=RoundState.SCORING, scoring_until__lt=on)
    return held.filter(late | Q(state__in=(RoundState.PROVISIONAL, RoundState.FROZEN))).exists()
