"""What people agreed to, and who may look at their numbers."""

from datetime import date

from django.db import transaction

from cms.core import audit
from cms.core.errors import RuleBroken, require
from cms.people.enums import ConsentPurpose
from cms.people.models import Consent, Person
from cms.people.permissions import can_reveal_numbers, can_see_person


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
