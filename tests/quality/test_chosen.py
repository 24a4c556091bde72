"""Which tests PostgreSQL is asked with: every statement once, and the cheapest way."""

import json

import pytest

from tests import asked
from tests.asked import Ear, _is_odd, _is_ours, _words, own_tables
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


def test_a_statement_that_would_cost_more_than_it_can_tell_is_left():
    dear = {"walk": (13.0, frozenset("xyz")), "long walk": (19.0, frozenset("uvw"))}
    assert choose(WRITTEN | dear, set(), set(WRITTEN | dear)) == {"service", "form", "lock", "walk"}


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


@pytest.mark.parametrize(
    ("sql", "ours"),
    [
        ('SELECT 1 FROM "people_person" WHERE "people_person"."id" = %s', True),
        ('SELECT 1 FROM "wagtailcore_page" INNER JOIN "campaigns_topicpage" ON (…)', True),
        ("SELECT %s AS _check WHERE COALESCE((%s), %s)", True),
        ('UPDATE "wagtailcore_page" SET "numchild" = %s', False),
        ('PRAGMA table_info("people_person")', False),
        ('SAVEPOINT "s1_x2"', False),
    ],
)
def test_what_frameworks_ask_of_their_own_tables_is_theirs(sql, ours):
    assert _is_ours(sql) is ours


def test_tables_of_the_platform_are_those_of_its_models():
    assert {"people_person", "search_searchdocument", "media_libraryimage"} < own_tables()
    assert {"wagtailcore_page", "auth_permission"} & own_tables() == set()


def test_only_what_the_platform_asks_is_noted(monkeypatch):
    ear = Ear()
    ear._note('SELECT 1 FROM "people_person"', (), "")
    assert ear.statements == {}
    ear.end("a test that asks for itself alone is known")
    assert [numbers for _cost, numbers in ear.tests.values()] == [[]]
    monkeypatch.setattr(asked, "_is_of_the_platform", __file__.__eq__)
    ear._note('SELECT 1 FROM "people_person"', (), "")
    assert len(ear.statements) == 1


def test_what_a_column_may_refuse_is_another_statement():
    assert [each for each in (1, 2**31, "a", "a\0", "a" * 255, None) if _is_odd(each)] == [
        2**31, "a\0", "a" * 255,
    ]  # fmt: skip
