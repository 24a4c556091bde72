"""Under the policy of `sites.headers` no page wants what the browser refuses, and the admin still works."""

import pytest
from django.urls import reverse

from tests.browser.pages import PAGES

OFFICE = [
    "/office/",
    reverse("events:add"),
    "/office/pages/",
    "/office/users/",
    "/office/users/new/",
    "/office/audit_trail/",
    "/office/account/",
    "/office/images/",
    "/office/documents/",
    "/office/reports/site-history/",
]


@pytest.fixture
def refusals(visit, platform):
    """Opens a page and returns what the browser refused or could not run, and what it asked others for."""

    def is_foreign(address: str) -> bool:
        return not address.startswith((f"{platform.url}/", "data:", "blob:"))

    def look(path, account):
        told = []

        def listen(page):
            page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
            page.on("pageerror", lambda error: told.append(str(error)))
            page.on("request", lambda request: told.append(request.url) if is_foreign(request.url) else None)

        page = visit(path, account, told=listen)
        page.wait_for_load_state("networkidle")
        return [text for text in told if "404" not in text]

    return look


@pytest.mark.browser
@pytest.mark.parametrize("name", PAGES)
def test_public_and_portal_pages_ask_for_nothing_refused_and_nobody_else(refusals, name):
    assert refusals(*PAGES[name]) == []


@pytest.mark.browser
@pytest.mark.parametrize("path", OFFICE)
def test_admin_works_under_its_policy(refusals, path):
    assert refusals(path, "admin") == []


@pytest.mark.browser
def test_page_editor_works_under_its_policy(visit, refusals):
    listing = visit("/office/pages/", "editor")
    found = listing.locator("a[href*='/edit/']").first
    found.wait_for(state="attached")
    assert refusals(found.get_attribute("href"), "editor") == []
