"""Caches that may fail: pages go on without Redis or the disk, each process by its own memory."""

import contextlib
import hashlib
import logging
import os
import pickle
import random
import threading
import time

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.filebased import FileBasedCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

from cms.core import outages

# After a failure nobody waits for the cache again for so long.
PAUSE_SECONDS = 5
SETS_BETWEEN_COUNTS = 50
METHODS = (
    "add", "get", "set", "touch", "delete", "get_many", "set_many", "delete_many", "has_key", "incr", "clear",
)  # fmt: skip
logger = logging.getLogger(__name__)
# Backends are made for each thread; what they know of the outage belongs to the process.
_outage = {"until": 0.0, "lasts": False}


class _Forgiving:
    def __init__(self, where, params):
        super().__init__(where, params)
        self._memory = LocMemCache("outage", params)

    def _try(self, name: str, *args, **kwargs):
        if time.monotonic() < _outage["until"]:
            return getattr(self._memory, name)(*args, **kwargs)
        try:
            answer = getattr(super(), name)(*args, **kwargs)
        except (RedisError, OSError) as error:
            self._begin_outage(error)
            return getattr(self._memory, name)(*args, **kwargs)
        if _outage["lasts"]:
            _outage["lasts"] = False
            if outages.is_over("cache"):
                logger.warning("缓存已恢复。")
        return answer

    def _begin_outage(self, error: Exception) -> None:
        _outage["until"] = time.monotonic() + PAUSE_SECONDS
        if not _outage["lasts"]:
            _outage["lasts"] = True
            self._memory.clear()
        if outages.is_new("cache"):
            logger.warning("缓存不可用（检查 REDIS_URL 或磁盘），网页照常，暂用内存：%s", error)


def _forgiving(name: str):
    def method(self, *args, **kwargs):
        return self._try(name, *args, **kwargs)

    method.__name__ = name
    return method


for _name in METHODS:
    setattr(_Forgiving, _name, _forgiving(_name))


class ForgivingRedisCache(_Forgiving, RedisCache):
    """Redis while it answers."""


class PlainFileCache(FileBasedCache):
    """The framework's, but not compressed: what is read for each who comes is not unpacked each time."""

    cache_suffix = ".kept"

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None) -> None:
        path = self._key_to_file(key, version)
        self._cull()
        try:
            self._write(path, timeout, value)
        except FileNotFoundError:
            # The folder is made when it is missed, not asked for each time.
            self._createdir()
            self._write(path, timeout, value)

    def _write(self, path: str, timeout, value) -> None:
        """Under another name first: who reads meanwhile finds the old file whole."""
        beside = f"{path}.{os.getpid()}.{threading.get_ident()}"
        with open(beside, "wb") as file:
            self._write_content(file, timeout, value)
        os.replace(beside, path)

    def _cull(self) -> None:
        # The folder is counted now and then, not for each thing that is kept.
        if random.randrange(SETS_BETWEEN_COUNTS) == 0:  # noqa: S311
            super()._cull()

    def _write_content(self, file, timeout, value) -> None:
        pickle.dump(self.get_backend_timeout(timeout), file, self.pickle_protocol)
        pickle.dump(value, file, self.pickle_protocol)

    def _key_to_file(self, key, version=None) -> str:
        # Not asked whether memcached would take such a key.
        name = hashlib.md5(self.make_key(key, version=version).encode(), usedforsecurity=False).hexdigest()
        return os.path.join(self._dir, f"{name}{self.cache_suffix}")

    def get(self, key, default=None, version=None):
        with contextlib.suppress(FileNotFoundError), open(self._key_to_file(key, version), "rb") as file:
            if not self._is_expired(file):
                return pickle.load(file)  # noqa: S301 (written above)
        return default

    def touch(self, key, timeout=DEFAULT_TIMEOUT, version=None) -> bool:
        value = self.get(key, self, version)
        if value is not self:
            self.set(key, value, timeout, version)
        return value is not self


class ForgivingFileCache(_Forgiving, PlainFileCache):
    """Files while the disk takes them."""

    def _createdir(self) -> None:
        # Also called when the cache is made; what is then written tells of the trouble.
        with contextlib.suppress(OSError):
            super()._createdir()
