"""Keys kept in files of the state directory: whole or not at all, for the owner only. Knows no Django."""

import fcntl
import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LEAST_LENGTH = 32
LEAST_DIFFERENT = 10
FRESH = 'python3 -c "import secrets; print(secrets.token_urlsafe(48))"'


class BadKey(Exception):
    """The key cannot be used; the message is half a sentence that says why."""


def fresh_key() -> str:
    return secrets.token_urlsafe(48)


def check_strength(key: str) -> str:
    """Return the key; BadKey where it could be guessed."""
    if len(key) < LEAST_LENGTH or len(set(key)) < LEAST_DIFFERENT:
        raise BadKey(
            f"太弱：至少 {LEAST_LENGTH} 个字符，其中至少 {LEAST_DIFFERENT} 个不同；可用 {FRESH} 生成"
        )
    return key


def read_key(path: Path) -> str | None:
    """The key in the file, None where there is no file; BadKey where it cannot be read or is too weak."""
    try:
        key = path.read_text("ascii").strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise BadKey("读不出来：请检查文件的权限与内容，或从备份恢复") from error
    if not key:
        raise BadKey("是空的：请从备份恢复；若平台从未用过，删去它即可重新生成")
    return check_strength(key)


def keep_key(path: Path, key: str) -> str:
    """Write the key unless there is one; return the one that stands there then.

    The file appears by a rename, under a lock: processes that start together agree, and one that is killed
    or finds the disk full leaves no half of a key.
    """
    with _alone(path.parent):
        standing = read_key(path)
        if standing is not None:
            return standing
        handle, written = tempfile.mkstemp(dir=path.parent, prefix=path.name)
        try:
            with os.fdopen(handle, "w") as file:
                file.write(key)
                file.flush()
                os.fsync(file.fileno())
            Path(written).rename(path)
        except BaseException:
            Path(written).unlink(missing_ok=True)
            raise
    return key


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
