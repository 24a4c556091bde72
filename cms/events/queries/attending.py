"""What the host is told of an event: who came in numbers, what was answered, how it was. No names."""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet, Sum

from cms.accounts.permissions import is_office
from cms.agencies.queries import agencies_of
from cms.events.enums import Clarity, Usefulness
from cms.events.models import Event, Feedback, Registration
from cms.events.queries import start_of_day

# Of fewer answers one could guess whose they are.
FEWEST_SHOWN = 3
LOOKED_BACK = datetime.timedelta(days=60)


@dataclass(frozen=True)
class Tally:
    """A question: how often each answer was given, and what was written."""

    asked: str
    counts: tuple[tuple[str, int], ...]
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Turnout:
    """Persons, not registrations: who holds a place, of those who came in, who waits."""

    seated: int
    arrived: int
    waiting: int


@dataclass(frozen=True)
class Opinion:
    """What was said of an event. The tallies are empty while there are fewer than FEWEST_SHOWN."""

    count: int
    tallies: tuple[Tally, ...]


def events_to_receive(user, on: datetime.date) -> QuerySet[Event]:
    """Published events that the account's agencies hold, all for the office; not those long over."""
    found = Event.objects.published().filter(ends_at__gte=start_of_day(on - LOOKED_BACK))
    if not is_office(user):
        found = found.filter(host__in=agencies_of(user))
    return found.select_related("host", "venue").order_by("starts_at", "pk")


def registrations_of(user) -> QuerySet[Registration]:
    """What the account itself has signed up for and not given back, the latest event first; kept as long as
    the registration tells whose it is.
    """
    own = Registration.objects.filter(account=user.pk, cancelled_at=None)
    return own.select_related("event__venue").order_by("-event__starts_at", "-pk")


def turnout(event: Event) -> Turnout:
    of_seated = Q(waits=False)
    found = event.registrations.standing().aggregate(
        seated=Sum("seats", filter=of_seated),
        arrived=Sum("seats", filter=of_seated & Q(arrived_at__isnull=False)),
        waiting=Sum("seats", filter=Q(waits=True)),
    )
    return Turnout(**{name: value or 0 for name, value in found.items()})


def answers_to(event: Event) -> list[Tally]:
    """What those who hold a place answered, question by question: how many wheelchairs, which session."""
    given: dict[str, list[str]] = {}
    for registration in event.registrations.seated():
        for asked, answer in registration.answered:
            given.setdefault(asked, []).append(answer)
    return [
        Tally(question.text, _counted(given.get(question.text, []), question.options))
        if question.options
        else Tally(question.text, (), tuple(sorted(given.get(question.text, []))))
        for question in event.asks
    ]


def opinion_of(event: Event) -> Opinion:
    rows = list(event.feedback.all())
    if len(rows) < FEWEST_SHOWN:
        return Opinion(len(rows), ())
    tallies = []
    for name, choices in (("useful", Usefulness), ("clear", Clarity)):
        labels = [str(choice.label) for choice in choices]
        given = [str(choices(getattr(row, name)).label) for row in rows]
        tallies.append(Tally(_label(name), _counted(given, labels)))
    words = tuple(sorted(row.words for row in rows if row.words))
    tallies.append(Tally(_label("words"), (), words))
    return Opinion(len(rows), tuple(tallies))


def _label(name: str) -> str:
    return str(next(field.verbose_name for field in Feedback._meta.fields if field.name == name))


def _counted(given: list[str], options: Iterable[str]) -> tuple[tuple[str, int], ...]:
    counts = Counter(given)
    return tuple((option, counts[option]) for option in options)
