"""A batch nobody wants goes with its file; one of which something is stored does not."""

import pytest
from django.urls import reverse

from cms.accounts.enums import Role
from cms.core.errors import NotAllowed, RuleBroken
from cms.core.models import AuditEntry
from cms.intake.enums import BatchState
from cms.intake.services.discarding import discard
from tests.cms.accounts.factories import UserFactory
from tests.cms.intake.rosters import person

pytestmark = pytest.mark.django_db


def test_discarded_batch_is_gone_with_its_file_and_on_record(client, office, office_imports, roster):
    batch = office_imports(roster(person(1)), apply=False)
    name, storage = batch.file.name, batch.file.storage
    batch = office_imports.press(batch, "intake_discard")
    assert (batch.state, batch.counts, batch.rows.count(), batch.file.name) == ("discarded", {}, 0, "")
    assert not storage.exists(name)
    assert AuditEntry.objects.get(action="intake.batch.drop").actor == office
    page = client.get(reverse("intake_batch", args=[batch.pk])).content.decode()
    assert "丢弃。</p>" in page
    assert "确认丢弃" not in page


@pytest.mark.parametrize(
    ("state", "error", "stored", "goes"),
    [
        ("uploaded", "", 0, False),
        ("uploaded", "读取时出错", 0, True),
        ("unreadable", "打不开", 0, True),
        ("judging", "", 0, False),
        ("applying", "", 0, False),
        ("failed", "出错", 0, True),
        ("failed", "出错", 1, False),
        ("applied", "", 0, False),
        ("undone", "", 0, True),
        ("discarded", "", 0, True),
    ],
)
def test_only_what_is_neither_stored_nor_at_work_is_discarded(
    office, office_imports, roster, state, error, stored, goes
):
    batch = office_imports(roster(person(1)), apply=False)
    batch.state, batch.error, batch.counts = state, error, {"stored": stored}
    batch.save()
    if goes:
        discard(batch, actor=office)
    else:
        with pytest.raises(RuleBroken, match="不能丢弃"):
            discard(batch, actor=office)
    batch.refresh_from_db()
    assert (batch.state == BatchState.DISCARDED) == goes


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.OFFICE, Role.ADMINISTRATOR)])
def test_only_who_may_import_discards(office_imports, roster, role):
    batch = office_imports(roster(person(1)), apply=False)
    with pytest.raises(NotAllowed):
        discard(batch, actor=UserFactory(roles=[role]))
