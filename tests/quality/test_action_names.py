"""Whatever the trail tells is told in the words of the office."""

import re

import pytest

from cms.core.action_names import VERBS, action_name
from cms.core.writing import ACTIONS
from tests.quality.test_tree import CODE

RECORDED = re.compile(r'audit\.record\(\s*[^"()]*,\s*"([a-z_]+\.[a-z_]+\.[a-z_]+)"', re.DOTALL)
CODES = sorted(
    {code for path in CODE for code in RECORDED.findall(path.read_text())}
    | {name for name in ACTIONS if not name.startswith("tests.")}
)


@pytest.mark.parametrize("code", CODES)
def test_action_has_a_name(code):
    assert action_name(code) != code


def test_codes_are_found():
    assert {"accounts.session.begin", "accounts.user.create"} <= set(CODES)


def test_unknown_code_shows_as_it_is():
    assert action_name("later.thing.invent") == "later.thing.invent"
    assert action_name("accounts.user.invent") == "accounts.user.invent"


def test_names_of_verbs_are_chinese():
    assert [verb for verb, name in VERBS.items() if not re.search("[\u4e00-\u9fff]", str(name))] == []
