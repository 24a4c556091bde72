"""A platform of a test's own: its state in a folder, its commands as processes."""

import contextlib
import fcntl
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Platform:
    """One state folder, and what is run on it. By default with the settings of `make run`, on SQLite."""

    def __init__(self, folder: Path, settings: str = "sites.settings.dev", **environment: str):
        self.folder = folder
        self.environment = {
            **os.environ,
            "ZHIFA_VAR": str(folder),
            "DATABASE_URL": "",
            "DJANGO_SETTINGS_MODULE": settings,
            "PYTHONPATH": str(ROOT),
            **environment,
        }
        self._nursery: Nursery | None = None

    @property
    def database(self) -> Path:
        return self.folder / "zhifa.sqlite3"

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen:
        """manage.py as a process group of its own, as a person starts it."""
        return subprocess.Popen(
            [sys.executable, "manage.py", *arguments], env={**self.environment, **environment}, cwd=ROOT,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
        )  # fmt: skip

    def fork(self, *arguments: str) -> "Forked":
        """manage.py as a process that need not read Django first."""
        if self._nursery is None:
            self._nursery = Nursery(self.environment)
        return self._nursery.fork(arguments)

    def run(self, *arguments: str) -> str:
        """What manage.py prints, once it has ended well."""
        return finish(self.fork(*arguments))

    def python(self, code: str) -> str:
        return self.run("shell", "-v0", "-c", code)

    def close(self) -> None:
        if self._nursery is not None:
            self._nursery.close()
            self._nursery = None


class Nursery:
    """The process of `tests.nursery`, in one environment."""

    def __init__(self, environment: dict[str, str]):
        self._orders, theirs = socket.socketpair()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.nursery", str(theirs.fileno())],
            env=environment, cwd=ROOT, pass_fds=[theirs.fileno()],
        )  # fmt: skip
        theirs.close()

    def fork(self, arguments) -> "Forked":
        output, complaints = (tempfile.TemporaryFile("w+") for _ in range(2))  # noqa: SIM115  Forked closes
        ours, theirs = socket.socketpair()
        descriptors = [output.fileno(), complaints.fileno(), theirs.fileno()]
        socket.send_fds(self._orders, [json.dumps(arguments).encode()], descriptors)
        theirs.close()
        return Forked(output, complaints, ours)

    def close(self) -> None:
        self._orders.close()
        self._process.wait(30)


class Forked:
    """As much of `subprocess.Popen` as tests need."""

    def __init__(self, output, complaints, told: socket.socket):
        self._files, self._told, self._news = (output, complaints), told, told.makefile()
        self.pid = int(self._news.readline())
        self.returncode: int | None = None

    def poll(self) -> int | None:
        if self.returncode is None:
            self._told.setblocking(False)
            try:
                if self._told.recv(1, socket.MSG_PEEK):
                    self.wait()
            except BlockingIOError:
                return None
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        if self.returncode is None:
            self._told.settimeout(timeout)
            self.returncode = int(self._news.readline())
            self._news.close()
            self._told.close()
        return self.returncode

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        self.communicate(30)

    def communicate(self, timeout: float | None = None) -> tuple[str, str]:
        """What it printed and what it complained of, once it has ended."""
        self.wait(timeout)
        said = []
        for file in self._files:
            with file:
                file.seek(0)
                said.append(file.read())
        return said[0], said[1]


def finish(process: Forked, timeout: float = 300) -> str:
    said, complained = process.communicate(timeout=timeout)
    assert process.returncode == 0, complained[-3000:]
    return said


def migrated(shared: Path) -> Path:
    """The state folder of a first start, killed as it begins to load the demo: tables, and nobody in them.

    Made once in `shared` by whichever worker comes first.
    """
    folder = shared / "migrated"
    with (shared / "migrated.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not folder.exists():
            half = shared / "half-migrated"
            shutil.rmtree(half, ignore_errors=True)
            _start_until(Platform(half), "正在载入示范区")
            half.rename(folder)
    return folder


def _start_until(platform: Platform, told: str) -> None:
    starting = platform.start("start", PORT=str(free_port()), PYTHONUNBUFFERED="1")
    with starting.stdout:
        lines = []
        for line in starting.stdout:
            lines.append(line)
            if told in line:
                break
        os.killpg(starting.pid, signal.SIGKILL)
    starting.wait(30)
    assert told in lines[-1], "".join(lines)
    # Into the one file what SQLite still kept beside it.
    with contextlib.closing(sqlite3.connect(platform.database)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        assert database.execute("SELECT count(*) FROM accounts_user").fetchone() == (0,)
