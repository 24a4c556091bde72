import os
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from cms.core import append_only
from cms.core.models import AuditEntry


def absent(reason: str) -> None:
    """Skip for want of something on this machine; fail where nothing may be skipped (ZHIFA_NO_SKIPS)."""
    if os.environ.get("ZHIFA_NO_SKIPS"):
        pytest.fail(reason)
    pytest.skip(reason)


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


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Tests that commit empty the tables after themselves; what closes the trail has its own test."""
    with django_db_blocker.unblock():
        append_only.open_again(AuditEntry._meta.db_table, connection)


@pytest.fixture
def queued():
    """Tasks go to the queue, as they do outside of tests."""
    from django_tasks import task_backends

    from cms.core.background import DjangoQBackend

    previous = task_backends["default"]
    task_backends["default"] = DjangoQBackend("default", {})
    yield
    task_backends["default"] = previous
