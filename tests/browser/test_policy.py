"""Under the policy of `sites.headers` the admin still works: no page wants what the browser refuses.

The pages of the public and of the portal are asked in `test_accessibility`.
"""

import pytest
from django.urls import reverse

from tests.browser.refusals import heard

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

    def look(path, account):
        told = []
        visit(path, account, told=heard(told, platform.url)).wait_for_load_state("networkidle")
        return told

    return look


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
