"""Every page type without a violation, on a phone and at a desk; usable by keyboard; nothing overflows."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import DESK, PHONE
from tests.browser.pages import PAGES

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("name", PAGES)
def test_page_has_no_axe_violation_and_no_overflow(visit, name):
    path, account = PAGES[name]
    page = visit(path, account, viewport=PHONE)
    for viewport in (PHONE, {"width": 768, "height": 900}, DESK):
        page.set_viewport_size(viewport)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), viewport
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page)
        violations = [(item["id"], item["nodes"][0]["html"][:200]) for item in found.response["violations"]]
        assert violations == []


def test_visitor_reaches_the_search_and_the_text_by_keyboard(visit):
    page = visit("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "跳到正文"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id || location.hash.slice(1)") == "main"
    page.locator("header input[name=q]").focus()
    page.keyboard.type("抛掷")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")
    assert "第四条" in page.inner_text("main")


def test_elder_mode_is_chosen_once_and_kept(visit):
    page = visit("/", java_script_enabled=False)
    page.get_by_role("button", name="长者模式").click()
    page.goto("/laws/")
    assert page.locator("html").get_attribute("data-size") == "elder"
