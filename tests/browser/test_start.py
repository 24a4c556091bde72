"""One command starts everything; Ctrl-C stops it; the second start takes seconds."""

import shutil
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


def test_platform_starts_and_stops_cleanly(begun):
    said = begun.log.read_text()
    assert said.count("单位联络员") == 2
    assert "Traceback" not in said


def test_platform_starts_again(platform):
    assert "已载入示范区" not in platform.welcome()
    assert nothing_waits(platform)


def test_two_copies_run_side_by_side(begun, tmp_path, platform):
    shutil.copytree(begun.folder, tmp_path / "other")
    other = start(tmp_path / "other")
    try:
        assert other.url != platform.url
        assert other.folder != platform.folder
    finally:
        other.stop()
