"""Windows that stay open from one test to the next and are as new each time: what all pages are made of is
then fetched, read and compiled once.
"""

from collections import defaultdict

from playwright.sync_api import Browser, Page

DESK = {"width": 1280, "height": 900}
PATIENCE = 15_000
KEPT_BY_PAGES = "cache_storage,indexeddb,local_storage,service_workers"
AT_REST = {
    "media": "screen",
    "color_scheme": "light",
    "forced_colors": "none",
    "reduced_motion": "no-preference",
}

# Of the site itself: for a page from nowhere the browser would end the process that has read all this.
RESTING_PLACE = "/healthz"


class Windows:
    """Those of one browser on one site."""

    def __init__(self, browser: Browser, site: str):
        self._browser, self._site = browser, site
        self._free: dict[bool, list[Page]] = defaultdict(list)

    def open(self, **options) -> Page:
        context = self._browser.new_context(
            base_url=self._site, viewport=DESK, locale="zh-CN", timezone_id="Asia/Shanghai", **options
        )
        context.set_default_timeout(PATIENCE)
        return context.new_page()

    def take(self, script: bool) -> Page:
        """One that nobody uses, empty."""
        return self._free[script].pop() if self._free[script] else self.open(java_script_enabled=script)

    def give_back(self, page: Page, script: bool) -> None:
        """Led away from where it was, signed out, with nothing kept."""
        context = page.context
        context.set_offline(False)
        page.goto(RESTING_PLACE)
        context.clear_cookies()
        page.emulate_media(**AT_REST)
        devtools = context.new_cdp_session(page)
        devtools.send("Storage.clearDataForOrigin", {"origin": self._site, "storageTypes": KEPT_BY_PAGES})
        devtools.detach()
        self._free[script].append(page)
