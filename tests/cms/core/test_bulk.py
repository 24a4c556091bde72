"""Rows of the trail and the journals are added as their records would be, and told apart by nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.core.bulk import append
from cms.core.models import AuditEntry
from tests.cms.accounts.factories import UserFactory

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
