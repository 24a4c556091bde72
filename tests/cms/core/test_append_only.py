"""The trail cannot be rewritten, neither through the model nor behind its back."""

import json

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError

from cms.core import append_only, audit
from cms.core.append_only import NAMELESS
from cms.core.models import AuditEntry
from tests.cms.accounts.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.each]
TABLE = AuditEntry._meta.db_table


@pytest.fixture
def entry():
    return audit.record(UserFactory(), "accounts.role.grant", UserFactory())


@pytest.fixture
def closed():
    """The table as the migration leaves it."""
    append_only.close(TABLE, connection)


def _refused(statement: str, *values) -> None:
    with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
        connection.cursor().execute(statement, values)


def test_database_refuses_to_change_or_delete(entry, closed):
    _refused("UPDATE core_auditentry SET actor_name = '别人' WHERE id = %s", entry.pk)
    _refused("DELETE FROM core_auditentry WHERE id = %s", entry.pk)
    assert AuditEntry.objects.get().actor_name == entry.actor_name


def test_database_refuses_to_empty_the_table(entry, closed, postgres):
    connection.check_constraints()
    _refused("TRUNCATE core_auditentry")
    assert AuditEntry.objects.count() == 1


def test_database_lets_a_name_go_and_nothing_else_with_it(entry, closed):
    AuditEntry.objects.filter(pk=entry.pk).forget_names("actor_name", "target_label")
    entry.refresh_from_db()
    assert (entry.actor_name, entry.target_label, entry.action) == (NAMELESS, NAMELESS, "accounts.role.grant")
    _refused("UPDATE core_auditentry SET target_label = %s, action = 'other'", NAMELESS)
    _refused("UPDATE core_auditentry SET target_label = %s, actor_id = NULL", NAMELESS)
    _refused("UPDATE core_auditentry SET target_label = '别人'")
    _refused("UPDATE core_auditentry SET action = %s", NAMELESS)


def test_database_lets_a_name_go_from_words_and_nothing_else(closed):
    account = UserFactory(name="林知夏")
    detail = {"new": {"name": "林知夏", "roles": [1]}, "reason": "林知夏搬走了"}
    held = audit.record(None, "accounts.user.create", account, **detail)
    audit.forget_actor(account)
    audit.forget_in_reasons(["林知夏"], others=[])
    held.refresh_from_db()
    told = {"new": {"name": NAMELESS, "roles": [1]}, "reason": f"{NAMELESS}搬走了"}
    assert (held.detail, held.target_label) == (told, NAMELESS)
    for changed in (
        {**told, "reason": "没有写"},
        {**told, "new": {"name": NAMELESS, "roles": []}},
        {"reason": NAMELESS},
    ):
        _refused("UPDATE core_auditentry SET detail = %s WHERE id = %s", json.dumps(changed), held.pk)


def test_database_still_takes_new_entries(closed):
    audit.record(None, "core.task.retry", UserFactory())
    assert AuditEntry.objects.count() == 1


def test_closing_twice_is_harmless(entry, closed):
    append_only.close(TABLE, connection)
    _refused("DELETE FROM core_auditentry")


def test_base_manager_meets_the_same_refusal(entry, closed):
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEntry._base_manager.filter(pk=entry.pk).update(actor_name="别人")


def test_model_refuses_before_the_database(entry):
    entry.actor_name = "别人"
    for attempt in (
        entry.save,
        entry.delete,
        AuditEntry.objects.all().delete,
        lambda: AuditEntry.objects.update(actor_name="别人"),
        lambda: AuditEntry.objects.bulk_update([entry], ["actor_name"]),
    ):
        with pytest.raises(TypeError, match="never"):
            attempt()


def test_account_that_did_something_is_not_deleted(entry):
    with pytest.raises(ProtectedError):
        entry.actor.delete()
