"""What all tests share.

The tables are made from the models, not by the migrations (`--nomigrations`: a third of a minute a run).
What a migration does beyond that, such as a trigger or a table's first rows, would be missing here: it
belongs in a receiver of `post_migrate`, which runs after either; see `cms.core.append_only`.
`tests/quality/test_migrations.py` compares the two.
"""

import gc
import os
from pathlib import Path

import hypothesis
import hypothesis.internal.conjecture.engine
import pytest
from django.conf import settings
from django.db import connection

from cms.core import append_only, field_key
from tests import platforms
from tests.sharing import LONGEST, Sharing, share_of

# The same examples on every machine; a slow machine is no failure, and a failure is made small for half a
# minute at most. `--hypothesis-profile=default` looks for new ones.
hypothesis.settings.register_profile(
    "repeatable", derandomize=True, deadline=None, database=None, max_examples=50, print_blob=True
)
hypothesis.settings.load_profile("repeatable")
hypothesis.internal.conjecture.engine.MAX_SHRINKING_SECONDS = 30


# What is read and collected stays to the end: to search it for garbage again and again costs some seconds a
# worker, and more in every test.
gc.disable()


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    gc.enable()


# Tests without a database use the key too; those of `cms.core.field_key` ask whether it is the database's.
field_key._verified_key = settings.ZHIFA_FIELD_KEY


@pytest.fixture(scope="session", autouse=True)
def titles_in_one_piece():
    """Pages are read for their words; where a title may break is asked where a browser draws it."""
    from sites.public.templatetags import type_tags

    type_tags.BREAK = ""


# For a run in which nothing may be missing (ZHIFA_NO_SKIPS, ZHIFA_MUST_RUN): skipped tests, markers that ran.
_skipped, _ran = [], set()


def pytest_runtest_logreport(report) -> None:
    if report.skipped and not ("postgres" in report.keywords and connection.vendor != "postgresql"):
        _skipped.append(report.nodeid)
    if report.when == "call" and report.passed:
        _ran.update(report.keywords)


def pytest_sessionfinish(session) -> None:
    """Fail a run that left out what it may not leave out."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        return
    missing = set(filter(None, os.environ.get("ZHIFA_MUST_RUN", "").split(","))) - _ran
    skipped = _skipped if os.environ.get("ZHIFA_NO_SKIPS") else []
    if missing or skipped:
        print(f"\n没有运行：{'、'.join([*sorted(missing), *skipped])}")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def absent(reason: str) -> None:
    """Skip for want of something on this machine; fail where nothing may be skipped (ZHIFA_NO_SKIPS)."""
    if os.environ.get("ZHIFA_NO_SKIPS"):
        pytest.fail(reason)
    pytest.skip(reason)


def pytest_xdist_make_scheduler(config, log):
    return Sharing(config, log)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items):
    """Say of each test what it needs, before `-m` chooses; begin with what takes longest, whatever order the
    database's plugin has made of them.
    """
    for item in items:
        # What has a platform of its own beside it asks that one, on SQLite whatever the others run on.
        if "migrated" not in item.fixturenames and (
            item.get_closest_marker("django_db") or "db" in item.fixturenames
        ):
            item.add_marker(pytest.mark.database)
        if "postgres" in item.fixturenames:
            item.add_marker(pytest.mark.postgres)
        if {"elasticsearch_url", "own_elasticsearch", "own_cluster"} & set(item.fixturenames):
            item.add_marker(pytest.mark.elasticsearch)
        for name in LONGEST:
            if item.get_closest_marker(name) and share_of(item.nodeid) != name:
                raise pytest.UsageError(f"{item.nodeid}: tests.sharing does not know that it needs {name}")
    result = yield
    items.sort(key=lambda item: share_of(item.nodeid) not in LONGEST)
    return result


@pytest.fixture(scope="session")
def migrated(tmp_path_factory) -> Path:
    """A state folder as the first start makes it, made once a run; to be copied."""
    own = tmp_path_factory.getbasetemp()
    return platforms.migrated(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own)


@pytest.fixture
def sample_data() -> Path:
    """Real office files, where this machine has them."""
    if settings.SAMPLE_DATA_DIR is None:
        absent("没有样例数据：设置 ZHIFA_SAMPLE_DATA 指向样例文件夹后再试")
    return settings.SAMPLE_DATA_DIR


@pytest.fixture
def postgres(db):
    """Only on PostgreSQL, which locks rows; the suite runs there a second time."""
    if connection.vendor != "postgresql":
        pytest.skip("此项只在 PostgreSQL 上有意义：设置 DATABASE_URL 后再试")


@pytest.fixture
def queued():
    """Tasks go to the queue, as they do outside of tests."""
    from django_tasks import task_backends

    from cms.core.background import DjangoQBackend

    previous = task_backends["default"]
    task_backends["default"] = DjangoQBackend("default", {})
    yield
    task_backends["default"] = previous


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item) -> None:
    """A test that commits empties every table after itself; `post_migrate` then fills and closes them."""
    marker = item.get_closest_marker("django_db")
    if "transactional_db" in item.fixturenames or (marker and marker.kwargs.get("transaction")):
        for table in append_only.TABLES:
            append_only.open_again(table, connection)
