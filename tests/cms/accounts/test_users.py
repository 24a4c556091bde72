"""Accounts in the admin."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from cms.accounts.enums import Role
from cms.accounts.models import User
from cms.core.models import AuditEntry
from tests.cms.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "青桥-示范-2026-口令"


@pytest.fixture
def admin(client):
    user = UserFactory(roles=[Role.ADMINISTRATOR])
    client.force_login(user)
    return user


def values(**more):
    group = Group.objects.get(name=str(Role.OFFICE.label))
    return {"username": "pufa", "name": "普明法", "email": "", "groups": [group.pk], **more}


def test_administrator_makes_an_account_that_signs_in_with_its_role(client, admin):
    response = client.post(reverse("wagtailusers_users:add"), values(password1=PASSWORD, password2=PASSWORD))
    assert response.status_code == 302
    account = User.objects.get(username="pufa")
    assert (account.name, account.roles) == ("普明法", {Role.OFFICE})
    assert AuditEntry.objects.get(action="accounts.user.create").target_id == str(account.pk)
    assert client.login(username="pufa", password=PASSWORD)


def test_administrator_renames_and_closes_an_account(client, admin):
    account = UserFactory(name="旧名")
    client.post(reverse("wagtailusers_users:edit", args=[account.pk]), values(username=account.username))
    account.refresh_from_db()
    assert (account.name, account.is_active) == ("普明法", False)
    assert AuditEntry.objects.filter(action="accounts.user.change", actor=admin).count() == 1


def test_pages_of_accounts_ask_for_one_name(client, admin):
    account = UserFactory()
    for url in (
        reverse("wagtailusers_users:add"),
        reverse("wagtailusers_users:edit", args=[account.pk]),
    ):
        page = client.get(url).content.decode()
        assert 'name="name"' in page
        assert "first_name" not in page
    assert account.name in client.get(reverse("wagtailusers_users:index")).content.decode()


@pytest.mark.parametrize("role", [Role.OFFICE, Role.EDITOR, Role.REVIEWER])
def test_others_of_the_office_reach_no_account(client, role):
    account = UserFactory()
    client.force_login(UserFactory(roles=[role]))
    for name, args in (("index", []), ("add", []), ("edit", [account.pk]), ("delete", [account.pk])):
        assert client.get(reverse(f"wagtailusers_users:{name}", args=args)).status_code == 302
