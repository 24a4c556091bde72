"""What is expected to go wrong outside the program, each in one sentence with its cure.

`sentence_of` turns an error into it, for commands and pages; `OneLinePerOutage` keeps the log to one line for
each outage however many requests and processes meet it.
"""

import errno
import logging
import sqlite3
import time
from pathlib import Path

from django.conf import settings
from django.db import Error as DatabaseApiError
from django.db import InterfaceError, OperationalError

from cms.core.errors import CannotStart

# An outage is over when nobody has met it for so long.
QUIET = 60
DATABASE_GONE = "数据库连不上：请确认它在运行，并检查环境变量 DATABASE_URL"
NOT_MIGRATED = "数据库还没有建好或版本较旧：请先运行 manage.py migrate。"
POSTGRES = {
    "password authentication failed": f"{DATABASE_GONE} 里的用户名与密码。",
    "no password supplied": f"{DATABASE_GONE} 里的用户名与密码。",
    "does not exist": f"{DATABASE_GONE} 里的库名与用户名是否已在服务器上建好。",
    "invalid connection option": "环境变量 DATABASE_URL 里有数据库不认识的选项，请去掉问号后多余的部分。",
    "could not translate host name": f"{DATABASE_GONE} 里的主机名。",
    "failed to resolve host": f"{DATABASE_GONE} 里的主机名。",
    "read-only transaction": "数据库只读，不能写入：请让 DATABASE_URL 指向主库。",
    "too many clients": "数据库的连接数已用完：请稍候，或提高 PostgreSQL 的 max_connections。",
    "too many connections": "数据库的连接数已用完：请稍候，或提高 PostgreSQL 的 max_connections。",
    "No space left on device": "数据库所在的磁盘已满，请腾出空间。",
}
SQLITE = {
    "unable to open": "数据库文件打不开：请检查 DATABASE_URL 或 ZHIFA_VAR 里的文件夹是否存在、能否读写。",
    "readonly": "数据库文件只读：请检查 DATABASE_URL 或 ZHIFA_VAR 里文件的所有者与权限。",
    "disk is full": "数据库所在的磁盘已满，请腾出空间（ZHIFA_VAR）。",
    "disk i/o error": "数据库所在的磁盘读写出错：请检查磁盘空间与状态（ZHIFA_VAR）。",
    "locked": "数据库正忙：另一个进程（例如一次导入）正在写入，请等它结束后再试。",
    "not a database": "DATABASE_URL 或 ZHIFA_VAR 里的数据库文件不是 SQLite 数据库或已损坏，请从备份恢复。",
    "malformed": "DATABASE_URL 或 ZHIFA_VAR 里的数据库文件已损坏，请从备份恢复。",
    "no such table": NOT_MIGRATED,
    "no such column": NOT_MIGRATED,
}
DISK = {
    errno.ENOSPC: "磁盘已满，请腾出空间（ZHIFA_VAR）。",
    errno.EDQUOT: "磁盘配额已用完，请腾出空间（ZHIFA_VAR）。",
    errno.EROFS: "磁盘只读，请以可写方式挂载（ZHIFA_VAR）。",
}


def sentence_of(error: BaseException | None) -> str | None:
    """The sentence for an error of the surroundings; None for an error of the program."""
    if isinstance(error, CannotStart):
        return str(error)
    if isinstance(error, OSError):
        return DISK.get(error.errno)
    if not isinstance(error, DatabaseApiError):
        return None
    said = str(error)
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        return next((told for word, told in SQLITE.items() if word in said.lower()), None)
    state = getattr(cause, "sqlstate", None)
    if state in ("42P01", "42703"):
        return NOT_MIGRATED
    if not _is_about_the_connection(error, state or ""):
        return None
    return next((told for word, told in POSTGRES.items() if word in said), f"{DATABASE_GONE}。")


def _is_about_the_connection(error: DatabaseApiError, state: str) -> bool:
    if not state:
        # The server was not reached, or the connection broke.
        return isinstance(error, OperationalError | InterfaceError) or "connection option" in str(error)
    # Lost, refused, no such database, no room, read only, shutting down.
    return state[:2] in ("08", "28", "3D", "53") or state == "25006" or state.startswith("57P")


def is_new(kind: str) -> bool:
    """True for the first that meets this outage, of all processes that share a state directory."""
    mark = _mark(kind)
    try:
        last_met = mark.stat().st_mtime if mark.exists() else 0.0
        mark.touch()
    except OSError:
        return True
    return time.time() - last_met > QUIET


def is_over(kind: str) -> bool:
    """True for the first that finds this outage ended."""
    try:
        _mark(kind).unlink()
    except OSError:
        return False
    return True


def _mark(kind: str) -> Path:
    return settings.VAR / f".outage-{kind}"


class OneLinePerOutage(logging.Filter):
    """A record about an outage becomes its sentence, without a traceback; those that follow are left out."""

    def filter(self, record: logging.LogRecord) -> bool:
        told = sentence_of(record.exc_info[1]) if record.exc_info else None
        if told is None:
            return True
        record.msg, record.args, record.exc_info, record.exc_text = told, (), None, None
        return is_new("surroundings")
