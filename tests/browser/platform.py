"""The platform as a person starts it: its own state, web server and worker, the demo district."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests import platforms
from tests.search.server import free_port

START_SECONDS = 180


class Running(platforms.Platform):
    """A running copy."""

    def __init__(self, folder: Path, port: int):
        super().__init__(folder, PORT=str(port))
        self.url = f"http://127.0.0.1:{port}"
        self.log = folder.with_suffix(".log")
        with self.log.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "start"], cwd=platforms.ROOT, env=self.environment,
                stdout=output, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=5):  # noqa: S310
                return True
        except (urllib.error.URLError, TimeoutError):
            return False

    def stop(self) -> int:
        """Stop as Ctrl-C does; return the exit code."""
        self.close()
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(30)


def start(folder: Path) -> Running:
    """Start a copy on a free port and wait until it answers."""
    running = Running(folder, free_port())
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and running.process.poll() is None:
        if running.answers():
            return running
        time.sleep(0.3)
    if running.process.poll() is None:
        os.killpg(running.process.pid, signal.SIGKILL)
    raise RuntimeError(f"平台没有启动：\n{running.log.read_text()}")
