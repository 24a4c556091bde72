"""What waits for an account in the way of people, and for whom a nomination waits."""

from datetime import date

from django.db.models import Count, Exists, OuterRef, QuerySet

from cms.accounts.models import User
from cms.people.enums import EndingState, NominationState, SelfNominationState
from cms.people.models import EndingProposal, Nomination, SelfNomination
from cms.people.queries import visible_endings, waiting_nominations
from cms.places.enums import SUBDISTRICT_KINDS
from cms.places.models import PlaceCoordinator

_OF_COMMUNITY = (NominationState.CHECK,)
_OF_STATION = (NominationState.TRAINING, NominationState.EXAM, NominationState.OPINION)
_RECEIVED = SelfNominationState.RECEIVED
# The office steps in where the 街镇 has nobody.
_OF_EITHER = (NominationState.TRAINING, NominationState.EXAM)


def waiting_by_state(user, on: date) -> dict[str, int]:
    """How many nominations wait for the account's step, by their state, in the order of the way."""
    counted = waiting_nominations(user, on).order_by().values("state").annotate(count=Count("pk"))
    found = {row["state"]: row["count"] for row in counted}
    return {state: found[state] for state in NominationState.values if state in found}


def proposes_somewhere(user) -> bool:
    """Whether the account speaks for a 司法所, which proposes endings and hears."""
    return user.coordinated.filter(place__kind__in=SUBDISTRICT_KINDS).exists()


def endings_to_hear(user) -> QuerySet[EndingProposal]:
    """Those whose person the account is still to hear, for the 司法所 it speaks for."""
    stations = user.coordinated.filter(place__kind__in=SUBDISTRICT_KINDS).values("place")
    return visible_endings(user).filter(
        state=EndingState.PROPOSED, appointment__community__parent__in=stations
    )


def unattended() -> int:
    """How many nominations and self-nominations wait for a 居村 that has no account."""
    nobody = ~Exists(PlaceCoordinator.objects.filter(place=OuterRef("community"), user__is_active=True))
    put_forward = Nomination.objects.filter(nobody, state=NominationState.CHECK)
    return put_forward.count() + SelfNomination.objects.filter(nobody, state=_RECEIVED).count()


def coordinators_awaited(nomination: Nomination) -> QuerySet[User] | None:
    """The accounts whose step is next; None where the next step is the office's."""
    if nomination.state in _OF_COMMUNITY:
        place: int | None = nomination.community_id
    elif nomination.state in _OF_STATION:
        place = nomination.community.parent_id
    else:
        return None
    found = User.objects.filter(is_active=True, coordinated__place=place).order_by("pk")
    return None if nomination.state in _OF_EITHER and not found.exists() else found
