"""A process that has read Django once and forks for each command: real processes without a start each.

Runs as `python -m tests.nursery FD`. Each message on the socket FD is a list of arguments of manage.py, with
three descriptors: where to write, where to complain, and whom to tell the process' id and how it ended.
"""

import json
import os
import signal
import socket
import sys
import traceback

import django
from django.core.management import execute_from_command_line
from django.db import connections


def main(orders: socket.socket) -> None:
    django.setup()
    # Nobody here waits for the attendants.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        message, descriptors, *_ = socket.recv_fds(orders, 65536, 3)
        if not message:
            return
        if os.fork() == 0:
            attend(json.loads(message), *descriptors)
        for descriptor in descriptors:
            os.close(descriptor)


def attend(arguments: list[str], output: int, complaints: int, told: int) -> None:
    """Fork the command, tell its id, wait for it, tell how it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    worker = os.fork()
    if worker == 0:
        os.dup2(output, 1)
        os.dup2(complaints, 2)
        os._exit(command(arguments))
    os.write(told, f"{worker}\n".encode())
    _, status = os.waitpid(worker, 0)
    os.write(told, f"{os.waitstatus_to_exitcode(status)}\n".encode())
    os._exit(0)


def command(arguments: list[str]) -> int:
    """Run it; return its exit code."""
    code = 0
    try:
        execute_from_command_line(["manage.py", *arguments])
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1
        if isinstance(ended.code, str):
            print(ended.code, file=sys.stderr)
    except BaseException:
        traceback.print_exc()
        code = 1
    connections.close_all()
    sys.stdout.flush()
    sys.stderr.flush()
    return code


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])))
