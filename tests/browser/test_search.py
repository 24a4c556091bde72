"""Searching as a person does it: typing, choosing by keyboard, narrowing with and without a script."""

import re
from urllib.parse import quote

import pytest

from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser
RULES = "青桥区公共空间文明使用规定（示范文本）"


def test_suggestion_is_chosen_by_keyboard(visit):
    page = visit("/")
    field = page.get_by_role("combobox", name="搜索法条、活动和文章")
    field.press_sequentially("qqq")
    option = page.get_by_role("option").filter(has_text=RULES)
    option.wait_for()
    assert field.get_attribute("aria-expanded") == "true"
    field.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == page.get_by_role("option").first.get_attribute(
        "id"
    )
    field.press("Escape")
    assert field.get_attribute("aria-expanded") == "false"
    field.press("ArrowDown")
    field.press("ArrowDown")
    field.press("Enter")
    page.wait_for_url("**/laws/**")
    assert RULES in page.inner_text("h1")


def test_results_narrow_in_place_and_come_back(visit):
    page = visit(f"/search/?q={quote('公共')}")
    before = page.inner_text("#result-count")
    page.get_by_role("checkbox", name=re.compile("法规")).first.check()
    page.wait_for_url("**kind=law**")
    page.locator(".chosen").wait_for()
    assert page.inner_text("#result-count") != before
    assert page.inner_text("[data-results-status]") == page.inner_text("#result-count")
    assert page.evaluate("document.activeElement.value") == "law"
    page.go_back()
    page.locator(".chosen").wait_for(state="detached")
    assert page.inner_text("#result-count") == before


def test_results_narrow_without_a_script(visit):
    page = visit(f"/search/?q={quote('公共')}", script=False, viewport=PHONE)
    page.get_by_text("筛选", exact=True).click()
    page.get_by_role("checkbox", name=re.compile("法规")).first.check()
    page.get_by_role("button", name="应用筛选").click()
    assert "kind=law" in page.url
    assert page.locator(".chosen").count() == 1


def test_article_reached_inside_its_law_is_marked(visit):
    page = visit(f"/laws/{quote(RULES)}/4/")
    page.get_by_role("link", name=re.compile("在全文中查看")).click()
    marked = page.locator(".law-article:target")
    assert marked.get_attribute("id") == "a4"


def test_citation_is_copied_with_one_press(visit):
    page = visit(f"/laws/{quote(RULES)}/4/", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="复制引用").click()
    page.get_by_text("已复制").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == f"《{RULES}》第四条"
