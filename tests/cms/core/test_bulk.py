"""Rows written in bulk are as their records would be: those of the trail, and records with keys."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from cms.core.bulk import append, insert
from cms.core.models import AuditEntry
from cms.people.models import Appointment, Person
from tests.cms.accounts.factories import UserFactory
from tests.cms.people.factories import AppointmentFactory

pytestmark = pytest.mark.django_db


def test_rows_are_as_records_would_be():
    actor = UserFactory()
    same = {"actor": actor, "actor_name": "王甲", "action": "people.person.create", "target_type": "x"}
    append(AuditEntry, same, ("target_id", "target_label"), [("1", "人员 1"), ("2", "人员 %s' 2")])
    entries = list(AuditEntry.objects.order_by("pk"))
    assert [(each.actor, each.target_id, each.target_label, each.detail) for each in entries] == [
        (actor, "1", "人员 1", {}),
        (actor, "2", "人员 %s' 2", {}),
    ]
    assert all(timezone.now() - each.at < timedelta(minutes=1) for each in entries)


def test_no_rows_add_nothing():
    append(AuditEntry, {"actor": None, "actor_name": "系统", "action": "a", "target_type": "x"},
           ("target_id", "target_label"), [])  # fmt: skip
    assert not AuditEntry.objects.exists()


def test_inserted_records_are_stored_as_bulk_create_stores_them():
    place = AppointmentFactory().community
    stored = []
    for store in (insert, Person.objects.bulk_create):
        people = [Person(name=f"王{n}", gender="女", phone="19900000001"[: n * 11]) for n in range(3)]
        store(people)
        held = [
            Appointment(person=each, role="literate", community=place, score=Decimal("88.5"), **_GIVEN)
            for each in people
        ]
        (insert if store is insert else Appointment.objects.bulk_create)(held)
        keys = [each.pk for each in held]
        assert [each.pk for each in people] == [each.person_id for each in held]
        assert not any(each._state.adding for each in (*people, *held))
        again = list(Appointment.objects.filter(pk__in=keys).select_related("person").order_by("pk"))
        assert [each.pk for each in again] == keys
        assert all(timezone.now() - each.person.created_at < timedelta(minutes=1) for each in again)
        stored.append([(_values(each), _values(each.person)) for each in again])
    assert stored[0] == stored[1]


_GIVEN = {"state": "active", "certified_on": date(2026, 3, 5), "remark": "%s'"}
_OWN = {"id", "person", "created_at", "updated_at"}


def _values(record) -> dict:
    return {each.name: getattr(record, each.attname) for each in record._meta.fields if each.name not in _OWN}
