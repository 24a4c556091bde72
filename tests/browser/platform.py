"""The platform as a person starts it: its own state, web server and worker, the demo district."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 90


@dataclass
class Platform:
    """A running copy."""

    url: str
    state: Path
    process: subprocess.Popen
    log: Path

    def manage(self, *arguments: str) -> str:
        """Run a management command on this copy; return what it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=environment(self.state),
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def stop(self) -> int:
        """Stop as Ctrl-C does; return the exit code."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(30)


def environment(state: Path, **more: str) -> dict[str, str]:
    return {
        **os.environ,
        "ZHIFA_VAR": str(state),
        "DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "sites.settings.dev",
        **more,
    }


def start(state: Path) -> Platform:
    """Start a copy on a free port and wait until it answers."""
    port = _free_port()
    log = state.parent / f"{state.name}.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "start"],
            cwd=ROOT,
            env=environment(state, PORT=str(port)),
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    platform = Platform(f"http://127.0.0.1:{port}", state, process, log)
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{platform.url}/healthz", timeout=5):  # noqa: S310
                return platform
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.3)
    process.kill()
    raise RuntimeError(f"平台没有启动：\n{log.read_text()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
