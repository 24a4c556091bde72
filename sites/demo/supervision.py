"""The web server and the worker as one: they start together, and none outlives the other."""

import contextlib
import http.client
import os
import shlex
import signal
import sys
import threading
import time

from honcho.manager import Manager

from sites.demo.preflight import loopbacks

# SIGTERM first; what has not ended after so many seconds is killed.
GRACE = 0.8


class Supervisor(Manager):
    """Runs processes until one ends or Ctrl-C; then all are gone within three seconds."""

    def loop(self) -> None:
        # A closed terminal, like Ctrl-C.
        signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
        super().loop()

    @property
    def stopped_by_hand(self) -> bool:
        return self.returncode in (130, 143)

    def terminate(self) -> None:
        if self._terminating:
            return
        super().terminate()
        last = threading.Timer(GRACE, self.kill)
        last.daemon = True
        last.start()

    def kill(self) -> None:
        for process in self._processes.values():
            # Its group may be gone between the question and the blow.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process["pid"], signal.SIGKILL)

    def _system_print(self, data: str) -> None:
        """Nothing: that a process started is no news, and its end is told by the command."""


def when_it_answers(port: int, tell) -> None:
    """Call `tell` in the background once the web server answers on the port."""

    def wait() -> None:
        while True:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            try:
                connection.request("GET", "/healthz")
                connection.getresponse()
            except (OSError, http.client.HTTPException):
                time.sleep(0.2)
            else:
                return tell()
            finally:
                connection.close()

    threading.Thread(target=wait, daemon=True).start()


def web_command(port: int) -> str:
    binds = " ".join(
        f"--bind [{address}]:{port}" if ":" in address else f"--bind {address}:{port}"
        for _family, address in loopbacks()
    )
    # The platform is read once and forked, not read by each of the two.
    return (
        f"exec {shlex.quote(sys.executable)} -m gunicorn sites.wsgi {binds}"
        " --worker-class sites.web_worker.Worker"
        " --preload --workers 2 --threads 4 --graceful-timeout 1 --log-level warning"
    )


def worker_command() -> str:
    return f"exec {shlex.quote(sys.executable)} manage.py worker"
