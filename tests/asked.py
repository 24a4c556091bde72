"""Loaded by `make test` (`-p tests.asked`): each worker writes into the folder ASKED what every test asked
the database and what it cost. What is done with it: `tests.chosen`.

A statement is its words, whether its rows are held, whether a number or a text in it is one that a column may
refuse, and whether it was refused. Only what the platform asks of its own tables is noted: what a test asks
to see what became of them, and what frameworks ask of theirs alone, need no second database.
"""

import json
import os
import re
import sys
import time
from functools import cache, lru_cache
from pathlib import Path

import pytest
from django.apps import apps
from django.db.backends.utils import CursorWrapper
from django.db.models.sql.compiler import SQLCompiler

# Members of a set and rows of one writing; numbers in the words; names that are made for one transaction.
MANY = re.compile(r"(?:\((?:(?:%s|NULL)(?:, )?)+\)(?:, )?)+")
NUMBER = re.compile(r"\b\d+\b")
MADE_UP = re.compile(r'"s\d+_x\d+"')
TABLE = re.compile(r'(?:FROM|JOIN|INTO|UPDATE) "(\w+)"')
# How a database is made, and how it keeps a transaction, is in each its own.
OF_THE_DATABASE = ("PRAGMA", "CREATE", "ALTER", "DROP", "BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK")
HERE = Path(__file__).parents[1]
PLATFORM = tuple(f"{HERE / room}{os.sep}" for room in ("cms", "media", "search", "sites"))


class Ear:
    """Notes what is asked, as numbers of statements."""

    def __init__(self):
        self.statements: dict[tuple, int] = {}
        self.tests: dict[str, list] = {}
        self._held = False
        self._now: set[int] = set()
        self._began = 0.0

    def listen(self) -> None:
        def heard(asks, filled_in):
            def ask(wrapper, sql, params, *args):
                refused = ""
                try:
                    return asks(wrapper, sql, params, *args)
                except Exception as error:
                    refused = type(error).__name__
                    raise
                finally:
                    self._note(sql, filled_in(params), refused)

            return ask

        def holding(compiler, *args, **kwargs):
            self._held = compiler.query.select_for_update
            try:
                return executes(compiler, *args, **kwargs)
            finally:
                self._held = False

        executes, SQLCompiler.execute_sql = SQLCompiler.execute_sql, holding
        CursorWrapper._execute = heard(CursorWrapper._execute, lambda params: params or ())
        CursorWrapper._executemany = heard(CursorWrapper._executemany, lambda params: ())

    def begin(self) -> None:
        self._now, self._began = set(), time.process_time()

    def end(self, nodeid: str) -> None:
        self.tests[nodeid] = [round(time.process_time() - self._began, 3), sorted(self._now)]

    def _note(self, sql, params, refused: str) -> None:
        if not (words := _own_words(str(sql))):
            return
        odd = any(map(_is_odd, params.values() if isinstance(params, dict) else params))
        told = words, self._held, odd, refused
        # What is noted of this test already need not be asked for: who asks is seen by every frame below.
        if self.statements.get(told) not in self._now and _platform_asks():
            self._now.add(self.statements.setdefault(told, len(self.statements)))


@lru_cache(50_000)
def _own_words(sql: str) -> str:
    """Nothing where the statement is not ours."""
    return _words(sql) if _is_ours(sql) else ""


def _words(sql: str) -> str:
    return MANY.sub("(…)", NUMBER.sub("0", MADE_UP.sub("…", sql)))


def _is_ours(sql: str) -> bool:
    """Asked of a table of the platform, or of none at all, as a constraint is."""
    tables = set(TABLE.findall(sql))
    return bool(tables & own_tables()) if tables else not sql.lstrip().startswith(OF_THE_DATABASE)


@cache
def own_tables() -> frozenset[str]:
    models = apps.get_models(include_auto_created=True)
    return frozenset(
        m._meta.db_table for m in models if m.__module__.startswith(("cms.", "media.", "search."))
    )


def _platform_asks() -> bool:
    frame = sys._getframe(1)
    while frame:
        if _is_of_the_platform(frame.f_code.co_filename):
            return True
        frame = frame.f_back
    return False


@cache
def _is_of_the_platform(filename: str) -> bool:
    return filename.startswith(PLATFORM)


def _is_odd(value) -> bool:
    """A text with an end or a number with a width that a column may have."""
    if isinstance(value, str):
        return 200 < len(value) < 2000 or "\0" in value
    return isinstance(value, int) and abs(value) >= 2**31


ear = Ear()


def pytest_configure() -> None:
    ear.listen()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item):
    ear.begin()
    answer = yield
    ear.end(item.nodeid)
    return answer


def pytest_sessionfinish() -> None:
    if ear.tests:
        told = {"statements": [" ".join(map(str, each)) for each in ear.statements], "tests": ear.tests}
        (Path(os.environ["ASKED"]) / f"{os.getpid()}.json").write_text(json.dumps(told))
