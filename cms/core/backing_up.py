"""A copy of all that cannot be made anew: the database as it stands at one moment, and the files.

Not the keys: who has the copy and the key of the personal numbers reads them all.
"""

import os
import shutil
import sqlite3
import subprocess
import tarfile
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core import audit
from cms.core.errors import RuleBroken
from cms.core.models import AuditEntry

KIND = "core.backup"


def back_up(into: Path) -> Path:
    """A new folder in `into`, named so only when it is whole; RuleBroken where it cannot be made."""
    into = into.resolve()
    if into.is_relative_to(settings.PRIVATE_ROOT):
        raise RuleBroken(_("请选状态目录之外的文件夹，最好在另一块磁盘上。"))
    folder = into / f"zhifa-{timezone.localtime():%Y%m%d-%H%M%S}"
    half = folder.with_suffix(".half")
    half.mkdir(mode=0o700, parents=True)
    try:
        # The database first: whatever file it names is there when the files are read.
        _copy_database(half)
        with tarfile.open(half / "files.tar", "w") as files:
            if settings.PRIVATE_ROOT.exists():
                files.add(settings.PRIVATE_ROOT, arcname=settings.PRIVATE_ROOT.name)
        half.rename(folder)
    except BaseException:
        shutil.rmtree(half, ignore_errors=True)
        raise
    audit.record_export(None, KIND, folder.name, bytes=sum(each.stat().st_size for each in folder.iterdir()))
    return folder


def last_backup() -> AuditEntry | None:
    return AuditEntry.objects.filter(action=f"{KIND}.export").first()


def _copy_database(into: Path) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(into / "database.sqlite3")) as copy:
            connection.connection.backup(copy)
        return
    (_psql, *where), own = connection.client.settings_to_cmd_args_env(connection.settings_dict, [])
    asked = ["pg_dump", "--format=custom", f"--file={into / 'database.dump'}", *where]
    try:
        done = subprocess.run(asked, env={**os.environ, **(own or {})}, capture_output=True, check=False)  # noqa: S603
    except FileNotFoundError as error:
        raise RuleBroken(_("这台机器上没有 pg_dump：请装上与数据库同版本的 PostgreSQL 客户端。")) from error
    if done.returncode:
        raise RuleBroken(
            _("pg_dump 没有做完：%(why)s") % {"why": done.stderr.decode(errors="replace").strip()}
        )
