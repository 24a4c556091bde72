"""Real processes on a database of their own."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

from django.conf import settings


class Platform:
    """One state directory and one database, and what is started on them."""

    def __init__(self, var, database: str):
        self.environment = {
            **os.environ,
            "ZHIFA_VAR": str(var),
            "DATABASE_URL": database,
            "DJANGO_SETTINGS_MODULE": "tests.cms.core.impatient",
            "PYTHONPATH": str(settings.ROOT),
        }

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen:
        """A process group of its own that runs manage.py."""
        return subprocess.Popen(
            [sys.executable, str(settings.ROOT / "manage.py"), *arguments],
            env={**self.environment, **environment},
            cwd=settings.ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def run(self, *arguments: str) -> str:
        """What manage.py says, once it has ended well."""
        process = self.start(*arguments)
        said, _ = process.communicate(timeout=300)
        assert process.returncode == 0, said[-2000:]
        return said

    @contextmanager
    def worker(self, host: str = "甲机"):
        """A worker while the block lasts; killed with all its processes at the end."""
        process = self.start("worker", ZHIFA_TEST_HOST=host)
        try:
            yield process
        finally:
            kill(process)


def kill(process: subprocess.Popen) -> None:
    """-9 to the whole group, as when the power goes."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.stdout.close()
    process.wait(20)


def until(true, seconds: float = 60) -> None:
    """Wait until `true()`."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "等不到"
        time.sleep(0.05)
