"""What every answer tells the browser."""

import re
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client
from django.urls import reverse

from cms.accounts.enums import Role
from tests.cms.accounts.factories import UserFactory
from tests.cms.campaigns.factories import ArticlePageFactory, CampaignPageFactory, CasePageFactory
from tests.cms.duties.factories import ActivityFactory, logger_of
from tests.cms.events.factories import EventFactory
from tests.cms.statutes.factories import ArticleFactory
from tests.quality.test_templates import inline_in

pytestmark = pytest.mark.django_db
PUBLIC = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'self'"
)
PAGES_SEEN = 60


def _policy(response) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in response["Content-Security-Policy"].split(";"))
    return {name: sources for name, _space, sources in parts}


@pytest.mark.parametrize(
    "address", ["/", "/signin/", "/nowhere/", "/search/?q=公园", "/portal/", "/healthz", "/robots.txt"]
)
def test_public_and_portal_pages_allow_nothing_inline(client, address):
    response = client.get(address)
    assert _policy(response) == dict(part.split(" ", 1) for part in PUBLIC.split("; "))


def test_office_allows_inline_only_what_the_framework_needs(client):
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    policy = _policy(client.get(reverse("wagtailadmin_home")))
    loose = {name for name, sources in policy.items() if "unsafe" in sources}
    assert loose == {"script-src", "style-src"}
    assert "unsafe-eval" not in str(policy)
    assert policy["script-src-attr"] == "'none'"
    assert (policy["default-src"], policy["object-src"]) == ("'self'", "'none'")


@pytest.mark.parametrize("address", ["/", "/signin/", "/office/", "/nowhere/"])
def test_every_answer_closes_the_other_doors(client, address):
    response = client.get(address)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "camera=()" in response["Permissions-Policy"]


def _is_kept_nowhere(response) -> bool:
    return {"no-store", "private"} <= set(re.split(r",\s*", response.get("Cache-Control", "")))


@pytest.mark.parametrize("role", [Role.OFFICE, Role.AGENCY_LOGGER, Role.MEMBER])
def test_personal_pages_are_kept_nowhere(client, role):
    client.force_login(UserFactory(roles=[role]))
    for name in (
        "portal:home",
        "portal:activities",
        "portal:password",
        "wagtailadmin_home",
        "audit_trail:index",
    ):
        assert _is_kept_nowhere(client.get(reverse(name))), name


def test_registering_and_cancelling_are_kept_nowhere(client):
    event = EventFactory()
    for name in ("public:event_register", "public:event_cancel"):
        assert _is_kept_nowhere(client.post(reverse(name, args=[event.pk]), {})), name


@pytest.mark.parametrize("address", ["/signin/", "/password/", "/portal/activities/1/", "/office/login/"])
def test_pages_on_the_way_in_are_kept_nowhere(client, address):
    assert _is_kept_nowhere(client.get(address))


def test_public_page_may_be_kept_for_a_visitor(client):
    assert not _is_kept_nowhere(client.get("/laws/"))


def _crawl(client, starts) -> dict[str, str]:
    """Pages reached by links from `starts`, with their markup."""
    found, waiting = {}, list(starts)
    while waiting and len(found) < PAGES_SEEN:
        address = waiting.pop(0)
        if address in found:
            continue
        response = client.get(address)
        if response.status_code != 200 or "html" not in response.get("Content-Type", ""):
            continue
        found[address] = response.content.decode()
        for link in BeautifulSoup(found[address], "html.parser").select("a[href]"):
            target = urlsplit(link["href"])
            if not target.netloc and target.path.startswith("/") and not target.path.startswith("/office/"):
                waiting.append(target.path)
    return found


def test_no_page_sends_anything_inline(client):
    for make in (CampaignPageFactory, ArticlePageFactory, CasePageFactory, ArticleFactory, EventFactory):
        make()
    activity = ActivityFactory()
    visitor = _crawl(
        client, ["/", "/site-map/", "/laws/", "/events/", "/activities/", "/search/?q=公园", "/signin/"]
    )
    own = Client()
    own.force_login(logger_of(activity.host))
    steps = [
        reverse("portal:edit", args=[activity.pk, step])
        for step in ("basics", "content", "results", "photos", "check")
    ]
    signed_in = _crawl(
        own, [reverse("portal:home"), reverse("portal:new"), *steps, reverse("portal:password")]
    )
    assert len(visitor) > 7
    assert len(signed_in) > 7
    assert {
        address: inline_in(page) for address, page in {**visitor, **signed_in}.items() if inline_in(page)
    } == {}


def test_sessions_and_forms_are_protected_from_scripts():
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_SAMESITE == settings.CSRF_COOKIE_SAMESITE == "Lax"
