import pytest
from django.conf import settings
from django.urls import get_resolver, reverse

from cms.accounts.enums import OFFICE_SIDE, Role
from cms.core.models import AuditEntry
from tests.cms.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "知法-test-2026"
SIGN_IN = reverse("portal:sign_in")


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


def test_page_says_what_to_do(client):
    user = UserFactory()
    for _ in range(settings.SIGN_IN_TRIES):
        assert "密码不对" in _sign_in(client, user, "wrong").content.decode()
    assert "15 分钟" in _sign_in(client, user).content.decode()
    assert _sign_in(client, user, address="10.0.0.2").status_code == 302


def test_unknown_closed_and_mistyped_are_answered_alike(client):
    known, closed = UserFactory(), UserFactory(is_active=False)
    answers = {
        _sign_in(client, user, password).content.decode().replace(user.username, "…").split("<form", 3)[-1]
        for user, password in (
            (known, "wrong"),
            (closed, PASSWORD),
            (closed, "wrong"),
            (UserFactory.build(username="nobody"), "wrong"),
        )
    }
    stripped = {"".join(line for line in answer.splitlines() if "csrf" not in line) for answer in answers}
    assert len(stripped) == 1


def test_signing_in_and_out_is_on_record(client):
    user = UserFactory()
    _sign_in(client, user)
    client.post(reverse("portal:sign_out"))
    entries = AuditEntry.objects.order_by("pk").values_list("action", "actor", "detail")
    assert list(entries) == [
        ("accounts.session.begin", user.pk, {"address": "10.0.0.1"}),
        ("accounts.session.end", user.pk, {"address": "127.0.0.1"}),
    ]


DOORS = [
    "/office/login/",
    "/office/password_reset/",
    "/office/password_reset/confirm/MQ/abc-123/",
    "/_util/login/",
    "/_util/authenticate_with_password/1/2/",
    "/documents/authenticate_with_password/1/",
]


@pytest.mark.parametrize("door", DOORS)
def test_every_other_door_leads_to_the_one_sign_in(door, client):
    user = UserFactory(roles=[Role.OFFICE])
    assert client.get(f"{door}?next=/office/reports/").url == f"{SIGN_IN}?next=/office/reports/"
    response = client.post(door, {"username": user.username, "password": PASSWORD})
    assert response.url == SIGN_IN
    assert "_auth_user_id" not in client.session


def test_no_address_is_served_by_a_sign_in_that_is_not_ours():
    """A new door of the framework fails here until it is led to ours."""
    foreign = {"LoginView", "PasswordResetView", "PasswordResetConfirmView", "authenticate_with_password"}
    shadowed = set()

    def walk(patterns, prefix=""):
        for pattern in patterns:
            address = prefix + str(pattern.pattern).lstrip("^")
            if hasattr(pattern, "url_patterns"):
                walk(pattern.url_patterns, address)
            else:
                view = getattr(pattern.callback, "view_class", pattern.callback)
                if getattr(view, "__name__", "") in foreign and not view.__module__.startswith("sites."):
                    shadowed.add(address)

    walk(get_resolver().url_patterns)
    assert shadowed == {
        "office/login/",
        "office/password_reset/",
        "office/password_reset/confirm/<uidb64>/<token>/",
        "_util/login/",
        "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
    }


def test_sign_out_is_by_button_only(client):
    client.force_login(UserFactory())
    assert client.get(reverse("portal:sign_out")).status_code == 405
    assert client.post(reverse("portal:sign_out")).url == "/"
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("name", ["portal:home", "portal:activities", "portal:new"])
def test_portal_asks_to_sign_in(name, client):
    response = client.get(reverse(name))
    assert response.url == f"{SIGN_IN}?next={reverse(name)}"
