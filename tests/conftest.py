from pathlib import Path

import pytest
from django.conf import settings


@pytest.fixture
def sample_data() -> Path:
    """Real office files, where this machine has them."""
    if settings.SAMPLE_DATA_DIR is None:
        pytest.skip("没有样例数据：设置 ZHIFA_SAMPLE_DATA 指向样例文件夹后再试")
    return settings.SAMPLE_DATA_DIR
