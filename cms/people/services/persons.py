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


class LooksAlike(RuleBroken):
    """Somebody like this stands in the roster; `persons` are those."""

    def __init__(self, persons: list[Person]):
        super().__init__(_("名册里已有同名、同出生年月或同手机号的人，请核对是不是同一个人。"))
        self.persons = persons


def add_person(values: Mapping[str, Any], *, actor, apart: Iterable[int] = ()) -> Person:
    """A new person; LooksAlike unless the actor says of all who look alike, by key, that they are others."""
    return _give(Person(), PERSONS.adds, values, actor, apart)


def add_newcomer(values: Mapping[str, Any], *, actor, apart: Iterable[int] = ()) -> Person:
    """As `add_person`, for a place: of those alike it is told only whom it may see.

    Whoever looks alike elsewhere is shown to the office when it registers the nomination.
    """
    elsewhere = {each.pk for each in persons_alike(Person(**values)) if not can_see_person(actor, each)}
    try:
        return _give(Person(), NEWCOMER, values, actor, {*apart, *elsewhere})
    except LooksAlike as found:
        raise LooksAlike([each for each in found.persons if each.pk not in elsewhere]) from None


def change_person(
    person: Person, values: Mapping[str, Any], *, actor, seen: str | None = None, apart: Iterable[int] = ()
) -> Person:
    """Correct what is known of a person; LooksAlike where that makes them look like another, as above."""
    return _give(person, PERSONS.changes, values, actor, apart, seen=seen)


def _give(person: Person, action, values, actor, apart, **options) -> Person:
    fresh = person._state.adding
    with writing(person, action, actor=actor, **options) as held:
        before = (held.name, held.birth)
        for name, value in values.items():
            setattr(held, name, value)
        if fresh or (held.name, held.birth) != before:
            alike = persons_alike(held)
            if {each.pk for each in alike} - set(apart):
                raise LooksAlike(alike)
    return held
