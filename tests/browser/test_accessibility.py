"""Every page type without a violation, on a phone and at a desk; usable by keyboard; nothing overflows."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.browser import looks
from tests.browser.conftest import DESK, PHONE
from tests.browser.pages import PAGES
from tests.browser.refusals import heard

pytestmark = pytest.mark.browser
TABLET = {"width": 768, "height": 900}
# A desk's window at 200 and at 400 per cent.
ENLARGED = [{"width": 640, "height": 450}, {"width": 320, "height": 225}]
# By how much 长者模式 lets letters grow; a size that follows the window's width a little less.
GROWTH, ABOUT = 1.35, 0.03
# What depends on colours and sizes: the rest is the same in every dress.
IN_ANOTHER_DRESS = {"runOnly": ["color-contrast", "target-size", "link-in-text-block"]}
# Of a phone, one page of answers.
MOST_SCREENS = 6
A4 = {"width": 680, "height": 960}
VIOLATIONS = """async ([within, options]) => (await axe.run(within || document, options)).violations
  .map((each) => [each.id, each.nodes[0].html.slice(0, 200)])"""


def violations(page, options=None, within=None) -> list:
    """Told by axe, which a page is given once, however often it is asked."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    # Of what is right only the names: to describe it takes longer than to find it.
    return page.evaluate(VIOLATIONS, [within, {"resultTypes": ["violations"], **(options or {})}])


@pytest.mark.parametrize("name", PAGES)
def test_page_is_for_everybody_in_any_dress_and_asks_for_nothing_refused(visit, platform, name):
    """As it comes and in 长者模式, enlarged, in the system's colours, at rest, on paper: in one visit.
    Nothing of it is refused by its policy, nobody else is asked for anything.
    """
    path, account = PAGES[name]
    page = visit(path, account, viewport=PHONE, told=heard(told := [], platform.url))
    for viewport in (*ENLARGED, PHONE, TABLET, DESK):
        page.set_viewport_size(viewport)
        assert not page.evaluate(looks.OVERFLOWS), viewport
    assert len(page.evaluate(looks.EDGES)) == 1
    assert page.evaluate(looks.TALL) == []
    assert page.evaluate(looks.WITHOUT_WORDS) == []
    before = page.evaluate(looks.SIZES)
    page.emulate_media(color_scheme="dark")
    assert violations(page) == []
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="light")
    assert page.evaluate(looks.LOW) == []
    assert page.evaluate(looks.LINES) in ([], [1])
    assert page.evaluate(looks.SCREENS) <= MOST_SCREENS or not name.startswith("search")
    assert violations(page) == []
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    assert page.evaluate(looks.BUTTONS_WITHOUT_EDGE) == []
    assert page.evaluate(looks.CURRENT_AS_OTHERS) == []
    assert page.evaluate(looks.WHAT_MOVES) == []
    page.set_viewport_size(A4)
    page.emulate_media(media="print", forced_colors="none")
    white = {"left": [], "says": True, "alone": [], "paper": "rgb(255, 255, 255)", "isTooWide": False}
    assert page.evaluate(looks.PRINTED) == white
    page.emulate_media(media="screen")
    page.set_viewport_size(DESK)
    page.evaluate(looks.GROW, "elder")
    after = page.evaluate(looks.SIZES_NOW)
    grown = [(what, size, now) for (what, size), now in zip(before, after, strict=True)]
    assert [each for each in grown if abs(each[2] / each[1] - GROWTH) > ABOUT] == []
    for viewport, scheme in ((DESK, None), (TABLET, "light"), (PHONE, "dark")):
        page.set_viewport_size(viewport)
        assert not page.evaluate(looks.OVERFLOWS), viewport
        if scheme:
            page.emulate_media(color_scheme=scheme)
            assert violations(page, IN_ANOTHER_DRESS) == [], (viewport, scheme)
    assert told == []


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
    page = visit("/", script=False)
    page.get_by_role("button", name="长者模式").click()
    page.goto("/laws/")
    assert page.locator("html").get_attribute("data-size") == "elder"
