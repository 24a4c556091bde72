"""Accounts in the admin."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
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


def own_account(page: str) -> dict:
    """What the page of the own account would send back unchanged."""
    form = BeautifulSoup(page, "html.parser").find("form", method="POST") or BeautifulSoup(
        page, "html.parser"
    ).find("form", enctype="multipart/form-data")
    values = {}
    for field in form.select("input[name]:not([type=file])"):
        if field.get("type") != "checkbox" or field.has_attr("checked"):
            values[field["name"]] = field.get("value", "")
    for choice in form.select("select[name]"):
        chosen = choice.select_one("option[selected]") or choice.select_one("option")
        values[choice["name"]] = chosen.get("value", "")
    return values


@pytest.mark.parametrize("role", [Role.EDITOR, Role.OFFICE])
def test_own_account_is_saved_with_one_name(client, role):
    user = UserFactory(roles=[role], name="旧名")
    client.force_login(user)
    page = client.get(reverse("wagtailadmin_account")).content.decode()
    assert "last_name" not in page
    response = client.post(reverse("wagtailadmin_account"), {**own_account(page), "name_email-name": "新名"})
    assert response.status_code == 302
    user.refresh_from_db()
    assert user.name == "新名"


def test_own_account_is_for_those_who_work_in_the_admin(client):
    client.force_login(UserFactory(roles=[Role.AGENCY_LOGGER]))
    assert client.get(reverse("wagtailadmin_account")).status_code == 302


def test_several_accounts_closed_at_once_are_each_on_record(client):
    owner = UserFactory(is_superuser=True)
    client.force_login(owner)
    accounts = UserFactory.create_batch(2)
    url = reverse("wagtail_bulk_action", args=["accounts", "user", "set_active_state"])
    query = "&".join(f"id={account.pk}" for account in accounts)
    client.post(f"{url}?{query}", {"mark_as_active": "False"})
    assert [type(a).objects.get(pk=a.pk).is_active for a in accounts] == [False, False]
    entries = AuditEntry.objects.filter(action="accounts.user.bulk_set_active_state", actor=owner)
    assert {entry.target_id for entry in entries} == {str(account.pk) for account in accounts}


def test_several_accounts_are_changed_by_administrators_only(client):
    editor = UserFactory(roles=[Role.EDITOR])
    editor.user_permissions.add(Permission.objects.get(codename="change_user"))
    client.force_login(editor)
    account = UserFactory()
    url = reverse("wagtail_bulk_action", args=["accounts", "user", "set_active_state"])
    client.post(f"{url}?id={account.pk}", {"mark_as_active": "False"})
    account.refresh_from_db()
    assert account.is_active
    assert not AuditEntry.objects.exists()
