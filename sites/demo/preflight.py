"""What must hold before anything is started; else CannotStart says what to do."""

import contextlib
import errno
import fcntl
import os
import socket
from pathlib import Path

import redis

from cms.core.errors import CannotStart


def hold_state_directory(var: Path):
    """Hold the directory for this process and its children; return what holds it, to be kept.

    The system lets go when the last of them ends, however it ends.
    """
    held = (var / ".running").open("a+")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        held.seek(0)
        with held:
            holder = held.read().strip() or "不明"
        raise CannotStart(
            f"状态目录 {var} 已有一份知法在运行（进程 {holder}）：请先停止它，"
            "或用 ZHIFA_VAR 与 PORT 另设目录与端口。"
        ) from None
    held.truncate(0)
    held.write(str(os.getpid()))
    held.flush()
    return held


def loopbacks() -> list[tuple[socket.AddressFamily, str]]:
    """Where the web server listens: by IPv6 too, where the machine has it."""
    found = [(socket.AF_INET, "127.0.0.1")]
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET6) as probe:
        probe.bind(("::1", 0))
        found.append((socket.AF_INET6, "::1"))
    return found


def require_free_port(port: int) -> None:
    for family, address in loopbacks():
        with socket.socket(family) as probe:
            # As the web server does: a port that has only just been left is free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((address, port))
            except OSError as error:
                raise CannotStart(_port_trouble(port, error)) from None


def _port_trouble(port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"端口 {port} 已被占用：请停止占用它的程序，或用环境变量 PORT 另选一个，例如 PORT=8001。"
    if error.errno == errno.EACCES:
        return f"没有使用端口 {port} 的权限：请用环境变量 PORT 选 1024 以上的端口。"
    return f"端口 {port} 不能使用（{error.strerror}）：请用环境变量 PORT 另选一个。"


def require_redis(url: str) -> None:
    """Where Redis is configured it answers at the start; lost later, pages go on without it."""
    if not url:
        return
    client = redis.Redis.from_url(url, socket_connect_timeout=2, socket_timeout=2)
    try:
        client.ping()
    except (redis.RedisError, OSError):
        raise CannotStart(
            "缓存连不上：请确认 Redis 在运行，并检查环境变量 REDIS_URL 的主机、端口与密码；"
            "不设置它则用文件缓存。"
        ) from None
    finally:
        client.close()
