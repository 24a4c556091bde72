"""House rules that no linter knows."""

import re
import subprocess

import pytest
from django.conf import settings

CODE = sorted(
    path
    for part in ("cms", "sites", "search", "media")
    for path in (settings.ROOT / part).glob("**/*.py")
    if "migrations" not in path.parts
)


def test_there_is_no_drawer_for_odds_and_ends():
    forbidden = {"utils.py", "helpers.py", "common.py"}
    assert [path for path in CODE if path.name in forbidden] == []


def test_no_file_is_too_long():
    assert [path.name for path in CODE if len(path.read_text().splitlines()) > 420] == []


@pytest.mark.parametrize("path", [path for path in CODE if path.name == "wagtail_hooks.py"], ids=str)
def test_wagtail_hooks_only_register(path):
    """Hooks point at what other files hold: no query and no write stands in them."""
    assert re.findall(r"\.objects\.|\.save\(|\.delete\(", path.read_text()) == []


def test_requirements_are_exact_pins():
    lines = (settings.ROOT / "requirements.txt").read_text().splitlines()
    named = [line for line in lines if line and not line.startswith("#")]
    assert [line for line in named if not re.fullmatch(r"[\w.\-\[\]]+==[\w.]+", line)] == []


def test_the_tree_holds_no_state():
    tracked = subprocess.run(
        ["git", "ls-files", "*.sqlite3", "var", "static"], cwd=settings.ROOT, capture_output=True, text=True
    )
    if tracked.returncode:
        pytest.skip("不在 git 检出中")
    assert tracked.stdout == ""
