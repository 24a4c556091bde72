"""Every problem of an import is told in plain Chinese, and what a person must answer names the cure."""

import ast
import re
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path

import pytest

from cms.intake.judging import _read
from cms.intake.levels import LEVELS, Level
from cms.intake.registry import every_spec

ON = date(2026, 11, 23)
# What stands in cells by mistake: of another column, of another form, of no sense.
ODD = (
    "???", "随便", "-5", "0", "0.3", "1.234", "99999", "12345678901234567890", "2026-13-45", "2026年", "3月",
    "12.4", "明年", "25:70", "9:00-8:00", "2026/3/5-2026/3/1", "2027年3月5日", "=1+1", "#N/A", "长" * 3000,
    "a\u202eb", "19900000001", "310107198005019999", "王五、李六", "（已故）", "http://", "<b>x</b>",
    "\ue000", -3, 0.333, 1e20, True, time(3, 4), date(1800, 1, 1), datetime(2099, 1, 1, 3, 4),
)  # fmt: skip
CURE = re.compile("请|须|确认|？")
# Besides what is quoted of the file or the records, in brackets or in words of their own.
QUOTED = re.compile(r"“[^”]*”|\{\}|https?|WGS-84|GCJ-02|BD-09")
LATIN = re.compile(r"[A-Za-z]{3,}")


def faults(code: str, message: str) -> list[str]:
    said = QUOTED.sub("", message)
    return [
        fault
        for fault, found in (
            ("says nothing in Chinese", not re.search("[\u4e00-\u9fff]", said)),
            ("is not Chinese", LATIN.search(said)),
            ("names no cure", LEVELS[code] >= Level.REVIEW and not CURE.search(said)),
            ("is too long to read", len(message) > 500),
        )
        if found
    ]


@pytest.mark.parametrize("spec", every_spec(), ids=lambda spec: spec.kind)
def test_what_a_cell_is_told_names_the_cure(spec):
    found = {
        (column.name, str(odd)[:20], message): wrong
        for column in spec.columns
        for odd in ODD
        for code, message in _read(column, odd, ON).findings
        if (wrong := faults(code, message))
    }
    assert found == {}


def test_what_a_row_is_told_names_the_cure():
    told = [each for path in _sources() for each in _told(path)]
    # So many that nothing slips by where they are written in another way.
    assert len(told) > 180
    assert [each for each in told if faults(*each[1:])] == []


def _sources() -> list[Path]:
    return [
        path for path in Path("cms").rglob("*.py") if "imports" in path.parts or path.parts[1] == "intake"
    ]


def _told(path: Path) -> Iterator[tuple[str, str, str]]:
    """Where a problem is found, its code, and its message where it stands beside it."""
    for node in ast.walk(ast.parse(path.read_text())):
        said = node.elts if isinstance(node, ast.Tuple) else node.args if isinstance(node, ast.Call) else ()
        if len(said) > 1 and isinstance(said[0], ast.Constant) and said[0].value in LEVELS:
            message = said[2] if isinstance(node, ast.Call) and len(said) > 2 else said[-1]
            if re.search("[\u4e00-\u9fff]", text := _text(message)):
                yield f"{path}:{node.lineno}", said[0].value, text


def _text(node: ast.expr) -> str:
    """A message with {} for what is filled in; empty where it is made elsewhere."""
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
