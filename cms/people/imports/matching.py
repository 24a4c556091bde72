"""Who is who: whether two rows, or a row and a stored person, are one human being.

One person must not become two, nor two persons one. Identity number, or name and telephone, make certain;
name and birth alone only suggest.
"""

from collections import defaultdict
from collections.abc import Container, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cms.core.protected import fingerprint
from cms.people.enums import AppointmentRole
from cms.people.imports.origins import identity_fingerprints
from cms.people.models import Person


@dataclass(frozen=True)
class Form:
    """A register and the columns in which it states who somebody is.

    `badge` is the column of the number the register itself gives, `badge_field` where it is kept.
    """

    role: AppointmentRole
    phone: str
    birth: str
    badge: str
    badge_field: str

    def traits(self, values: dict[str, Any]) -> "Traits":
        """What a row says of a person."""
        return Traits(
            name=values.get("姓名") or "",
            number=values.get("身份证号") or "",
            phone=values.get(self.phone) or "",
            birth=(values.get(self.birth) or "")[:7],
            badge=values.get(self.badge) or "",
            community=values.get("所属居村") or values.get("所属街镇") or "",
        )


@dataclass(frozen=True, slots=True)
class Traits:
    """What tells people apart. `birth` is a month, YYYY-MM; what is not known is empty."""

    name: str
    number: str
    phone: str
    birth: str
    badge: str
    community: str


def same_person(one: Traits, other: Traits) -> bool:
    """Whether two rows with one name are certainly or very probably one person.

    Namesakes differ in what both state: identity number, else birth. Rows agree by number, or by telephone,
    or by birth in one community; in two, where no telephone tells them apart. In one community they may be
    one wherever nothing tells them apart.
    """
    if one.number and other.number:
        return one.number == other.number
    if _contradict(one.birth, other.birth):
        return False
    if one.phone and one.phone == other.phone:
        return True
    untold = not (one.phone and other.phone)
    here = bool(one.community) and one.community == other.community
    if one.birth and other.birth:
        return here or untold
    return here and untold


@dataclass(frozen=True)
class Match:
    """A stored person and what proved it: "id", "name+phone", "badge" or "place"."""

    person: Person
    by: str


class StoredPersons:
    """The stored persons of some names, as one register sees them; `apart` are left out."""

    def __init__(self, form: Form, names: Iterable[str], apart: Container[int] = ()):
        self.form = form
        self.by_name: dict[str, list[Person]] = defaultdict(list)
        persons = Person.objects.filter(name__in=set(names)).prefetch_related("appointments__community")
        for person in persons.order_by("pk"):
            if person.pk not in apart:
                self.by_name[person.name].append(person)

    def find(self, traits: Traits, apart_from: int | None = None) -> Match | None:
        """The stored person a row certainly means, if any; `apart_from` is one a person said it is not."""
        candidates = [person for person in self.by_name.get(traits.name, ()) if person.pk != apart_from]
        if not candidates:
            return None
        number, phone = fingerprint(traits.number, "identity"), fingerprint(traits.phone, "phone")

        def same_phone(person: Person) -> bool:
            return phone in phones_of(person) and not _contradict(person.birth, traits.birth)

        for by, stated, proves in (
            ("id", number, lambda person: number in self._numbers(person)),
            ("name+phone", phone, same_phone),
            ("badge", traits.badge, lambda person: traits.badge in self._badges(person)),
            ("place", traits.community, lambda person: self._agrees(person, traits, phone)),
        ):
            found = [person for person in candidates if stated and proves(person)]
            # Of two in one place whose birth nobody knows, the place alone proves neither.
            if found and (by != "place" or traits.birth or len(found) == 1):
                return Match(found[0], by)
        return None

    def alike(self, traits: Traits) -> Person | None:
        """A stored person with the same name and birth month, or of the same name in this very register and
        place with nothing that tells them apart, where no identity number speaks against it."""
        namesakes = self.by_name.get(traits.name, ())
        number = fingerprint(traits.number, "identity") if namesakes else ""
        for person in namesakes:
            known = self._numbers(person) if number else set()
            by_birth = traits.birth and person.birth == traits.birth
            if (by_birth or self._is_here(person, traits)) and not (known and number not in known):
                return person
        return None

    def _badges(self, person: Person) -> set[str]:
        return {getattr(item, self.form.badge_field) for item in person.appointments.all()} - {""}

    def _agrees(self, person: Person, traits: Traits, phone: str) -> bool:
        """Whether this very register has somebody of this birth in this place, under no other telephone."""
        silent = not phone or not phones_of(person)
        return person.birth == traits.birth and traits.community in self._places(person) and silent

    def _is_here(self, person: Person, traits: Traits) -> bool:
        silent = not traits.phone or not phones_of(person)
        told_apart = _contradict(person.birth, traits.birth)
        return traits.community in self._places(person) and silent and not told_apart

    def _places(self, person: Person) -> set[str]:
        return {item.community.name for item in person.appointments.all() if item.role == self.form.role}

    def _numbers(self, person: Person) -> set[str]:
        if person.identity_fingerprint:
            return {person.identity_fingerprint}
        return self._stated_numbers.get(person.pk, set())

    @cached_property
    def _stated_numbers(self) -> dict[int, set[str]]:
        return identity_fingerprints(person.pk for group in self.by_name.values() for person in group)


def phones_of(person: Person) -> set[str]:
    """The fingerprints of all telephone numbers known of a person; appointments are best prefetched."""
    known = {person.phone_fingerprint, *(item.phone_fingerprint for item in person.appointments.all())}
    return known - {""}


def _contradict(one: str, other: str) -> bool:
    return bool(one and other and one != other)
