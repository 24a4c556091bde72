"""Signing in by an identity provider: through the same door, with the same counts and the same trail."""

from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.cache import cache
from django.urls import reverse
from joserfc.jwk import RSAKey

from cms.accounts.enums import Role
from cms.accounts.signing_in import issuer
from cms.core.models import AuditEntry
from tests.cms.accounts.factories import UserFactory
from tests.issuer import CLIENT, provider

pytestmark = pytest.mark.django_db
SIGN_IN, THERE, BACK = (reverse(f"portal:{name}") for name in ("sign_in", "issuer_there", "issuer_back"))


@pytest.fixture(autouse=True)
def nobody_went_before():
    cache.clear()


@pytest.fixture
def city(settings):
    """The provider, set up."""
    with provider() as running:
        settings.SIGN_IN_ISSUER = {
            "issuer": running.url, **CLIENT, "claim": "preferred_username", "name": "随申办",
        }  # fmt: skip
        issuer._client_of.cache_clear()
        yield running
    issuer._client_of.cache_clear()


def come_back(client, city, username, wanted="", **claims):
    """There, a yes, and back again."""
    city.claims = {"preferred_username": username, **claims}
    address = client.get(THERE, {"next": wanted}).url
    assert address.startswith(f"{city.url}/authorize?")
    return client.get(BACK, city.agree(address))


def told(client) -> str:
    return client.get(SIGN_IN).content.decode()


def test_where_none_is_set_up_there_is_none(client):
    assert settings.SIGN_IN_ISSUER == {}
    assert (client.get(THERE).status_code, client.get(BACK).status_code) == (404, 404)
    assert THERE not in told(client)


@pytest.mark.parametrize("role", [Role.OFFICE, Role.AGENCY_LOGGER, Role.MEMBER])
def test_each_comes_to_their_own_desk_and_it_stands_in_the_trail(client, city, role):
    user = UserFactory(roles=[role], must_change_password=True)
    desk = reverse("wagtailadmin_home") if role == Role.OFFICE else reverse("portal:home")
    assert "用随申办登录" in told(client)
    answer = come_back(client, city, user.username)
    assert (answer.url, client.session["_auth_user_id"]) == (desk, str(user.pk))
    # A password that was handed to them is none of theirs.
    assert reverse("portal:password") != client.get(desk).headers.get("Location")
    entry = AuditEntry.objects.get(action="accounts.session.begin")
    assert (entry.actor, entry.detail["by"]) == (user, "随申办")
    assert len(city.verifiers) == 1


def test_one_goes_on_where_one_was_going_and_never_off_the_site(client, city):
    user = UserFactory(roles=[Role.AGENCY_LOGGER])
    wanted = reverse("portal:activities")
    assert come_back(client, city, user.username, wanted).url == wanted
    client.logout()
    assert come_back(client, city, user.username, "https://evil.example/").url == reverse("portal:home")


@pytest.mark.parametrize("closed", [False, True])
def test_whoever_has_no_open_account_is_told_whom_to_ask_and_slowed_down(client, city, closed):
    name = UserFactory(is_active=False).username if closed else "nobody"
    for _ in range(settings.SIGN_IN_TRIES):
        assert come_back(client, city, name).url == SIGN_IN
        assert "没有您的账号" in told(client)
    come_back(client, city, name)
    assert "15 分钟" in told(client)
    assert AuditEntry.objects.filter(action="accounts.session.fail").count() == settings.SIGN_IN_TRIES
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://other.example"},
        {"aud": "another"},
        {"nonce": "another"},
        {"exp": 1},
        {"exp": None},
        {"preferred_username": None},
        {"preferred_username": ["a"]},
        {"preferred_username": " "},
    ],
    ids=str,
)
def test_what_the_provider_did_not_say_rightly_lets_nobody_in(client, city, claims):
    user = UserFactory(roles=[Role.MEMBER])
    claims = dict(claims)
    answer = come_back(client, city, claims.pop("preferred_username", user.username), **claims)
    assert (answer.url, "_auth_user_id" in client.session) == (SIGN_IN, False)
    assert "统一登录没有成功" in told(client)


def test_another_key_or_state_lets_nobody_in(client, city):
    user = UserFactory(roles=[Role.MEMBER])
    city.key = RSAKey.generate_key(2048, parameters={"kid": "one"})
    assert come_back(client, city, user.username).url == SIGN_IN
    city.key = city.published
    sent = city.agree(client.get(THERE).url)
    for given in ({**sent, "state": "another"}, {}, {"error": "access_denied"}):
        assert (client.get(BACK, given).url, "_auth_user_id" in client.session) == (SIGN_IN, False)


def test_from_one_address_twenty_a_minute_go_there(client, city, monkeypatch):
    monkeypatch.setattr("sites.rate.time", SimpleNamespace(time=lambda: 1_800_000_000.0))
    there = [client.get(THERE).url for _ in range(21)]
    assert [url.startswith(f"{city.url}/authorize?") for url in there] == [True] * 20 + [False]
    assert (there[-1], "统一登录没有成功" in told(client)) == (SIGN_IN, True)
    assert client.get(THERE, REMOTE_ADDR="192.0.2.7").url.startswith(city.url)


def test_provider_that_is_away_leaves_the_password(client, settings):
    settings.SIGN_IN_ISSUER = {
        "issuer": "http://127.0.0.1:9", **CLIENT, "claim": "preferred_username", "name": "随申办",
    }  # fmt: skip
    issuer._client_of.cache_clear()
    assert client.get(THERE).url == SIGN_IN
    assert "账号和密码" in told(client)
