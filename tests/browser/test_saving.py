"""A button pressed while the editor is saving by itself."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_one_day import ask, said

pytestmark = pytest.mark.browser

# The editor looks for what is written only after its first two seconds.
WATCHING = 2500
SLOW = """() => {
    const send = window.fetch;
    const later = answer => new Promise(given => setTimeout(() => given(answer), 1500));
    window.fetch = (...request) => send(...request).then(later);
}"""


def write(page, title: str) -> None:
    """Type a title; the platform has it, and the form does not know that yet."""
    page.wait_for_timeout(WATCHING)
    page.evaluate(SLOW)
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.fill("[name=title]", title)


def test_a_page_is_made_once_and_is_not_newer_than_its_own_form(visit, platform):
    home = ask(platform, "HomePage.objects.get().pk")
    page = visit(f"/office/pages/add/campaigns/casepage/{home}/", "editor")
    for title in ("网购退货一案", "网购退货一案（修改）"):
        write(page, title)
        page.locator("footer button.action-save").click()
        said(page, title)
        expect(page.locator("[name=title]")).to_have_value(title)
    pages = "HomePage.objects.get().get_children().filter(title__contains='网购退货')"
    assert ask(platform, f"{pages}.count()") == "1"
    assert page.locator(".messages .error").count() == 0
