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

    def welcome(self, tries: int = 100) -> str:
        """What is printed once the web server has answered, which a visitor may have done before."""
        for _ in range(tries):
            if "知法已启动" in (said := self.log.read_text()) and "Ctrl-C" in said:
                break
            time.sleep(0.1)
        return said

    def stop(self) -> int:
        """Stop as Ctrl-C does; return the exit code."""
        self.close()
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(30)


def start(folder: Path) -> Running:
    """Start a copy on a free port and wait until it answers."""
    running = Running(folder, platforms.free_port())
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and running.process.poll() is None:
        if running.answers():
            return running
        time.sleep(0.3)
    if running.process.poll() is None:
        os.killpg(running.process.pid, signal.SIGKILL)
    raise RuntimeError(f"平台没有启动：\n{running.log.read_text()}")
