"""What people agreed to, and who may look at their numbers."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cms.accounts.enums import Role
from cms.core.errors import NotAllowed, RuleBroken
from cms.core.models import AuditEntry
from cms.people.enums import ConsentPurpose
from cms.people.models import Consent
from cms.people.services import give_consent, reveal_numbers, withdraw_consent
from cms.places.models import PlaceCoordinator
from tests.cms.accounts.factories import UserFactory
from tests.cms.people.factories import AppointmentFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return UserFactory(roles=[Role.OFFICE])


def give(person, actor, on=date(2026, 1, 1), purpose=ConsentPurpose.LISTING):
    return give_consent(person, purpose=purpose, text_version="2026-1", given_on=on, actor=actor)


def test_consent_stands_until_withdrawn_and_can_be_given_again(office):
    person = PersonFactory()
    for on in (date(2026, 1, 1), date(2026, 3, 1)):
        consent = give(person, office, on)
        with pytest.raises(RuleBroken, match="仍然有效"):
            give(person, office, on)
        withdraw_consent(consent, withdrawn_on=on, actor=office)
    assert list(person.consents.values_list("given_on", "withdrawn_on").order_by("given_on")) == [
        (date(2026, 1, 1), date(2026, 1, 1)),
        (date(2026, 3, 1), date(2026, 3, 1)),
    ]
    trail = AuditEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(trail) == ["people.consent.give", "people.consent.withdraw"] * 2


def test_consents_to_several_purposes_stand_beside_each_other(office):
    person = PersonFactory()
    for purpose in ConsentPurpose:
        give(person, office, purpose=purpose)
    assert person.consents.count() == len(ConsentPurpose)


def test_consent_is_withdrawn_once_and_not_before_it_was_given(office):
    consent = give(PersonFactory(), office)
    with pytest.raises(RuleBroken, match="不能早于同意日期"):
        withdraw_consent(consent, withdrawn_on=date(2025, 12, 31), actor=office)
    withdraw_consent(consent, withdrawn_on=date(2026, 1, 1), actor=office)
    with pytest.raises(RuleBroken, match="已经撤回"):
        withdraw_consent(consent, withdrawn_on=date(2026, 1, 2), actor=office)
    consent.refresh_from_db()
    assert consent.withdrawn_on == date(2026, 1, 1)


def test_consent_is_neither_given_nor_withdrawn_tomorrow(office):
    today, person = timezone.localdate(), PersonFactory()
    with pytest.raises(RuleBroken, match="将来"):
        give(person, office, today + timedelta(days=1))
    consent = give(person, office, today)
    with pytest.raises(RuleBroken, match="将来"):
        withdraw_consent(consent, withdrawn_on=today + timedelta(days=1), actor=office)
    withdraw_consent(consent, withdrawn_on=today, actor=office)


def test_coordinator_keeps_the_consents_of_the_own_people_only():
    own, other = AppointmentFactory(), AppointmentFactory()
    coordinator = UserFactory(roles=[Role.COMMUNITY_COORDINATOR])
    PlaceCoordinator.objects.create(user=coordinator, place=own.community)
    withdraw_consent(give(own.person, coordinator), withdrawn_on=date(2026, 2, 1), actor=coordinator)
    with pytest.raises(NotAllowed):
        give(other.person, coordinator)
    held = Consent.objects.create(
        person=other.person, purpose=ConsentPurpose.PHOTO, text_version="1", given_on=date(2026, 1, 1)
    )
    with pytest.raises(NotAllowed):
        withdraw_consent(held, withdrawn_on=date(2026, 2, 1), actor=coordinator)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_full_numbers_are_for_administrators(role):
    with pytest.raises(NotAllowed):
        reveal_numbers(PersonFactory(), reason="核对本人信息", actor=UserFactory(roles=[role]))
    assert not AuditEntry.objects.exists()


def test_full_numbers_need_a_reason_and_leave_a_trace():
    person = PersonFactory(phone="19900001234")
    admin = UserFactory(roles=[Role.ADMINISTRATOR])
    for reason in ("", "   ", " 查一查 "):
        with pytest.raises(RuleBroken, match="至少四个字"):
            reveal_numbers(person, reason=reason, actor=admin)
    assert not AuditEntry.objects.exists()
    assert reveal_numbers(person, reason=" 核对信息 ", actor=admin)["手机号"] == "19900001234"
    entry = AuditEntry.objects.get(action="people.person.reveal")
    assert (entry.actor, entry.detail) == (admin, {"reason": "核对信息"})
