"""Writes of the rosters: permission, rule, audit, all in one transaction."""

from datetime import date

from django.db import IntegrityError, transaction

from cms.core import audit
from cms.core.errors import RuleBroken, require
from cms.people.enums import STEPS, AppointmentState, ConsentPurpose
from cms.people.models import Appointment, Consent, Person
from cms.people.permissions import (
    can_manage_people,
    can_nominate,
    can_remove,
    can_reveal_numbers,
    can_see_person,
)


@transaction.atomic
def nominate(person: Person, *, role: str, community, actor, **details) -> Appointment:
    """Nominate a person for a role in a community; RuleBroken where the person holds it there already."""
    require(can_nominate(actor, community))
    if Appointment.objects.filter(person=person, role=role, community=community).exists():
        raise RuleBroken("此人在这个居村已有同一角色的任用，不必重复提名。")
    if not community.is_community:
        raise RuleBroken("任用以居村为单位，请选择居民委员会或村民委员会。")
    appointment = Appointment(person=person, role=role, community=community, **details)
    appointment.full_clean()
    appointment.save()
    audit.record(actor, "people.appointment.nominate", appointment)
    return appointment


@transaction.atomic
def move_appointment(appointment: Appointment, to: AppointmentState, *, actor, reason: str = "") -> None:
    """Take an appointment to its next state. Removal needs a reason and the district's decision."""
    appointment = Appointment.objects.select_for_update().get(pk=appointment.pk)
    removal = to in (AppointmentState.REMOVED, AppointmentState.LEFT)
    require(can_remove(actor, appointment) if removal else can_manage_people(actor))
    if to not in STEPS[AppointmentState(appointment.state)]:
        raise RuleBroken(
            f"任用现为“{appointment.get_state_display()}”，不能直接改为“{AppointmentState(to).label}”。"
        )
    if removal and not reason.strip():
        raise RuleBroken("请写明退出或撤销的理由。")
    before, appointment.state = appointment.state, to
    appointment.save()
    audit.record(actor, "people.appointment.move", appointment, before=before, after=to, reason=reason)


@transaction.atomic
def certify(appointment: Appointment, *, number: str, on: date, actor) -> None:
    """Give an appointment its certificate; numbers are unique."""
    require(can_manage_people(actor))
    appointment.certificate_number, appointment.certified_on = number, on
    try:
        with transaction.atomic():
            appointment.save()
    except IntegrityError:
        raise RuleBroken(f"证书编号“{number}”已经用过，请换一个。") from None
    audit.record(actor, "people.appointment.certify", appointment, number=number)


@transaction.atomic
def give_consent(person: Person, purpose: ConsentPurpose, *, text_version: str, on: date, actor) -> Consent:
    """Record a person's consent; a standing one for the same purpose is kept."""
    require(can_see_person(actor, person))
    consent, created = Consent.objects.get_or_create(
        person=person,
        purpose=purpose,
        withdrawn_on=None,
        defaults={"text_version": text_version, "given_on": on},
    )
    if created:
        audit.record(actor, "people.consent.give", person, purpose=purpose)
    return consent


@transaction.atomic
def withdraw_consent(person: Person, purpose: ConsentPurpose, *, on: date, actor) -> None:
    """End a standing consent; nothing happens where there is none."""
    require(can_see_person(actor, person))
    if person.consents.filter(purpose=purpose, withdrawn_on=None).update(withdrawn_on=on):
        audit.record(actor, "people.consent.withdraw", person, purpose=purpose)


@transaction.atomic
def reveal_numbers(person: Person, *, reason: str, actor) -> dict[str, str]:
    """The full numbers of a person, for a stated reason that is logged."""
    require(can_reveal_numbers(actor))
    if len(reason.strip()) < 4:
        raise RuleBroken("请写明查看的理由，至少四个字。")
    audit.record(actor, "people.person.reveal", person, reason=reason.strip())
    return {"手机号": person.phone, "身份证号": person.identity_number}
