import shutil
from contextlib import ExitStack

import pytest
from playwright.sync_api import sync_playwright

from sites.demo.accounts import DEMO_PASSWORD
from tests.browser import chromium
from tests.browser.platform import start
from tests.browser.windows import DESK, RESTING_PLACE, Windows
from tests.conftest import absent
from tests.platforms import Platform, finish

PHONE = {"width": 375, "height": 812}
# The year, on a machine that has other things to do.
LOADING_SECONDS = 1200
# Chromium as root in a container, without calls to its maker.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # No page stays long enough for what its scripts are optimised into to pay.
    "--js-flags=--no-opt --no-maglev",
]


# Of the package: while Playwright runs, its loop holds the thread, and Django refuses the database to the
# tests that come after these on the same worker.
@pytest.fixture(scope="package")
def browser():
    executable = chromium.find()
    if executable is None:
        absent(chromium.CURE)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture(scope="package")
def district():
    """Which demo is loaded: the year takes as long as many journeys."""
    return "small"


@pytest.fixture(scope="package")
def begun(migrated, district, tmp_path_factory):
    """A copy that went on with the demo after its first start was killed, and was then stopped."""
    folder = tmp_path_factory.mktemp("platform") / "begun"
    shutil.copytree(migrated, folder)
    loading = Platform(folder)
    finish(loading.fork("load_demo", "--size", district), LOADING_SECONDS)
    loading.close()
    first = start(folder)
    try:
        first.welcome()
    finally:
        first.stop()
    return first


@pytest.fixture(scope="package")
def platform(begun, tmp_path_factory):
    """The copy that all journeys are made on: its second start."""
    folder = tmp_path_factory.mktemp("platform") / "var"
    shutil.copytree(begun.folder, folder)
    running = start(folder)
    yield running
    running.stop()
    assert [line for line in running.log.read_text().splitlines() if "Internal Server Error" in line] == []


@pytest.fixture(scope="package")
def windows(browser, platform):
    return Windows(browser, platform.url)


@pytest.fixture(scope="package")
def signed_in(windows):
    """The cookies of an account that has signed in, once a run for each."""
    kept: dict[str | None, list] = {None: []}

    def cookies(account):
        if account not in kept:
            page = windows.take(script=True)
            page.goto("/signin/")
            page.fill("[name=username]", account)
            page.fill("[name=password]", DEMO_PASSWORD)
            page.click("main button[type=submit]")
            page.wait_for_url(lambda url: "/signin/" not in url)
            kept[account] = page.context.cookies()
            windows.give_back(page, script=True)
        return kept[account]

    return cookies


@pytest.fixture
def visit(windows, signed_in):
    """Opens a page as an account (None: a visitor) in a window of its own. `told` are its listeners, by what
    they listen to; a window with `options` is nobody's afterwards.
    """
    with ExitStack() as afterwards:

        def open_page(path="/", account=None, viewport=DESK, told=None, script=True, before="", **options):
            if before or options:
                page = windows.open(**options)
                afterwards.callback(page.context.close)
                page.add_init_script(before)
            else:
                page = windows.take(script)
                afterwards.callback(windows.give_back, page, script)
            page.set_viewport_size(viewport)
            page.context.add_cookies(signed_in(account))
            for event, listener in (told or {}).items():
                page.on(event, listener)
                afterwards.callback(page.remove_listener, event, listener)
            page.goto(path)
            return page

        yield open_page


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Keep a picture of every open page of a failed journey, and what the platform said meanwhile."""
    report = yield
    if report.failed and "visit" in item.fixturenames and call.when == "call":
        folder = item.config.rootpath / "var" / "failed"
        folder.mkdir(parents=True, exist_ok=True)
        name = item.name.replace("/", "_")
        if running := item.funcargs.get("platform"):
            (folder / f"{name}.log").write_text(running.log.read_text())
        browser = item.funcargs.get("browser")
        for number, context in enumerate(browser.contexts if browser else ()):
            for page in (each for each in context.pages if not each.url.endswith(RESTING_PLACE)):
                page.screenshot(path=folder / f"{name}-{number}.png", full_page=True)
                (folder / f"{name}-{number}.html").write_text(page.content())
    return report
