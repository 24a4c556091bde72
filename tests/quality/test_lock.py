"""What is installed is what was looked at: every pin stands in the lock file, with its hashes."""

import re
import tomllib
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.ROOT)
PIN = re.compile(r"^([\w.-]+)(?:\[[\w,]+\])?==(\S+)")


def pins(lines) -> dict[str, str]:
    found = (PIN.match(line) for line in lines)
    return {re.sub(r"[-_.]+", "-", pin[1]).lower(): pin[2] for pin in found if pin}


def test_lock_holds_every_pin_and_make_lock_was_not_forgotten():
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text())["dependency-groups"]
    pinned = pins((ROOT / "requirements.txt").read_text().splitlines())
    for group in groups.values():
        pinned |= pins(line for line in group if isinstance(line, str))
    locked = pins((ROOT / "requirements.lock").read_text().splitlines())
    assert {name: locked.get(name) for name in pinned} == pinned


def test_nothing_is_locked_without_its_hashes():
    entries = re.split(r"\n(?=\S)", (ROOT / "requirements.lock").read_text().strip())
    assert [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []
