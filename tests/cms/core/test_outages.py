"""What fails around the program is one sentence with a cure, and one line in the log."""

import errno
import io
import logging
import os
import sqlite3
import time

import psycopg
import pytest
from django.db import DatabaseError, InterfaceError, OperationalError, ProgrammingError, connection

from cms.core import outages
from cms.core.errors import CannotStart


def error(kind, said, cause=None):
    made = kind(said)
    made.__cause__ = cause
    return made


@pytest.mark.parametrize(
    ("failure", "told"),
    [
        (CannotStart("请停。"), "请停。"),
        (OSError(errno.ENOSPC, ""), "磁盘已满"),
        (OSError(errno.EROFS, ""), "磁盘只读"),
        (error(OperationalError, "disk is full", sqlite3.OperationalError()), "磁盘已满"),
        (error(OperationalError, "unable to open database file", sqlite3.OperationalError()), "ZHIFA_VAR"),
        (
            error(OperationalError, "attempt to write a readonly database", sqlite3.OperationalError()),
            "文件只读",
        ),
        (error(OperationalError, "database is locked", sqlite3.OperationalError()), "正忙"),
        (error(DatabaseError, "file is not a database", sqlite3.DatabaseError()), "从备份恢复"),
        (error(OperationalError, "no such table: x", sqlite3.OperationalError()), "migrate"),
        (error(ProgrammingError, "relation does not exist", psycopg.errors.UndefinedTable()), "migrate"),
        (error(OperationalError, "connection refused", psycopg.OperationalError()), "DATABASE_URL"),
        (error(InterfaceError, "the connection is closed", psycopg.InterfaceError()), "DATABASE_URL"),
        (error(OperationalError, "terminating", psycopg.errors.AdminShutdown()), "DATABASE_URL"),
        (
            error(OperationalError, "password authentication failed", psycopg.OperationalError()),
            "用户名与密码",
        ),
        (error(OperationalError, "x", psycopg.errors.ReadOnlySqlTransaction()), "DATABASE_URL"),
    ],
)
def test_expected_failure_has_a_sentence_with_its_cure(failure, told):
    assert told in outages.sentence_of(failure)


@pytest.mark.parametrize(
    "failure",
    [
        None,
        ValueError("坏了"),
        OSError(errno.ENOENT, "没有这个文件"),
        error(ProgrammingError, "the query has 2 placeholders", psycopg.ProgrammingError()),
        error(OperationalError, "near SELEC: syntax error", sqlite3.OperationalError()),
        error(DatabaseError, "deadlock detected", psycopg.errors.DeadlockDetected()),
    ],
)
def test_error_of_the_program_has_none(failure):
    assert outages.sentence_of(failure) is None


@pytest.mark.django_db
def test_what_the_database_itself_raises_is_recognised():
    with pytest.raises(DatabaseError) as caught, connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM no_such_table_at_all")
    assert "migrate" in outages.sentence_of(caught.value)


@pytest.fixture
def log(monkeypatch, settings, tmp_path):
    """What a logger with the filter writes."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(outages.OneLinePerOutage())
    logger = logging.getLogger("tests.outages")
    logger.addHandler(handler)
    monkeypatch.setattr(logger, "propagate", False)
    settings.VAR = tmp_path
    yield logger, written
    logger.removeHandler(handler)


def meet(logger, failure) -> None:
    try:
        raise failure
    except type(failure):
        logger.exception("Internal Server Error: /")


def test_outage_is_one_line_however_often_it_is_met(log):
    logger, written = log
    for _ in range(5):
        meet(logger, error(OperationalError, "connection refused", psycopg.OperationalError()))
    assert written.getvalue() == f"{outages.DATABASE_GONE}。\n"


@pytest.mark.parametrize(("quiet_for", "lines"), [(outages.QUIET - 2, 1), (outages.QUIET + 2, 2)])
def test_outage_that_comes_again_after_a_quiet_minute_is_another(log, settings, quiet_for, lines):
    logger, written = log
    for _ in range(2):
        meet(logger, error(OperationalError, "connection refused", psycopg.OperationalError()))
        earlier = time.time() - quiet_for
        os.utime(settings.VAR / ".outage-surroundings", (earlier, earlier))
    assert written.getvalue() == f"{outages.DATABASE_GONE}。\n" * lines


def test_error_of_the_program_keeps_its_traceback(log):
    logger, written = log
    meet(logger, ValueError("坏了"))
    assert "Traceback" in written.getvalue()
