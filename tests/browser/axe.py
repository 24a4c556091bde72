"""Every page by every rule of axe, at three widths, light, dark and in 长者模式. Run by `make axe`: it takes
longer than a suite may; `test_accessibility` asks what differs most."""

import pytest

from tests.browser import looks
from tests.browser.conftest import DESK, PHONE
from tests.browser.pages import PAGES
from tests.browser.test_accessibility import TABLET, violations

DRESSES = {"light": ("light", "standard"), "dark": ("dark", "standard"), "elder": ("light", "elder")}


@pytest.mark.parametrize("name", PAGES)
def test_no_rule_is_violated(visit, name):
    path, account = PAGES[name]
    page, found = visit(path, account), []
    for dress, (scheme, size) in DRESSES.items():
        page.emulate_media(color_scheme=scheme)
        page.evaluate(looks.GROW, size)
        for viewport in (PHONE, TABLET, DESK):
            page.set_viewport_size(viewport)
            found += [(dress, viewport["width"], *each) for each in violations(page)]
    assert found == []
