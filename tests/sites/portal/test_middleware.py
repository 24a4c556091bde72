"""How long a session lives, and what ends it."""

import datetime

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.accounts import services
from cms.accounts.enums import OFFICE_SIDE, Role
from cms.accounts.signing_in.idle import EVERY_SECONDS, SEEN
from tests.cms.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db
HOME = reverse("portal:home")


@pytest.fixture
def admin():
    return UserFactory(roles=[Role.ADMINISTRATOR])


def _client(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _away(client, minutes: float) -> None:
    """As if nothing had been done for so long."""
    store = Session.objects.get(pk=client.session.session_key)
    store.expire_date -= datetime.timedelta(minutes=minutes)
    store.save()


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_session_ends_after_the_idle_time_of_the_role(role):
    minutes = (
        settings.SESSION_IDLE_MINUTES_OFFICE if role in OFFICE_SIDE else settings.SESSION_IDLE_MINUTES_PORTAL
    )
    user = UserFactory(roles=[role])
    stays, goes = _client(user), _client(user)
    _away(stays, minutes - 1)
    _away(goes, minutes + 1)
    assert stays.get(HOME).status_code == 200
    assert goes.get(HOME).status_code == 302


def test_office_is_forgotten_sooner():
    assert settings.SESSION_IDLE_MINUTES_OFFICE < settings.SESSION_IDLE_MINUTES_PORTAL


def _make_old(client) -> None:
    session = client.session
    session[SEEN] -= EVERY_SECONDS
    session.save()
    _away(client, 10)


def _expires(client) -> datetime.timedelta:
    return Session.objects.get(pk=client.session.session_key).expire_date - timezone.now()


def test_work_begins_the_time_anew():
    client = _client(UserFactory(roles=[Role.OFFICE]))
    _make_old(client)
    client.get(HOME)
    full = datetime.timedelta(minutes=settings.SESSION_IDLE_MINUTES_OFFICE)
    assert full - datetime.timedelta(minutes=1) < _expires(client) <= full


def test_page_that_calls_by_itself_is_no_sign_of_life():
    client = _client(UserFactory(roles=[Role.OFFICE]))
    _make_old(client)
    before = _expires(client)
    client.post(reverse("wagtailadmin_editing_sessions:ping", args=["wagtailcore", "page", "1", "1"]))
    assert _expires(client) <= before


ENDINGS = {
    "closed": lambda user, admin: services.deactivate_account(user, actor=admin),
    "role given": lambda user, admin: services.grant_role(user, Role.EDITOR, actor=admin),
    "role taken": lambda user, admin: services.revoke_role(user, Role.AGENCY_LOGGER, actor=admin),
    "roles set": lambda user, admin: services.set_roles(user, [Role.MEMBER], actor=admin),
    "temporary password": lambda user, admin: services.give_temporary_password(
        user, "柳林镇的桂花开了-十月", actor=admin
    ),
    "own password": lambda user, admin: services.change_own_password(user, "柳林镇的桂花开了-十月"),
    "letter": lambda user, admin: services.reset_password(user, "柳林镇的桂花开了-十月"),
    "superuser": lambda user, admin: services.set_superuser(user, True, actor=UserFactory(is_superuser=True)),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_change_of_the_account_ends_every_session(admin, ending):
    user = UserFactory(roles=[Role.AGENCY_LOGGER])
    phone, desk = _client(user), _client(user)
    ENDINGS[ending](user, admin)
    assert [client.get(HOME).status_code for client in (phone, desk)] == [302, 302]


def test_session_of_a_closed_account_does_not_come_back(admin):
    user = UserFactory(roles=[Role.AGENCY_LOGGER])
    client = _client(user)
    services.deactivate_account(user, actor=admin)
    services.activate_account(user, actor=admin)
    assert client.get(HOME).status_code == 302


def test_change_of_name_ends_no_session(admin):
    user = UserFactory(roles=[Role.AGENCY_LOGGER])
    client = _client(user)
    services.change_account(user, actor=admin, name="新名")
    assert client.get(HOME).status_code == 200
