"""The desk of a reviewer: what waits, what comes before and after it, and what is wrong with a record."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from cms.duties.enums import COUNTED_STATES, LikenessVerdict
from cms.duties.models import ActivityRecord
from cms.duties.queries import activities_waiting_for_review
from cms.duties.queries.likeness import Likeness, likenesses


@dataclass(frozen=True)
class Beside:
    """What waits before and after a record, in the order in which the records were handed in."""

    previous: ActivityRecord | None
    next: ActivityRecord | None
    waiting: int


def review_queue(user) -> QuerySet[ActivityRecord]:
    """What waits and is not the reviewer's own, as far as memberships and authorship tell."""
    units = user.memberships.values("agency")
    others = activities_waiting_for_review().exclude(host__in=units).exclude(created_by=user)
    return others.exclude(
        pk__in=ActivityRecord.co_hosts.through.objects.filter(agency__in=units).values("activityrecord")
    )


def beside(activity: ActivityRecord, user) -> Beside:
    """Works for a record that waits no more: its place in the row stays where it was."""
    queue = review_queue(user).exclude(pk=activity.pk)
    at, pk = activity.submitted_at, activity.pk
    # What came from a table was never handed in by anybody and has no moment: it stands first.
    earlier, later = Q(submitted_at=at, pk__lt=pk), Q(submitted_at=at, pk__gt=pk)
    if at is None:
        earlier, later = (
            Q(submitted_at=None, pk__lt=pk),
            Q(submitted_at=None, pk__gt=pk) | ~Q(submitted_at=None),
        )
    else:
        earlier |= Q(submitted_at__lt=at) | Q(submitted_at=None)
        later |= Q(submitted_at__gt=at)
    return Beside(
        previous=queue.filter(earlier).reverse().first(),
        next=queue.filter(later).first(),
        waiting=queue.count(),
    )


def concerns(activity: ActivityRecord) -> list[str]:
    """What somebody should look at before the record is approved; [] where nothing is wrong with it.

    Gaps are none: what is entered here has none, and a table says what it says.
    """
    return told(likenesses(activity))


def told(found: list[Likeness]) -> list[str]:
    """The same of likenesses already found."""
    open_ones = [each.other for each in found if each.decision is None]
    same = [
        each.other
        for each in found
        if each.decision
        and each.decision.verdict == LikenessVerdict.SAME
        and each.other.state in COUNTED_STATES
    ]
    said = [f"疑似与{_named(open_ones)}重复"] if open_ones else []
    return [*said, f"与已通过的{_named(same)}是同一次活动"] if same else said


def _named(others: list[ActivityRecord]) -> str:
    return "、".join(f"“{other}”" for other in others)
