"""A person enters the roster once: whoever looks like somebody there is somebody else by a decision only."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.core.errors import RuleBroken
from cms.core.writing import Action, writing
from cms.people.models import Person
from cms.people.permissions import can_see_person, coordinates
from cms.people.queries import persons_alike
from cms.people.services.tables import PERSONS

# By whoever puts them forward; that it is for the own place, the nomination asks in the same breath.
NEWCOMER = Action[Person]("people.person.newcomer", _("登记新人"), coordinates)


SAME_IN_ALL = _("名册里已有同名、同出生年月、同手机号的人，就是同一个人，请选名册里的那一位，不要再登记。")


class LooksAlike(RuleBroken):
    """Somebody like this stands in the roster: `persons`; one is the very same where `is_certain`."""

    def __init__(self, persons: list[Person], *, is_certain: bool = False):
        told = _("名册里已有同名、同出生年月或同手机号的人，请核对是不是同一个人。")
        super().__init__(SAME_IN_ALL if is_certain else told)
        self.persons, self.is_certain = persons, is_certain


def add_person(values: Mapping[str, Any], *, actor, apart: Iterable[int] = ()) -> Person:
    """A new person; LooksAlike unless the actor says of all who look alike, by key, that they are others.

    Of whoever has the same name, birth and telephone nobody can say that.
    """
    return _give(Person(), PERSONS.adds, values, actor, apart)


def add_newcomer(values: Mapping[str, Any], *, actor, apart: Iterable[int] = ()) -> Person:
    """As `add_person`, for a place: of those alike it is told only whom it may see.

    Whoever looks alike elsewhere is shown to the office when it registers the nomination.
    """
    elsewhere = {each.pk for each in persons_alike(Person(**values)) if not can_see_person(actor, each)}
    try:
        return _give(Person(), NEWCOMER, values, actor, apart, unseen=elsewhere)
    except LooksAlike as found:
        seen = [each for each in found.persons if each.pk not in elsewhere]
        raise LooksAlike(seen, is_certain=found.is_certain) from None


def change_person(
    person: Person, values: Mapping[str, Any], *, actor, seen: str | None = None, apart: Iterable[int] = ()
) -> Person:
    """Correct what is known of a person; LooksAlike where that makes them look like another, as above."""
    return _give(person, PERSONS.changes, values, actor, apart, seen=seen)


def is_certainly(person: Person, other: Person) -> bool:
    """Whether two of one name have one birth and one telephone as well."""
    known = (person.birth, person.phone)
    return all(known) and known == (other.birth, other.phone)


def _give(person: Person, action, values, actor, apart, unseen=(), **options) -> Person:
    fresh = person._state.adding
    with writing(person, action, actor=actor, **options) as held:
        before = (held.name, held.birth)
        for name, value in values.items():
            setattr(held, name, value)
        if fresh or (held.name, held.birth) != before:
            alike = persons_alike(held)
            certain = {each.pk for each in alike if fresh and is_certainly(held, each)} - set(unseen)
            if certain or {each.pk for each in alike} - {*apart, *unseen}:
                raise LooksAlike(alike, is_certain=bool(certain))
    return held
