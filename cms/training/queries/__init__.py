"""Reads of training."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum

from cms.accounts.permissions import is_office
from cms.people.models import Person
from cms.people.queries import visible_appointments, visible_nominations
from cms.training.models import Attendance, TrainingSession


@dataclass(frozen=True)
class Turnout:
    """How many came to a session, how many of those listed did not, and the hours given in all."""

    attended: int
    absent: int
    hours: Decimal


def turnout(session: TrainingSession) -> Turnout:
    """Who came to a session, in figures."""
    found = session.attendances.aggregate(
        attended=Count("pk", filter=Q(signed=True)),
        absent=Count("pk", filter=Q(signed=False)),
        hours=Sum("hours"),
    )
    return Turnout(found["attended"], found["absent"], found["hours"] or Decimal(0))


def persons_of(user) -> QuerySet[Person]:
    """The persons an account may see: all for the office, for a coordinator those appointed or put forward in
    the own places, oneself for a member.
    """
    if is_office(user):
        return Person.objects.order_by()
    appointed = visible_appointments(user).order_by().values("person")
    put_forward = visible_nominations(user).order_by().values("person")
    mine = Q(pk__in=appointed) | Q(pk__in=put_forward) | Q(membership__user=user)
    return Person.objects.order_by().filter(mine)


def visible_attendances(user) -> QuerySet[Attendance]:
    """The attendances of the persons an account may see."""
    found = Attendance.objects.filter(person__in=persons_of(user).values("pk"))
    return found.select_related("session", "person")


def trainings_of(person: Person) -> QuerySet[Attendance]:
    """What somebody came to, the latest first."""
    came = Attendance.objects.attended().filter(person=person).select_related("session")
    return came.order_by("-session__starts_on", "-pk")


def hours_by_person(keys: Iterable[int]) -> dict[int, Decimal]:
    """The hours of training of each of these persons who came to any."""
    came = Attendance.objects.attended().filter(person__in=list(keys)).order_by()
    return dict(came.values_list("person").annotate(Sum("hours")))
