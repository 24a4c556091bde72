"""Who can be asked to a call, and which calls somebody can be asked to."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast

from cms.accounts.enums import Role
from cms.accounts.permissions import has_role, is_office
from cms.agencies.queries import agencies_of
from cms.people.models import Appointment
from cms.volunteering.enums import AnswerState, CallState
from cms.volunteering.models import Answer, Call, Profile, town_of


@dataclass(frozen=True)
class Span:
    """When somebody serves, having answered this call."""

    call: int
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Offer:
    """What a volunteer offers, read once for any number of calls. No towns or times named means any.

    `skills` is None where only the roster's words are known: then those tell.
    """

    skills: frozenset[int] | None
    words: str
    towns: frozenset[int]
    times: frozenset[str]
    busy: tuple[Span, ...]


def matching(call: Call) -> QuerySet[Appointment]:
    """Volunteers with the skill, who serve there and then, and are not engaged elsewhere at that time.

    Told by the database, which has thousands of them; `_fits` tells the same of one.
    """
    able, there = Q(), Q(profile=None)
    if call.skill:
        has_it = Profile.objects.filter(appointment=OuterRef("pk"), skills=call.skill)
        able = Q(Exists(has_it)) | Q(profile=None, speciality__icontains=call.skill.name)
    towns = Profile.towns.through.objects.filter(profile=OuterRef("profile"))
    there |= ~Exists(towns) | Exists(towns.filter(place=town_of(call.place)))
    then = Q(profile=None) | Q(times="[]") | Q(times__contains=f'"{call.slot}"')
    elsewhere = Answer.objects.coming().filter(call__state=CallState.OPEN).exclude(call=call.pk)
    busy = elsewhere.filter(call__starts_at__lt=call.ends_at, call__ends_at__gt=call.starts_at)
    found = Appointment.objects.volunteers().active().exclude(person__in=busy.values("appointment__person"))
    found = found.annotate(times=Cast("profile__times", TextField()))
    found = found.filter(able, there, then)
    return found.select_related("person__membership__user", "community__parent").order_by("pk")


def fits(volunteer: Appointment, call: Call) -> bool:
    offer = _offer_of(volunteer)
    return offer is not None and _fits(offer, call)


def _fits(offer: Offer, call: Call) -> bool:
    """Whether the call asks for what is offered, at a time that is free."""
    if call.skill and offer.skills is None:
        is_able = call.skill.name.casefold() in offer.words.casefold()
    else:
        is_able = not call.skill or call.skill.pk in (offer.skills or ())
    is_there = not offer.towns or town_of(call.place).pk in offer.towns
    is_then = not offer.times or call.slot in offer.times
    is_busy = any(
        span.call != call.pk and span.starts_at < call.ends_at and span.ends_at > call.starts_at
        for span in offer.busy
    )
    return is_able and is_there and is_then and not is_busy


def _offer_of(volunteer: Appointment) -> Offer | None:
    """None for who serves no more."""
    if not Appointment.objects.volunteers().active().filter(pk=volunteer.pk).exists():
        return None
    coming = Answer.objects.coming().filter(
        call__state=CallState.OPEN, appointment__person=volunteer.person_id
    )
    busy = [Span(*span) for span in coming.values_list("call", "call__starts_at", "call__ends_at")]
    profile = Profile.objects.filter(appointment=volunteer).prefetch_related("skills", "towns").first()
    return Offer(
        skills=frozenset(each.pk for each in profile.skills.all()) if profile else None,
        words=volunteer.speciality,
        towns=frozenset(each.pk for each in profile.towns.all()) if profile else frozenset(),
        times=frozenset(profile.times) if profile else frozenset(),
        busy=tuple(busy),
    )


def calls_of(user) -> QuerySet[Call]:
    """Those that the account runs: of its places, of the events its agencies hold; all for the office."""
    found = Call.objects.select_related("event__host", "event__venue", "place__parent", "skill")
    if is_office(user):
        return found
    mine = Q(event__host__in=agencies_of(user))
    if has_role(user, Role.COMMUNITY_COORDINATOR):
        held = user.coordinated.exclude(place__kind="district").values("place")
        mine |= Q(place__in=held) | Q(place__parent__in=held)
    return found.filter(mine).distinct()


def calls_for(volunteer: Appointment, now: datetime) -> list[Call]:
    """Open calls that fit the volunteer and that they have not answered, the nearest first."""
    found = (
        Call.objects.filter(state=CallState.OPEN, starts_at__gt=now)
        .exclude(answers__appointment=volunteer)
        .select_related("event__venue", "place__parent", "skill")
        .order_by("starts_at", "pk")
    )
    offer = _offer_of(volunteer)
    return [call for call in found if call.places_left > 0 and _fits(offer, call)] if offer else []


def answers_of(volunteer: Appointment) -> QuerySet[Answer]:
    """What the volunteer said yes to, the latest occasion first."""
    found = Answer.objects.filter(appointment__person=volunteer.person, state=AnswerState.ACCEPTED)
    return found.select_related("call__event__venue", "call__skill", "record").order_by("-call__starts_at")
