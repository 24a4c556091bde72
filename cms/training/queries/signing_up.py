"""Sessions to come, and who of the own people may sign up or has."""

from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cms.accounts.enums import Role
from cms.accounts.permissions import has_role, is_office
from cms.people.enums import RUNNING, AppointmentState, NominationState
from cms.people.models import Person
from cms.people.queries import visible_appointments, visible_nominations
from cms.training.models import SignUp, TrainingSession
from cms.training.queries import persons_of

# Whom a session is for: those at work and those on the way.
TO_TRAIN = (AppointmentState.ACTIVE, AppointmentState.TRAINING, AppointmentState.NOMINATED)


def sessions_of(user, on: date) -> QuerySet[TrainingSession]:
    """Sessions not over on `on` that take or took sign-ups, with `own`: how many of the own people have a
    seat, and `own_waiting`: how many wait for one.
    """
    own = _own(user).filter(session=OuterRef("pk")).order_by().values("session")

    def how_many(**of):
        return Coalesce(Subquery(own.filter(**of).annotate(n=Count("pk")).values("n")), 0)

    return (
        TrainingSession.objects.filter(ends_on__gte=on)
        .filter(Q(takes_sign_ups=True) | Q(places_taken__gt=0))
        .select_related("venue", "host", "course")
        .annotate(own=how_many(waits=False), own_waiting=how_many(waits=True))
        .order_by("starts_on", "begins", "pk")
    )


def sessions_of_tomorrow(on: date) -> QuerySet[TrainingSession]:
    """Those that begin on the day after `on`, are not called off, and that people have signed up for."""
    found = TrainingSession.objects.filter(starts_on=on + timedelta(days=1), cancelled_at=None)
    return found.filter(places_taken__gt=0).select_related("venue").order_by("pk")


def doors_of(user, on: date) -> list[TrainingSession]:
    """Sessions of these days where the account checks people in, the next first.

    From a week before, so that the page is opened in time, to a week after, for what is sent late.
    """
    week = timedelta(days=7)
    near = TrainingSession.objects.filter(starts_on__lte=on + week, ends_on__gte=on - week, cancelled_at=None)
    found = near.filter(places_taken__gt=0).select_related("venue__place", "host").order_by("starts_on", "pk")
    if is_office(user):
        return list(found)
    held = user.coordinated.exclude(place__kind="district").values("place")
    mine = Q(pk=None)
    if has_role(user, Role.COMMUNITY_COORDINATOR):
        mine |= Q(venue__place__in=held) | Q(venue__place__parent__in=held)
    if has_role(user, Role.AGENCY_LOGGER):
        mine |= Q(host__members__user=user)
    return list(found.filter(mine).distinct())


def own_sign_ups(person: Person, on: date) -> QuerySet[SignUp]:
    """What somebody has signed up for that is not over on `on` nor called off, the next first."""
    to_come = SignUp.objects.standing().filter(session__ends_on__gte=on, session__cancelled_at=None)
    mine = to_come.filter(person=person).select_related("session__venue")
    return mine.order_by("session__starts_on", "session__begins", "pk")


def sign_ups_of(user, session: TrainingSession) -> QuerySet[SignUp]:
    """Those of the own people, the seated first, then who waits by turn."""
    found = _own(user).filter(session=session).select_related("person")
    return found.order_by("waits", "registered_at", "pk")


def persons_to_sign_up(user, session: TrainingSession, named: str = "") -> QuerySet[Person]:
    """The own people, and oneself, who are not on the list yet; `named` narrows.

    Those whose nomination waits for the training, `is_awaited`, come first, then all by name.
    """
    held = visible_appointments(user).filter(state__in=TO_TRAIN).order_by().values("person")
    on_the_list = session.sign_ups.standing().order_by().values("person")
    on_the_way = visible_nominations(user).filter(state__in=RUNNING).order_by().values("person")
    mine = Q(pk__in=held) | Q(pk__in=on_the_way) | Q(membership__user=user)
    found = Person.objects.filter(mine).exclude(pk__in=on_the_list)
    if named:
        found = found.filter(name__icontains=named)
    waiting = visible_nominations(user).filter(state=NominationState.TRAINING, person=OuterRef("pk"))
    return found.annotate(is_awaited=Exists(waiting)).order_by("-is_awaited", "name", "pk")


def persons_at_the_door(user, name: str) -> QuerySet[Person]:
    """The persons of this name whom the account looks after."""
    return persons_of(user).filter(name=name.strip()).select_related("membership").order_by("pk")


def _own(user) -> QuerySet[SignUp]:
    return SignUp.objects.standing().filter(person__in=persons_of(user).values("pk"))
