"""Which tests PostgreSQL is asked with: every statement once, and the cheapest way."""

import json

from tests.asked import _is_odd, _words
from tests.chosen import choose, read

WRITTEN = {
    "page": (9.0, frozenset("abcd")),
    "list": (1.0, frozenset("ab")),
    "form": (1.0, frozenset("bc")),
    "service": (0.1, frozenset("a")),
    "lock": (5.0, frozenset("d")),
}


def test_the_cheapest_with_whom_every_statement_is_asked():
    assert choose(WRITTEN, set(), set(WRITTEN)) == {"service", "form", "lock"}


def test_what_runs_anyway_is_not_asked_again():
    assert choose(WRITTEN, {"page"}, set(WRITTEN)) == set()
    assert choose(WRITTEN, {"new"}, {"new", "list", "service"}) == {"list"}


def test_what_workers_wrote_is_put_together(tmp_path):
    one = {"statements": ["a", "b"], "tests": {"x": [0.5, [0, 1]]}}
    other = {"statements": ["b"], "tests": {"y": [0.2, [0]]}}
    for name, told in [("1", one), ("2", other)]:
        (tmp_path / f"{name}.json").write_text(json.dumps(told))
    assert read(tmp_path) == {"x": (0.5, frozenset("ab")), "y": (0.2, frozenset("b"))}


def test_statements_that_differ_in_what_is_filled_in_are_one():
    assert _words("IN (%s, %s) LIMIT 21") == _words("IN (%s) LIMIT 1")
    assert _words("VALUES (%s, NULL), (%s, %s)") == _words("VALUES (%s, %s)")
    assert _words('SAVEPOINT "s1_x2"') == _words('SAVEPOINT "s9_x7"')
    assert _words("a = %s") != _words("b = %s")


def test_what_a_column_may_refuse_is_another_statement():
    assert [each for each in (1, 2**31, "a", "a\0", "a" * 255, None) if _is_odd(each)] == [
        2**31, "a\0", "a" * 255,
    ]  # fmt: skip
