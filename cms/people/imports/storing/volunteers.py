"""Stores judged rows of a register of volunteers, with what they agreed to."""

from cms.intake.spec import Outcome, Row
from cms.intake.storing import RowStore
from cms.people.enums import ENDED, AppointmentRole, ConsentPurpose
from cms.people.imports.judging.volunteers import VOLUNTEERS
from cms.people.imports.storing.registers import RegisterStore, day_of
from cms.people.models import Appointment, Consent, Person, is_minor
from cms.places.models import Place

# The words people agreed to stand at the head of the register itself.
CONSENT_TEXT = "普法志愿者名册"


class VolunteerStore(RegisterStore):
    """The roster knows its people better: of them this register only fills gaps and keeps the own number."""

    form = VOLUNTEERS

    def store_part(self, rows: list[Row]) -> Outcome:
        outcome = super().store_part(rows)
        consents = self._consent(rows, outcome.records)
        done = tuple(
            "change" if what == "unchanged" and differs else what
            for what, differs in zip(outcome.done, consents, strict=True)
        )
        return Outcome(done, outcome.records)

    def held(self, persons: list[Person]) -> dict[tuple, Appointment]:
        stored = (
            Appointment.objects.volunteers().filter(person__in=persons).select_related("person", "community")
        )
        # Where somebody registered anew after leaving, the standing registration is the one meant.
        ended_first = sorted(stored, key=lambda item: (item.state not in ENDED, item.pk))
        return {self.key(item.person, item.community): item for item in ended_first}

    def key(self, person: Person, community: Place) -> tuple:
        return (person.pk,)

    def person_values(self, row: Row, person: Person) -> dict:
        values = row.values
        given = {
            "gender": values.get("性别"),
            "birth": (values.get("出生日期") or "")[:7],
            "phone": values.get("手机号码"),
        }
        if is_minor(values.get("出生日期"), self.journal.on):
            given["guardian_name"] = values.get("监护人姓名")
            given["guardian_phone"] = values.get("监护人电话")
        if self.keep_numbers:
            given["identity_number"] = values.get("身份证号")
        if not _has_other_roles(person):
            return given
        return {field: value for field, value in given.items() if not getattr(person, field)}

    def appointment_values(self, row: Row, person: Person) -> dict:
        values = row.values
        phone = values.get("手机号码")
        return {
            "volunteer_number": values.get("志愿者编号"),
            "team": values.get("服务队伍"),
            "speciality": values.get("服务专长"),
            "registered_on": day_of(values.get("注册日期")),
            "phone": phone if phone != person.phone else None,
            "remark": values.get("备注"),
        }

    def _consent(self, rows: list[Row], persons: tuple[int, ...]) -> list[bool]:
        """Give or withdraw consent to public listing as the rows say; whether it differs from before."""
        standing = {
            consent.person_id: consent
            for consent in Consent.objects.filter(
                person__in=persons, purpose=ConsentPurpose.LISTING, withdrawn_on=None
            )
        }
        store, differs = RowStore(self.journal, Consent, ["withdrawn_on"]), []
        for row, person in zip(rows, persons, strict=True):
            answer, held = row.values.get("同意公开信息"), standing.get(person)
            differs.append((answer == "是" and held is None) or (answer == "否" and held is not None))
            if answer == "是" and held is None:
                standing[person] = Consent(
                    person_id=person,
                    purpose=ConsentPurpose.LISTING,
                    text_version=CONSENT_TEXT,
                    given_on=self.journal.on,
                )
                store.add(standing[person])
            elif answer == "否" and held is not None and held.pk:
                store.change(held, {"withdrawn_on": max(self.journal.on, held.given_on)})
                del standing[person]
        store.write()
        return differs


def _has_other_roles(person: Person) -> bool:
    if not person.pk:
        return False
    return any(item.role != AppointmentRole.VOLUNTEER for item in person.appointments.all())
