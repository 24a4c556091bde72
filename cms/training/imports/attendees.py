"""Finds the person on the roster whom an attendance list means."""

from collections import defaultdict
from collections.abc import Iterable

from cms.core.seats import typed_code
from cms.people.enums import AppointmentRole
from cms.people.models import Appointment, Person
from cms.training.models import SignUp

# Who is trained, also once the term is over: volunteers have lists of their own.
TRAINED = (AppointmentRole.LITERATE, AppointmentRole.LEADER)


class Attendees:
    """The persons of some names on the roster, with the tails of their telephone numbers and their 居村.

    `codes` are those that stand in the rows: who signed up for a session is known by the code alone.
    """

    def __init__(self, names: Iterable[str | None], codes: Iterable[str | None] = ()):
        wanted = {typed_code(code) for code in codes if code}
        signed_up = SignUp.objects.filter(code__in=wanted).select_related("session", "person")
        self._by_code = {
            (each.session.title, each.session.starts_on.isoformat(), each.code): each.person
            for each in (signed_up if wanted else ())
        }
        self._by_name: dict[str, list[Person]] = defaultdict(list)
        self._tails: dict[int, set[str]] = defaultdict(set)
        self._places: dict[int, set[str]] = defaultdict(set)
        persons: dict[int, Person] = {}
        held = Appointment.objects.filter(person__name__in=set(names) - {None})
        for appointment in held.select_related("person", "community").order_by("pk"):
            person = persons.setdefault(appointment.person_id, appointment.person)
            self._tails[person.pk] |= {person.phone[-4:], appointment.phone[-4:]} - {""}
            if appointment.role in TRAINED:
                self._places[person.pk].add(appointment.community.name)
        for pk in self._places:
            self._by_name[persons[pk].name].append(persons[pk])

    def named(self, name: str | None) -> list[Person]:
        return self._by_name.get(name or "", [])

    def find(self, name: str | None, tail: str | None, community: str | None) -> Person | None:
        """The one person of this name and tail; without a tail, of this name and 居村."""
        agreeing = [person for person in self.named(name) if tail in self._tails[person.pk]]
        if tail and len(agreeing) == 1:
            return agreeing[0]
        here = self.nearest(name, community) if agreeing or not tail else None
        return here if here and (not agreeing or here in agreeing) else None

    def of_row(self, values: dict) -> Person | None:
        """The one person a row means: by the code where it has the name of its holder, else as `find`."""
        name, tail, community = values.get("姓名"), values.get("手机尾号"), values.get("所属居村")
        key = values.get("培训名称"), values.get("培训日期"), typed_code(values.get("签到码") or "")
        holder = self._by_code.get(key)
        if holder and holder.name == name:
            return holder
        return self.find(name, tail, community)

    def nearest(self, name: str | None, community: str | None) -> Person | None:
        """The one person of this name in this 居村, whatever the tail."""
        here = [person for person in self.named(name) if community in self._places[person.pk]]
        return here[0] if len(here) == 1 else None
