"""One command starts everything; Ctrl-C stops it; the second start takes seconds."""

import time

import pytest

from tests.browser.platform import start

pytestmark = pytest.mark.browser


def nothing_waits(platform, tries: int = 30) -> bool:
    """Whether the worker brings the search up to date within some seconds."""
    for _ in range(tries):
        if "滞后 0 条" in platform.run("search_status"):
            return True
        time.sleep(1)
    return False


def welcome(platform, tries: int = 100) -> str:
    """What is printed once the web server has answered, which a visitor may have done before."""
    for _ in range(tries):
        if "知法已启动" in (said := platform.log.read_text()) and "Ctrl-C" in said:
            return said
        time.sleep(0.1)
    return said


def test_platform_starts_stops_cleanly_and_starts_again(tmp_path):
    first = start(tmp_path / "var")
    try:
        assert welcome(first).count("单位联络员") == 2
    finally:
        first.stop()
    assert "Traceback" not in first.log.read_text()
    again = start(first.folder)
    try:
        assert nothing_waits(again)
        assert "已载入示范区" not in again.log.read_text()
    finally:
        again.stop()


def test_two_copies_run_side_by_side(tmp_path, platform):
    other = start(tmp_path / "other")
    try:
        assert other.url != platform.url
        assert other.folder != platform.folder
    finally:
        other.stop()
