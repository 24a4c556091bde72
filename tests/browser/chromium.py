"""Finds a Chromium for the browser tests, or gets one.

A browser that is there, else Debian's package where it may be installed, else Playwright's own download,
else one sentence saying what to install. First the shell without windows: the same engine for a third of the
work, since the other draws a window around each page that nobody sees.
"""

import os
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CURE = "没有可用的浏览器：请安装 Chromium（Debian/Ubuntu：apt-get install chromium fonts-noto-cjk）后重试。"


def find() -> str | None:
    """The path of a Chromium on this machine, or None."""
    given = os.environ.get("ZHIFA_CHROMIUM")
    if given:
        return given
    for name in NAMES:
        path = shutil.which(name)
        if path:
            return path
    return _playwright_own()


def _playwright_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _from_debian(package: str) -> bool:
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        return False
    packages = [package, "fonts-noto-cjk"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run(["apt-get", "update", "-q"], check=False, **quiet)
    return subprocess.run(["apt-get", "install", "-y", "-q", *packages], check=False, **quiet).returncode == 0


def _from_playwright() -> bool:
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def main() -> None:
    debian = (partial(_from_debian, package) for package in NAMES[:2])
    for get in (lambda: False, *debian, _from_playwright):
        get()
        if find():
            return
    sys.exit(CURE)


if __name__ == "__main__":
    main()
