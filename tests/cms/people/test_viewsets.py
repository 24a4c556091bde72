"""The office's tables of people in the admin: every page opens for the office and for nobody else."""

import pytest
from django.urls import reverse

from cms.accounts.enums import Role
from cms.core.models import AuditEntry
from cms.people.models import ServiceRecord, StarLevel
from tests.cms.accounts.factories import UserFactory
from tests.cms.people.factories import ServiceRecordFactory, VolunteerFactory

pytestmark = pytest.mark.django_db
OTHERS = [role for role in Role if role not in (Role.OFFICE, Role.ADMINISTRATOR)]


@pytest.fixture
def office(client):
    user = UserFactory(roles=[Role.OFFICE])
    client.force_login(user)
    return user


def addresses():
    """Every page of the tables, by kind of record."""
    record = ServiceRecordFactory(appointment__phone="19900007777")
    star = StarLevel.objects.get(stars=1)
    objects = {
        "person": record.appointment.person,
        "appointment": record.appointment,
        "servicerecord": record,
        "starlevel": star,
    }
    return [
        *(reverse(f"{name}:index") for name in objects),
        *(reverse(f"{name}:inspect", args=[held.pk]) for name, held in objects.items()),
        reverse("appointment:edit", args=[record.appointment.pk]),
        reverse("servicerecord:delete", args=[record.pk]),
        reverse("starlevel:edit", args=[star.pk]),
        reverse("starlevel:add"),
    ]


def test_every_page_opens_for_the_office(client, office):
    pages = {address: client.get(address) for address in addresses()}
    assert {address: page.status_code for address, page in pages.items()} == dict.fromkeys(pages, 200)
    assert [address for address, page in pages.items() if "19900007777" in page.content.decode()] == []


@pytest.mark.parametrize("role", OTHERS)
def test_no_page_opens_for_others(client, role):
    found = addresses()
    client.force_login(UserFactory(roles=[role]))
    assert [address for address in found if client.get(address).status_code == 200] == []


def test_service_record_is_taken_out_with_a_trace_and_neither_added_nor_changed(client, office):
    record = ServiceRecordFactory()
    client.post(reverse("servicerecord:delete", args=[record.pk]))
    assert not ServiceRecord.objects.exists()
    assert AuditEntry.objects.get(action="people.servicerecord.delete").target_id == str(record.pk)
    page = client.get(reverse("servicerecord:index")).content.decode()
    assert reverse("servicerecord:add") not in page


def test_person_shows_hours_and_stars(client, office):
    record = ServiceRecordFactory(half_hours=200, minutes=6000, verified_on="2026-10-01")
    person = record.appointment.person
    page = client.get(reverse("person:inspect", args=[person.pk])).content.decode()
    assert "100小时" in page
    assert "1星" in page


def test_table_of_service_costs_the_same_whatever_its_length(client, office, django_assert_max_num_queries):
    volunteer = VolunteerFactory()
    ServiceRecordFactory.create_batch(20, appointment=volunteer)
    with django_assert_max_num_queries(30):
        client.get(reverse("servicerecord:index"))
