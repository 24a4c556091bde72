"""Accounts in the admin."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.users.models import UserProfile

from cms.accounts.enums import Role
from cms.accounts.models import User
from cms.core.models import AuditEntry
from cms.core.values import version_of
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


def edit(client, account, **more):
    """Send the form of an account as it was opened."""
    given = {"username": account.username, "seen": version_of(account), **more}
    return client.post(reverse("wagtailusers_users:edit", args=[account.pk]), values(**given))


def test_administrator_makes_an_account_that_signs_in_with_its_role(client, admin):
    response = client.post(reverse("wagtailusers_users:add"), values(password1=PASSWORD, password2=PASSWORD))
    assert response.status_code == 302
    account = User.objects.get(username="pufa")
    assert (account.name, account.roles) == ("普明法", {Role.OFFICE})
    assert AuditEntry.objects.get(action="accounts.user.create").target_id == str(account.pk)
    assert client.login(username="pufa", password=PASSWORD)


def test_administrator_renames_and_closes_an_account(client, admin):
    account = UserFactory(name="旧名")
    edit(client, account)
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


def test_avatar_and_password_are_not_part_of_the_own_page(client):
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    page = BeautifulSoup(client.get(reverse("wagtailadmin_account")).content, "html.parser")
    assert page.select("input[type=file], input[type=password]") == []
    assert page.select(f"a[href='{reverse('portal:password')}']")


def test_own_picture_cannot_be_uploaded(client):
    user = UserFactory(roles=[Role.OFFICE])
    client.force_login(user)
    page = client.get(reverse("wagtailadmin_account")).content.decode()
    picture = SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\n")
    client.post(reverse("wagtailadmin_account"), {**own_account(page), "avatar-avatar": picture})
    assert not UserProfile.get_for_user(user).avatar


def bulk(client, action, accounts, **data):
    url = reverse("wagtail_bulk_action", args=["accounts", "user", action])
    return client.post(f"{url}?{'&'.join(f'id={account.pk}' for account in accounts)}", data)


def test_several_accounts_closed_at_once_are_each_on_record(client, admin):
    accounts = UserFactory.create_batch(2)
    bulk(client, "set_active_state", accounts, mark_as_active="False")
    assert [User.objects.get(pk=account.pk).is_active for account in accounts] == [False, False]
    entries = AuditEntry.objects.filter(action="accounts.user.deactivate", actor=admin)
    assert {entry.target_id for entry in entries} == {str(account.pk) for account in accounts}


def test_several_accounts_get_a_role_at_once(client, admin):
    accounts = [UserFactory(roles=[Role.EDITOR]), UserFactory()]
    group = Group.objects.get(name=str(Role.REVIEWER.label))
    bulk(client, "assign_role", accounts, role=group.pk)
    assert [User.objects.get(pk=account.pk).roles for account in accounts] == [
        {Role.EDITOR, Role.REVIEWER},
        {Role.REVIEWER},
    ]


def test_several_accounts_are_changed_by_administrators_only(client):
    editor = UserFactory(roles=[Role.EDITOR])
    for codename in ("change_user", "delete_user"):
        editor.user_permissions.add(Permission.objects.get(codename=codename))
    client.force_login(editor)
    account = UserFactory()
    for action in ("set_active_state", "assign_role", "delete"):
        group = Group.objects.get(name=str(Role.ADMINISTRATOR.label))
        bulk(client, action, [account], mark_as_active="False", role=group.pk)
    account = User.objects.get(pk=account.pk)
    assert (account.is_active, account.roles) == (True, frozenset())
    assert not AuditEntry.objects.exists()


def test_no_account_is_deleted(client):
    client.force_login(UserFactory(is_superuser=True))
    account = UserFactory()
    client.post(reverse("wagtailusers_users:delete", args=[account.pk]))
    bulk(client, "delete", [account])
    assert User.objects.filter(pk=account.pk).exists()


def test_refusal_of_a_service_is_said_at_the_form(client, admin):
    response = client.post(
        reverse("wagtailusers_users:add"), values(password1="12345678901", password2="12345678901")
    )
    assert "不能全是数字" in response.content.decode()
    assert "普明法" in response.content.decode()
    UserFactory(username="Taken")
    response = client.post(
        reverse("wagtailusers_users:add"),
        values(username="taken", password1=PASSWORD, password2=PASSWORD),
    )
    assert "已有人使用" in response.content.decode()
    assert not User.objects.filter(name="普明法").exists()


def test_last_administrator_stays_and_the_form_says_so(client):
    owner = UserFactory(is_superuser=True)
    client.force_login(owner)
    page = edit(client, owner, is_active="")
    assert page.status_code == 302
    assert User.objects.get(pk=owner.pk).is_active


SUPERUSER_DOORS = {
    "edit form": lambda client, chief, admin: client.post(
        reverse("wagtailusers_users:edit", args=[chief.pk]),
        values(username="taken-over", email="me@example.com", password1=PASSWORD, password2=PASSWORD),
    ),
    "delete page": lambda client, chief, admin: client.post(
        reverse("wagtailusers_users:delete", args=[chief.pk])
    ),
    "bulk closing": lambda client, chief, admin: bulk(
        client, "set_active_state", [chief], mark_as_active="False"
    ),
    "bulk role": lambda client, chief, admin: bulk(
        client, "assign_role", [chief], role=Group.objects.get(name=str(Role.MEMBER.label)).pk
    ),
    "bulk delete": lambda client, chief, admin: bulk(client, "delete", [chief]),
}


def _as_it_stands(account) -> dict:
    held = User.objects.get(pk=account.pk)
    fields = ("username", "email", "name", "password", "is_active", "is_superuser", "sessions_ended")
    return {**{field: getattr(held, field) for field in fields}, "roles": held.roles}


@pytest.mark.parametrize("door", SUPERUSER_DOORS)
def test_administrator_has_no_hand_in_the_account_of_a_superuser(client, admin, door):
    chief = UserFactory(is_superuser=True, roles=[Role.OFFICE])
    before = _as_it_stands(chief)
    assert SUPERUSER_DOORS[door](client, chief, admin).status_code == 302
    assert _as_it_stands(chief) == before


@pytest.mark.parametrize("who", ["add", "another", "self"])
def test_administrator_makes_no_superuser(client, admin, who):
    other = UserFactory()
    url, account = {
        "add": (reverse("wagtailusers_users:add"), None),
        "another": (reverse("wagtailusers_users:edit", args=[other.pk]), other),
        "self": (reverse("wagtailusers_users:edit", args=[admin.pk]), admin),
    }[who]
    username = account.username if account else "newcomer"
    more = {"seen": version_of(account)} if account else {"password1": PASSWORD, "password2": PASSWORD}
    response = client.post(url, values(username=username, is_superuser="on", is_active="on", **more))
    assert response.status_code == 302
    assert User.objects.get(username=username).name == "普明法"
    assert not User.objects.filter(is_superuser=True).exists()


def test_superuser_names_another(client):
    client.force_login(UserFactory(is_superuser=True))
    other = UserFactory()
    edit(client, other, is_superuser="on", is_active="on")
    assert User.objects.get(pk=other.pk).is_superuser
    assert AuditEntry.objects.get(action="accounts.user.superuser").target_id == str(other.pk)


@pytest.mark.parametrize("name", ["index", "add", "edit", "delete"])
@pytest.mark.parametrize("is_superuser", [True, False])
def test_groups_of_roles_are_closed(client, name, is_superuser):
    client.force_login(UserFactory(roles=[Role.ADMINISTRATOR], is_superuser=is_superuser))
    args = [Group.objects.first().pk] if name in ("edit", "delete") else []
    url = reverse(f"wagtailusers_groups:{name}", args=args)
    before = list(Group.objects.values_list("pk", "name"))
    assert client.get(url).status_code == client.post(url, {"name": "新名"}).status_code == 302
    assert list(Group.objects.values_list("pk", "name")) == before


def test_temporary_password_is_given_in_the_form(client, admin):
    account = UserFactory()
    edit(client, account, is_active="on", password1=PASSWORD, password2=PASSWORD)
    account.refresh_from_db()
    assert (account.check_password(PASSWORD), account.must_change_password) == (True, True)
    assert AuditEntry.objects.filter(action="accounts.password.temporary", actor=admin).count() == 1


def test_second_of_two_administrators_is_told_and_decides(client, admin):
    account = UserFactory(name="旧名", email="old@example.com")
    page = client.get(reverse("wagtailusers_users:edit", args=[account.pk]))
    read = BeautifulSoup(page.content, "html.parser").find("input", {"name": "seen"})["value"]
    User.objects.filter(pk=account.pk).update(email="new@example.com")
    told = edit(client, account, seen=read, is_active="on")
    assert "现在保存的是“new@example.com”" in told.content.decode()
    assert User.objects.get(pk=account.pk).name == "旧名"
    again = edit(client, account, seen=told.context["form"]["seen"].value(), is_active="on")
    assert (again.status_code, User.objects.get(pk=account.pk).name) == (302, "普明法")


def test_signing_in_meanwhile_is_no_change_of_the_account(client, admin):
    account = UserFactory()
    read = version_of(account)
    User.objects.filter(pk=account.pk).update(last_login="2026-11-26T09:00+08:00", password="x")
    assert edit(client, account, seen=read).status_code == 302
