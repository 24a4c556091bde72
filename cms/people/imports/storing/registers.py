"""What every register of persons is stored by: new persons, changed ones, and their appointments, in bulk.

A blank cell leaves what is stored; only differences are written.
"""

from datetime import date
from typing import Any

from cms.intake.journal import Journal, given
from cms.intake.spec import Outcome, Row, Verdict
from cms.intake.storing import STEP, RowStore
from cms.people.enums import ENDED, AppointmentState
from cms.people.imports.matching import Form, StoredPersons
from cms.people.models import Appointment, Person, RosterSetting
from cms.places.models import Place

_STATE_OF = {str(state.label): state for state in AppointmentState}
_PERSON_FIELDS = (
    "gender", "birth", "ethnicity", "political_status", "education", "skills", "phone", "phone_fingerprint",
    "identity_number", "identity_fingerprint", "guardian_name", "guardian_phone",
)  # fmt: skip
_APPOINTMENT_FIELDS = (
    "community", "state", "category", "nominated_by", "training", "score", "certificate_number",
    "certified_on", "volunteer_number", "team", "speciality", "registered_on", "phone", "phone_fingerprint",
    "remark",
)  # fmt: skip


class RegisterStore:
    """Stores the rows of one file. Subclasses say what a row means for a person and an appointment."""

    form: Form

    def __init__(self, journal: Journal):
        self.journal = journal
        # Of the parts before: the new persons, the rows that later ones repeat, and what became of those.
        self.created: set[int] = set()
        self.repeated: set[tuple] = set()
        self.by_row: dict[tuple, Person] = {}
        self.appointed: dict[tuple, Appointment] = {}
        self.rehearsed: list[Appointment] = []
        self.keep_numbers = RosterSetting.load().keep_identity_numbers
        places = Place.objects.select_related("parent")
        self.communities = {(place.parent.name, place.name): place for place in places.communities()}
        self.subdistricts = {place.name: place for place in places.subdistricts()}

    def person_values(self, row: Row, person: Person) -> dict[str, Any]:
        """What a row says of its person, by field."""
        raise NotImplementedError

    def appointment_values(self, row: Row, person: Person) -> dict[str, Any]:
        """What a row says of its person's appointment, by field."""
        raise NotImplementedError

    def held(self, persons: list[Person]) -> dict[tuple, Appointment]:
        """The stored appointments of these persons in this role, by `key`."""
        stored = Appointment.objects.filter(role=self.form.role, person__in=persons)
        return {self.key(item.person, item.community): item for item in stored.select_related("person")}

    # Who has left or was removed comes back by a decision, not by an old list.
    decided: tuple[str, ...] = ENDED

    def key(self, person: Person, community: Place) -> tuple:
        """By what an appointment of a person is found again."""
        return person.pk, community.pk

    def store(self, rows: list[Row]) -> Outcome:
        """Store each row as a person and an appointment; part by part, so that memory holds one of them."""
        self.repeated = {row.same.row for row in rows if row.same and row.same.row}
        done: list[str] = []
        records: list[int | None] = []
        for start in range(0, len(rows), STEP):
            outcome = self.store_part(rows[start : start + STEP])
            done += outcome.done
            records += outcome.records
            self.journal.advance(len(done), len(rows))
        return Outcome(tuple(done), tuple(records))

    def store_part(self, rows: list[Row]) -> Outcome:
        """Store some rows; those before them are stored."""
        store = RowStore(self.journal, Person, _PERSON_FIELDS)
        persons = self._persons(rows, store)
        _write(store)
        appointed = self._appoint(rows, persons)
        fresh, done = set(store.new), []
        for person, differs in zip(persons, appointed, strict=True):
            altered = "change" if person in store.changed or differs else "unchanged"
            # A second row of a new person adds to it.
            done.append("create" if person in fresh else altered)
            fresh.discard(person)
        self.created.update(person.pk for person in store.new)
        return Outcome(tuple(done), tuple(person.pk for person in persons))

    def _persons(self, rows: list[Row], store: RowStore) -> list[Person]:
        """The person of each row."""
        self.stored = StoredPersons(self.form, {row.values["姓名"] for row in rows}, self.created)
        found = []
        for row in rows:
            person = self.by_row.get(row.same.row) if row.same else None
            person = person or self._stored(row)
            if person is None:
                person = Person(name=row.values["姓名"])
                store.add(person)
            values = given(self.person_values(row, person))
            store.change(person, _missing(person, values) if _repeats(row) else values)
            found.append(person)
            if (row.sheet, row.number) in self.repeated:
                self.by_row[row.sheet, row.number] = person
        return found

    def _stored(self, row: Row) -> Person | None:
        """The stored person a row means, heeding what a person said of it."""
        named = row.other.record if row.other else None
        if named and row.same:
            candidates = self.stored.by_name[row.values["姓名"]]
            return next((person for person in candidates if person.pk == named), None)
        apart_from = named if row.verdict is Verdict.APART else None
        match = self.stored.find(self.form.traits(row.values), apart_from)
        return match.person if match else None

    def _appoint(self, rows: list[Row], persons: list[Person]) -> list[bool]:
        held = self.appointed | self.held(persons)
        store, differs = RowStore(self.journal, Appointment, _APPOINTMENT_FIELDS), []
        for row, person in zip(rows, persons, strict=True):
            community = self._place(row.values)
            fields = {"community": community, **given(self.appointment_values(row, person))}
            if state := _STATE_OF.get(row.values.get("状态") or ""):
                fields["state"] = state
            key = self.key(person, community)
            appointment = held.get(key)
            if appointment is None:
                fields = {"state": AppointmentState.ACTIVE, **fields}
                appointment = Appointment(person=person, role=self.form.role, **fields)
                held[key] = appointment
                store.add(appointment)
                if self.journal.rehearsed and (row.sheet, row.number) in self.repeated:
                    self.rehearsed.append(appointment)
                differs.append(True)
                continue
            if appointment.state in self.decided:
                fields.pop("state", None)
            if row.same and getattr(appointment, self.form.badge_field):
                # Somebody entered twice goes by the number given first: others already refer to it.
                fields.pop(self.form.badge_field, None)
            wanted = _missing(appointment, fields) if _repeats(row) else fields
            differs.append(store.change(appointment, wanted) == "change")
        _write(store)
        # What is stored is found again in the database; what is only rehearsed is not.
        self.appointed |= {self.key(each.person, each.community): each for each in self.rehearsed}
        return differs

    def _place(self, values: dict) -> Place:
        if values.get("所属居村"):
            return self.communities[values["所属街镇"], values["所属居村"]]
        return self.subdistricts[values["所属街镇"]]


def _write(store: RowStore) -> None:
    # Nobody looks for what is only rehearsed.
    if not store.journal.rehearsed:
        for record in (*store.new, *store.changed):
            record.set_numbers()
    store.write()


def day_of(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _repeats(row: Row) -> bool:
    """True where a person said that the row repeats an earlier one: it adds to it, and overrules nothing."""
    return bool(row.same and row.same.row)


def _missing(record: Person | Appointment, values: dict[str, Any]) -> dict[str, Any]:
    return {field: value for field, value in values.items() if getattr(record, field) in (None, "")}
