"""Workers as real processes, with seconds instead of minutes."""

import os
import signal
import subprocess
import time
from contextlib import contextmanager

from tests import platforms


class Platform(platforms.Platform):
    """A platform and its workers, on the given database."""

    def __init__(self, folder, database: str = ""):
        super().__init__(folder, "tests.cms.core.impatient", DATABASE_URL=database)

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
