"""The one command, really run: it says what is wrong, starts both, and ends both."""

import signal
import socket
import subprocess
import time
import urllib.request

import pytest

from sites.demo.preflight import loopbacks
from tests.cms.core.clusters import kill

SECONDS = 3


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def ended(process: subprocess.Popen) -> tuple[int, str]:
    said, _ = process.communicate(timeout=120)
    return process.returncode, said


def test_start_says_that_it_has_started_and_ctrl_c_ends_everything(prepared, port):
    web_and_worker = prepared.start("start", PORT=port)
    try:
        told = ""
        while "按 Ctrl-C 停止" not in told:
            line = web_and_worker.stdout.readline()
            assert line, told
            told += line
        assert f"知法已启动：http://127.0.0.1:{port}/" in told
        # Copied as it stands, it works on this very platform.
        assert f"ZHIFA_VAR={prepared.folder} .venv/bin/python manage.py import_statutes " in told
        for family, address in loopbacks():
            host = f"[{address}]" if family == socket.AF_INET6 else address
            with urllib.request.urlopen(f"http://{host}:{port}/healthz", timeout=30) as answer:
                assert b'"database": true' in answer.read()

        second = ended(prepared.start("start", PORT="1"))
        assert second[0] == 1
        assert "已有一份知法在运行" in second[1]
        assert second[1].count("\n") == 1

        pressed = time.monotonic()
        # A browser that keeps its connection open holds nothing up.
        with socket.create_connection(("127.0.0.1", int(port))) as browser:
            browser.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n")
            web_and_worker.send_signal(signal.SIGINT)
            assert web_and_worker.wait(30) == 130
        assert time.monotonic() - pressed < SECONDS
        # Its pipe is closed when the last of all its processes is gone.
        assert web_and_worker.stdout.read().splitlines()[-1] == "已停止。"
    finally:
        kill(web_and_worker)


def test_busy_port_is_said_before_anything_is_started(prepared):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        busy = other.getsockname()[1]
        code, said = ended(prepared.start("start", PORT=str(busy)))
    assert (code, said.count("\n")) == (1, 1)
    assert f"端口 {busy} 已被占用" in said


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        ("DATABASE_URL", "postgres://nobody@127.0.0.1:1/nothing", "DATABASE_URL"),
        ("REDIS_URL", "redis://127.0.0.1:1", "REDIS_URL"),
        ("ZHIFA_HOSTS", "https://zhifa.example", "ZHIFA_HOSTS"),
    ],
)
def test_bad_start_is_one_sentence_and_no_traceback(prepared, port, variable, value, told):
    code, said = ended(prepared.start("start", **{"PORT": port, variable: value}))
    assert code == 1
    assert "Traceback" not in said
    assert told in said.splitlines()[-1]
