import pytest
from django.core.cache import cache
from django.urls import reverse

from cms.accounts.enums import OFFICE_SIDE, Role
from sites.portal.throttle import MAX_FAILURES
from tests.cms.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "知法-test-2026"
SIGN_IN = reverse("portal:sign_in")


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


def _sign_in(client, user, password=PASSWORD, address="10.0.0.1", **data):
    return client.post(
        SIGN_IN, {"username": user.username, "password": password, **data}, REMOTE_ADDR=address
    )


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_sign_in_brings_each_to_their_own_desk(role, client):
    desk = reverse("wagtailadmin_home") if role in OFFICE_SIDE else reverse("portal:home")
    assert _sign_in(client, UserFactory(roles=[role])).url == desk


def test_sign_in_goes_where_one_was_going(client):
    wanted = reverse("portal:activities")
    assert _sign_in(client, UserFactory(roles=[Role.AGENCY_LOGGER]), next=wanted).url == wanted


@pytest.mark.parametrize(
    "evil", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil"]
)
def test_sign_in_never_leaves_the_site(evil, client):
    assert _sign_in(client, UserFactory(roles=[Role.MEMBER]), next=evil).url == reverse("portal:home")


def test_portal_account_sent_to_the_admin_does_not_go_in_circles(client):
    user = UserFactory(roles=[Role.AGENCY_LOGGER])
    office = reverse("wagtailadmin_home")
    assert _sign_in(client, user, next=office).url == reverse("portal:home")
    response = client.get(office, follow=True)
    assert response.status_code == 200
    assert response.request["PATH_INFO"] == reverse("portal:home")


def test_failures_pause_the_account_at_that_address_only(client):
    user = UserFactory()
    for _ in range(MAX_FAILURES):
        assert "密码不对" in _sign_in(client, user, "wrong").content.decode()
    assert "15 分钟" in _sign_in(client, user).content.decode()
    assert (
        "15 分钟"
        in _sign_in(client, UserFactory.build(username=f" {user.username.upper()}")).content.decode()
    )
    assert _sign_in(client, user, address="10.0.0.2").status_code == 302
    assert _sign_in(client, UserFactory()).status_code == 302


def test_success_forgets_earlier_failures(client):
    user = UserFactory()
    for _ in range(MAX_FAILURES - 1):
        _sign_in(client, user, "wrong")
    assert _sign_in(client, user).status_code == 302
    client.logout()
    for _ in range(MAX_FAILURES - 1):
        _sign_in(client, user, "wrong")
    assert _sign_in(client, user).status_code == 302


def test_sign_out_is_by_button_only(client):
    client.force_login(UserFactory())
    assert client.get(reverse("portal:sign_out")).status_code == 405
    assert client.post(reverse("portal:sign_out")).url == "/"
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("name", ["portal:home", "portal:activities", "portal:new"])
def test_portal_asks_to_sign_in(name, client):
    response = client.get(reverse(name))
    assert response.url == f"{SIGN_IN}?next={reverse(name)}"
