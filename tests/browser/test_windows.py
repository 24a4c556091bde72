"""A window that was used by one journey shows nothing of it to the next."""

import pytest

pytestmark = pytest.mark.browser


def test_window_is_as_new_for_who_comes_next(windows, platform):
    used = windows.take(script=True)
    used.goto("/laws/")
    used.evaluate("localStorage.setItem('words', 'of somebody')")
    used.context.add_cookies([{"name": "who", "value": "somebody", "url": platform.url}])
    used.context.set_offline(True)
    windows.give_back(used, script=True)

    page = windows.take(script=True)
    assert page is used
    page.goto("/laws/")
    assert page.evaluate("localStorage.length") == 0
    assert page.context.cookies() == []
    windows.give_back(page, script=True)
