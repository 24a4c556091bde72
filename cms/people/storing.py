"""Stores judged rows of a roster in bulk: new persons, changed ones, and their appointments."""

from datetime import date
from decimal import Decimal

from cms.core import audit
from cms.intake.journal import Journal, assign, given
from cms.intake.spec import Outcome, Row, Verdict
from cms.people.enums import AppointmentRole, AppointmentState
from cms.people.judging import find_person, stored_by_name
from cms.people.models import Appointment, Person, RosterSetting
from cms.places.models import Place

BATCH = 500
_STATE_OF = {str(state.label): state for state in AppointmentState}
_PERSON_FIELDS = {
    "性别": "gender",
    "出生年月": "birth",
    "民族": "ethnicity",
    "政治面貌": "political_status",
    "文化程度": "education",
    "特长": "skills",
    "联系电话": "phone",
}
_APPOINTMENT_FIELDS = {
    "人员类别": "category",
    "推荐方式": "nominated_by",
    "培训情况": "training",
    "证书编号": "certificate_number",
    "备注": "remark",
}


class RosterStore:
    """Stores the rows of one file. A blank cell leaves what is stored; only differences are written."""

    def __init__(self, journal: Journal):
        self.journal = journal
        self.keep_numbers = RosterSetting.load().keep_identity_numbers
        self.communities = {
            (place.parent.name, place.name): place
            for place in Place.objects.communities().select_related("parent")
        }

    def store(self, rows: list[Row]) -> Outcome:
        """Store each row as a person and an appointment."""
        persons, new, changed = self._persons(rows)
        for person in (*new, *changed):
            person.set_numbers()
        Person.objects.bulk_create(new, batch_size=BATCH)
        Person.objects.bulk_update(
            changed,
            [*_PERSON_FIELDS.values(), "identity_number", "phone_fingerprint", "identity_fingerprint"],
            batch_size=BATCH,
        )
        for person in new:
            self.journal.created(person)
        for person, before in changed.items():
            self.journal.changed(person, before)
            audit.record(self.journal.actor, "people.person.change", person)
        appointed = self._appoint(persons, [row.values for row in rows])
        fresh = set(map(id, new))
        done = tuple(
            "create" if id(person) in fresh else "change" if person in changed or differs else "unchanged"
            for person, differs in zip(persons, appointed, strict=True)
        )
        return Outcome(done, tuple(person.pk for person in persons))

    def _persons(self, rows: list[Row]) -> tuple[list[Person], list[Person], dict[Person, dict]]:
        """The person of each row; those that are new; those that change, with their old values."""
        stored = stored_by_name({row.values["姓名"] for row in rows})
        by_row: dict[tuple, Person] = {}
        new: list[Person] = []
        changed: dict[Person, dict] = {}
        for row in rows:
            person = by_row.get(row.other.row) if row.other and row.verdict is Verdict.SAME else None
            person = person or self._stored(row, stored.get(row.values["姓名"], ()))
            if person is None:
                person = Person(name=row.values["姓名"])
                new.append(person)
            before = assign(person, self._person_values(row.values))
            if before and person.pk:
                changed[person] = {**before, **changed.get(person, {})}
            by_row[row.sheet, row.number] = person
        return list(by_row.values()), new, changed

    def _stored(self, row: Row, candidates) -> Person | None:
        """The stored person a row means, heeding what a person said of it."""
        named = row.other.record if row.other else None
        if row.verdict is Verdict.SAME and named:
            return next((person for person in candidates if person.pk == named), None)
        if row.verdict is Verdict.APART:
            candidates = [person for person in candidates if person.pk != named]
        return find_person(row.values, candidates)

    def _person_values(self, values: dict) -> dict:
        fields = {field: values.get(column) for column, field in _PERSON_FIELDS.items()}
        if self.keep_numbers:
            fields["identity_number"] = values.get("身份证号")
        return given(fields)

    def _appoint(self, persons: list[Person], rows: list[dict]) -> list[bool]:
        held = {
            (appointment.person_id, appointment.community_id): appointment
            for appointment in Appointment.objects.literate().filter(person__in=persons)
        }
        new, changed, differs = [], {}, []
        for person, values in zip(persons, rows, strict=True):
            community = self.communities[values["所属街镇"], values["所属居村"]]
            appointment = held.get((person.pk, community.pk))
            fields = self._appointment_values(values)
            if appointment is None:
                # Who stands on a roster without a word on it is on the roster.
                fields = {"state": AppointmentState.ACTIVE, **fields}
                appointment = Appointment(
                    person=person, community=community, role=AppointmentRole.LITERATE, **fields
                )
                held[person.pk, community.pk] = appointment
                new.append(appointment)
                differs.append(True)
                continue
            before = assign(appointment, fields)
            differs.append(bool(before))
            if before and appointment.pk:
                changed[appointment] = {**before, **changed.get(appointment, {})}
        Appointment.objects.bulk_create(new, batch_size=BATCH)
        Appointment.objects.bulk_update(
            changed,
            [*_APPOINTMENT_FIELDS.values(), "score", "certified_on", "state"],
            batch_size=BATCH,
        )
        for appointment in new:
            self.journal.created(appointment)
        for appointment, before in changed.items():
            self.journal.changed(appointment, before)
        return differs

    def _appointment_values(self, values: dict) -> dict:
        fields = {field: values.get(column) for column, field in _APPOINTMENT_FIELDS.items()}
        if values.get("考核成绩") is not None:
            fields["score"] = Decimal(str(values["考核成绩"]))
        if values.get("发证日期"):
            fields["certified_on"] = date.fromisoformat(values["发证日期"])
        fields["state"] = _STATE_OF.get(values.get("状态") or "")
        return given(fields)
