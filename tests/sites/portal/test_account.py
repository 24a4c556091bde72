"""The own account: its name, who is signed in with it."""

import pytest
from django.test import Client
from django.urls import reverse

from cms.accounts.enums import Role
from cms.core.models import AuditEntry
from tests.cms.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db
PAGE = reverse("portal:account")


@pytest.fixture
def member(client):
    user = UserFactory(roles=[Role.MEMBER])
    client.force_login(user)
    return user


def test_own_name_is_changed_on_record(client, member):
    assert client.post(PAGE, {"name": "沐春风"}).url == PAGE
    member.refresh_from_db()
    assert [member.name, AuditEntry.objects.get().action] == ["沐春风", "accounts.user.rename"]


def test_empty_name_is_told_beside_its_field(client, member):
    name = member.name
    assert "field__error" in client.post(PAGE, {"name": " "}).content.decode()
    member.refresh_from_db()
    assert member.name == name


def test_other_sessions_end_and_this_one_goes_on(client, member):
    other = Client()
    other.force_login(member)
    client.post(reverse("portal:leave_others"))
    assert [each.get(reverse("portal:home")).status_code for each in (client, other)] == [200, 302]
    assert AuditEntry.objects.get().action == "accounts.session.leave"


def test_page_tells_when_and_from_where_one_signed_in_of_the_own_account_only(client, member):
    for account, address in ((member, "10.0.0.1"), (UserFactory(), "10.0.0.2")):
        AuditEntry.objects.create(
            actor=account, actor_name=str(account), action="accounts.session.begin",
            target_type="accounts.user", target_id=str(account.pk), detail={"address": address},
        )  # fmt: skip
    page = client.get(PAGE).content.decode()
    assert ["10.0.0.1" in page, "10.0.0.2" in page] == [True, False]


def test_account_is_for_who_has_signed_in():
    assert Client().get(PAGE).url.startswith(reverse("portal:sign_in"))
    assert Client().post(reverse("portal:leave_others")).status_code == 403
