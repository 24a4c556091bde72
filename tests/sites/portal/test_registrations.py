"""What a member has signed up for: seen, given back, and forms that need not be filled in again."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.accounts.enums import Role
from cms.events.models import Registration
from cms.events.queries.attending import registrations_of
from cms.events.services.registering import forget_registrations, register
from cms.people.models import Membership
from tests.cms.accounts.factories import UserFactory
from tests.cms.events.factories import EventFactory
from tests.cms.people.factories import PersonFactory

pytestmark = pytest.mark.django_db
PHONE = "13800000001"
HOME = "/portal/"


@pytest.fixture
def member():
    return UserFactory(roles=[Role.MEMBER])


@pytest.fixture
def event():
    return EventFactory(takes_registrations=True, capacity=3)


def sign_up(event, account, phone=PHONE, **values):
    return register(event, name="王小明", phone=phone, agreed=True, account=account, **values)


def cancel(registration):
    return reverse("portal:registration_cancel", args=[registration.pk])


def test_who_is_signed_in_finds_the_registration_on_the_own_page(client, member, event):
    client.force_login(member)
    client.post(
        reverse("public:event_register", args=[event.pk]), {"name": "王小明", "phone": PHONE, "agreed": "1"}
    )
    held = Registration.objects.get()
    assert held.account == member
    page = client.get(HOME).content.decode()
    assert (event.title in page, held.cancel_code in page, cancel(held) in page) == (True, True, True)


def test_a_visitors_registration_is_nobodys(client, event):
    client.post(
        reverse("public:event_register", args=[event.pk]), {"name": "王小明", "phone": PHONE, "agreed": "1"}
    )
    assert Registration.objects.get().account is None


def test_only_ones_own_is_seen_and_given_back(client, member, event):
    own, of_another = sign_up(event, member), sign_up(event, UserFactory(), phone="13800000002")
    client.force_login(member)
    assert list(registrations_of(member)) == [own]
    assert client.post(cancel(of_another)).status_code == 404
    assert client.post(cancel(own)).status_code == 302
    assert list(registrations_of(member)) == []
    own.refresh_from_db()
    of_another.refresh_from_db()
    assert (own.cancelled_at is None, own.account, of_another.cancelled_at) == (False, None, None)
    event.refresh_from_db()
    assert event.places_taken == 1


def test_given_back_twice_is_no_longer_found(client, member, event):
    own = sign_up(event, member)
    client.force_login(member)
    assert [client.post(cancel(own)).status_code for _each in range(2)] == [302, 404]


def test_waiting_is_told_with_the_code_that_tells_the_turn(client, member, event):
    sign_up(event, None, phone="13800000002", seats=3)
    sign_up(event, None, phone="13800000003", waits=True)
    own = sign_up(event, member, waits=True)
    client.force_login(member)
    page = client.get(HOME).content.decode()
    assert ("候补，有人取消时" in page, own.cancel_code in page) == (True, True)


def test_what_is_over_is_history_without_a_button(client, member, event):
    own = sign_up(event, member)
    event.starts_at, event.ends_at = (timezone.now() - timedelta(days=1, hours=hours) for hours in (2, 1))
    event.save()
    client.force_login(member)
    page = client.get(HOME).content.decode()
    assert ("已结束" in page, own.cancel_code in page, cancel(own) in page) == (True, False, False)


def test_forgotten_with_the_number(member, event):
    sign_up(event, member)
    event.starts_at, event.ends_at = (timezone.now() - timedelta(days=31, hours=hours) for hours in (2, 1))
    event.save()
    forget_registrations(timezone.now())
    assert (list(registrations_of(member)), Registration.objects.get().account) == ([], None)


def test_home_of_a_member_offers_what_is_to_come(client, member, event):
    client.force_login(member)
    page = client.get(HOME).content.decode()
    assert (event.title in page, reverse("public:quizzes") in page) == (True, True)


def test_member_whose_person_is_known_finds_name_and_number_filled_in(client, member, event):
    person = PersonFactory(name="王小明", phone=PHONE)
    Membership.objects.create(user=member, person=person)
    page = reverse("public:event", args=[event.pk])
    filled = [f'value="{person.name}"', f'value="{PHONE}"']
    assert not any(value in client.get(page).content.decode() for value in filled)
    client.force_login(member)
    answer = client.get(page)
    assert [value in answer.content.decode() for value in filled] == [True, True]
    assert "no-store" in answer["Cache-Control"]
