import os
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection


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
