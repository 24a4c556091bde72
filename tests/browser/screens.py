"""Takes the pictures of `docs/screens/`: every page type at 375 and 1280 pixels. Run by `make screens`."""

import pytest

from tests.browser.conftest import DESK, PHONE
from tests.browser.pages import PAGES

SKIPPED = {"search-empty", "portal-check"}


@pytest.mark.parametrize("name", [name for name in PAGES if name not in SKIPPED])
def test_screen(visit, name, request):
    folder = request.config.rootpath / "docs" / "screens"
    folder.mkdir(parents=True, exist_ok=True)
    path, account = PAGES[name]
    page = visit(path, account)
    for viewport in (PHONE, DESK):
        page.set_viewport_size(viewport)
        # As it comes on a screen of this size.
        page.reload()
        page.screenshot(
            path=folder / f"{name}-{viewport['width']}.png", full_page=viewport is PHONE, scale="css"
        )
