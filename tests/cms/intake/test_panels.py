"""What the desk tells of imports that wait for a person."""

import pytest
from django.urls import reverse

from cms.accounts.enums import Role
from cms.intake.enums import BatchState
from cms.intake.models import ImportBatch
from cms.intake.queries import batches_to_decide
from tests.cms.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db


def batch(state, kind="roster"):
    return ImportBatch.objects.create(kind=kind, file_name="名册.xlsx", as_of="2026-01-01", state=state)


def test_those_wait_that_go_no_further_without_a_person():
    office = UserFactory(roles=[Role.OFFICE])
    made = {state: batch(state) for state in BatchState}
    waiting = [BatchState.PREVIEWED, BatchState.UNREADABLE, BatchState.FAILED]
    assert list(batches_to_decide(office)) == [made[state] for state in waiting]


@pytest.mark.parametrize(("role", "shown"), [(Role.OFFICE, True), (Role.EDITOR, False)])
def test_home_shows_them_to_whoever_may_import_that_kind(client, role, shown):
    client.force_login(UserFactory(roles=[role]))
    home = reverse("wagtailadmin_home")
    assert "等您决定的导入" not in client.get(home).content.decode()
    waiting = batch(BatchState.PREVIEWED)
    page = client.get(home).content.decode()
    assert ("等您决定的导入（1 批）" in page) is shown
    assert (reverse("intake_batch", args=[waiting.pk]) in page) is shown
