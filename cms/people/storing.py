"""Stores judged rows of a roster in bulk: new persons, changed ones, and their appointments."""

from datetime import date
from decimal import Decimal

from cms.core import audit
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

    def __init__(self, actor):
        self.actor = actor
        self.keep_numbers = RosterSetting.load().keep_identity_numbers
        self.communities = {
            (place.parent.name, place.name): place
            for place in Place.objects.communities().select_related("parent")
        }

    def store(self, rows: list[dict]) -> tuple[str, ...]:
        """Store the values of each row; return what was done to each: create, change or unchanged."""
        stored = stored_by_name({values["姓名"] for values in rows})
        new, changed, done = [], [], []
        pairs = []
        for values in rows:
            person = find_person(values, stored.get(values["姓名"], ()))
            if person is None:
                person = Person(name=values["姓名"])
                self._fill(person, values)
                new.append(person)
                done.append("create")
            elif self._fill(person, values):
                changed.append(person)
                done.append("change")
            else:
                done.append("unchanged")
            pairs.append((person, values))
        for person in (*new, *changed):
            person.set_numbers()
        Person.objects.bulk_create(new, batch_size=BATCH)
        Person.objects.bulk_update(
            changed,
            [*_PERSON_FIELDS.values(), "identity_number", "phone_fingerprint", "identity_fingerprint"],
            batch_size=BATCH,
        )
        appointed = self._appoint(pairs)
        done = [
            "change" if what == "unchanged" and differs else what
            for what, differs in zip(done, appointed, strict=True)
        ]
        for person in changed:
            audit.record(self.actor, "people.person.change", person)
        return tuple(done)

    def _fill(self, person: Person, values: dict) -> bool:
        """Write the given values into the person; True where something differs."""
        given = {field: values.get(column) for column, field in _PERSON_FIELDS.items()}
        if self.keep_numbers:
            given["identity_number"] = values.get("身份证号")
        return _write(person, given)

    def _appoint(self, pairs: list[tuple[Person, dict]]) -> list[bool]:
        held = {
            (appointment.person_id, appointment.community_id): appointment
            for appointment in Appointment.objects.literate().filter(
                person__in=[person for person, _ in pairs]
            )
        }
        new, changed, differs = [], [], []
        for person, values in pairs:
            community = self.communities[values["所属街镇"], values["所属居村"]]
            appointment = held.get((person.pk, community.pk))
            given = self._appointment_values(values)
            if appointment is None:
                appointment = Appointment(person=person, community=community, role=AppointmentRole.LITERATE)
                _write(appointment, given)
                new.append(appointment)
                differs.append(True)
            else:
                differs.append(_write(appointment, given))
                if differs[-1]:
                    changed.append(appointment)
        Appointment.objects.bulk_create(new, batch_size=BATCH)
        Appointment.objects.bulk_update(
            changed,
            [*_APPOINTMENT_FIELDS.values(), "score", "certified_on", "state"],
            batch_size=BATCH,
        )
        return differs

    def _appointment_values(self, values: dict) -> dict:
        given = {field: values.get(column) for column, field in _APPOINTMENT_FIELDS.items()}
        if values.get("考核成绩") is not None:
            given["score"] = Decimal(str(values["考核成绩"]))
        if values.get("发证日期"):
            given["certified_on"] = date.fromisoformat(values["发证日期"])
        given["state"] = _STATE_OF.get(values.get("状态") or "", AppointmentState.ACTIVE)
        return given


def _write(record, given: dict) -> bool:
    differs = False
    for field, value in given.items():
        if value not in (None, "") and getattr(record, field) != value:
            setattr(record, field, value)
            differs = True
    return differs
