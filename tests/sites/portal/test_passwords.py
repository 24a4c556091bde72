"""The own password: changed, taken over from a temporary one, set through a letter."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from cms.accounts import services
from cms.accounts.enums import Role
from cms.core.models import AuditEntry
from tests.cms.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db
OLD, NEW = "知法-test-2026", "柳林镇的桂花开了-十月"
PAGE = reverse("portal:password")


@pytest.fixture
def member(client):
    user = UserFactory(roles=[Role.AGENCY_LOGGER])
    client.force_login(user)
    return user


def _change(client, old=OLD, new=NEW, again=None):
    return client.post(
        PAGE, {"old_password": old, "new_password1": new, "new_password2": new if again is None else again}
    )


def test_own_password_is_changed_and_this_session_goes_on(client, member):
    assert _change(client).url == reverse("portal:home")
    member.refresh_from_db()
    assert member.check_password(NEW)
    assert client.get(reverse("portal:home")).status_code == 200
    assert AuditEntry.objects.get().action == "accounts.password.change"


def test_changing_the_password_ends_all_other_sessions(client, member):
    other = Client()
    other.force_login(member)
    _change(client)
    assert other.get(reverse("portal:home")).status_code == 302


@pytest.mark.parametrize(
    ("entered", "told"),
    [
        ({"old": "wrong"}, "现在的密码不对"),
        ({"again": "别的什么密码在这里"}, "两次填写的新密码不一样"),
        ({"new": "太短了"}, "密码太短"),
        ({"new": "1357924680"}, "不能全是数字"),
        ({"new": OLD}, "不能与现在的密码相同"),
    ],
)
def test_refused_password_says_why(client, member, entered, told):
    response = _change(client, **entered)
    assert response.status_code == 200
    assert told in response.content.decode()
    member.refresh_from_db()
    assert member.check_password(OLD)
    assert not AuditEntry.objects.exists()


def test_page_asks_to_sign_in(client):
    assert client.get(PAGE).url == f"{reverse('portal:sign_in')}?next={PAGE}"


@pytest.mark.parametrize("role", [Role.OFFICE, Role.AGENCY_LOGGER, Role.MEMBER])
def test_temporary_password_comes_first(client, role):
    user = UserFactory(roles=[role])
    services.give_temporary_password(user, NEW, actor=UserFactory(roles=[Role.ADMINISTRATOR]))
    signed_in = client.post(reverse("portal:sign_in"), {"username": user.username, "password": NEW})
    assert signed_in.url == PAGE
    for name in ("portal:home", "portal:activities", "wagtailadmin_home", "wagtailadmin_account"):
        assert client.get(reverse(name)).url == PAGE
    assert "临时密码" in client.get(PAGE).content.decode()
    desk = reverse("wagtailadmin_home" if role == Role.OFFICE else "portal:home")
    assert _change(client, old=NEW, new="自己想的一句话-就这样").url == desk
    assert client.get(desk).status_code == 200


def test_temporary_password_ends_the_sessions_there_are(client, member):
    services.give_temporary_password(member, NEW, actor=UserFactory(roles=[Role.ADMINISTRATOR]))
    assert client.get(reverse("portal:home")).status_code == 302


@pytest.fixture
def letters(settings):
    settings.MAIL_IS_SET_UP = True


def _letter_address() -> str:
    return re.search(r"http://testserver(/password/\S+)", mail.outbox[-1].body)[1]


def test_letter_sets_a_new_password_once(client, letters):
    user = UserFactory(email="lian@example.com")
    sent = client.post(reverse("portal:forgotten"), {"email": "Lian@example.com"})
    assert sent.url == reverse("portal:letter_sent")
    assert mail.outbox[-1].to == ["lian@example.com"]
    address = _letter_address()
    form = client.get(address, follow=True)
    values = {"new_password1": NEW, "new_password2": NEW}
    assert client.post(form.request["PATH_INFO"], values).url == reverse("portal:sign_in")
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert AuditEntry.objects.get(action="accounts.password.reset").actor == user
    assert "已用过或者过期" in client.get(address, follow=True).content.decode()


def test_letter_answers_alike_whether_there_is_such_an_account(client, letters):
    UserFactory(email="closed@example.com", is_active=False)
    for email in ("nobody@example.com", "closed@example.com"):
        sent = client.post(reverse("portal:forgotten"), {"email": email})
        assert sent.url == reverse("portal:letter_sent")
    assert mail.outbox == []


def test_letters_to_one_mailbox_are_few(client, letters, settings):
    UserFactory(email="lian@example.com")
    for _ in range(settings.SIGN_IN_TRIES + 3):
        client.post(reverse("portal:forgotten"), {"email": "lian@example.com"})
    assert len(mail.outbox) == settings.SIGN_IN_TRIES


def test_letter_follows_the_same_rules(client, letters):
    UserFactory(email="lian@example.com")
    client.post(reverse("portal:forgotten"), {"email": "lian@example.com"})
    form = client.get(_letter_address(), follow=True)
    answer = client.post(form.request["PATH_INFO"], {"new_password1": "太短了", "new_password2": "太短了"})
    assert "密码太短" in answer.content.decode()


def test_without_mail_there_are_no_letters(client):
    for name in ("forgotten", "letter_sent"):
        assert client.get(reverse(f"portal:{name}")).status_code == 404
    assert client.get(reverse("portal:letter_password", args=["MQ", "a-b"])).status_code == 404
    assert reverse("portal:forgotten") not in client.get(reverse("portal:sign_in")).content.decode()
