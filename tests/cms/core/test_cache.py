"""Pages go on without the cache."""

import logging
import shutil
import socket

import pytest

from cms.core import cache as module
from cms.core.cache import ForgivingFileCache, ForgivingRedisCache


@pytest.fixture(autouse=True)
def _no_outage(monkeypatch, settings, tmp_path_factory):
    settings.VAR = tmp_path_factory.mktemp("var")
    monkeypatch.setattr(module, "_outage", {"until": 0.0, "lasts": False})


@pytest.fixture
def nobody():
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        yield probe.getsockname()[1]


@pytest.fixture
def redis(nobody):
    return ForgivingRedisCache(f"redis://127.0.0.1:{nobody}", {"OPTIONS": {"socket_connect_timeout": 1}})


def test_cache_without_redis_remembers_in_this_process(redis):
    redis.set("a", 1)
    assert redis.get("a") == 1
    assert redis.add("a", 2) is False
    assert redis.incr("a") == 2
    assert redis.get_or_set("b", lambda: 3) == 3
    redis.set_many({"c": 4})
    assert redis.get_many(["a", "c"]) == {"a": 2, "c": 4}
    assert redis.has_key("c")
    assert redis.touch("c", 60)
    redis.delete("a")
    redis.delete_many(["b"])
    assert redis.get("a", "gone") == redis.get("b", "gone") == "gone"
    redis.clear()
    assert redis.get("c") is None


def test_outage_is_one_line_in_the_log(redis, caplog, monkeypatch):
    monkeypatch.setattr(module, "PAUSE_SECONDS", 0)
    with caplog.at_level(logging.WARNING):
        for number in range(10):
            redis.set("a", number)
            # As if another process met it for the first time.
            module._outage["lasts"] = False
    assert ["缓存不可用" in message for message in caplog.messages] == [True]


def test_nobody_waits_for_a_cache_that_has_just_failed(redis, monkeypatch):
    redis.get("a")
    asked = []
    monkeypatch.setattr(module.RedisCache, "get", lambda *args, **kwargs: asked.append(1))
    redis.get("a")
    assert asked == []


def test_cache_that_is_back_is_used_and_said_to_be(redis, monkeypatch, caplog):
    monkeypatch.setattr(module, "PAUSE_SECONDS", 0)
    redis.get("a")
    caplog.clear()
    monkeypatch.setattr(module.RedisCache, "get", lambda *args, **kwargs: "from redis")
    with caplog.at_level(logging.WARNING):
        assert redis.get("a") == "from redis"
    assert caplog.messages == ["缓存已恢复。"]


def test_what_an_earlier_outage_remembered_is_not_believed(redis, monkeypatch):
    monkeypatch.setattr(module, "PAUSE_SECONDS", 0)
    redis.set("a", "old")
    with monkeypatch.context() as back:
        back.setattr(module.RedisCache, "get", lambda *args, **kwargs: "new")
        redis.get("a")
    assert redis.get("a") is None


def test_disk_that_takes_nothing_is_no_error_either(tmp_path):
    (tmp_path / "file").touch()
    files = ForgivingFileCache(str(tmp_path / "file" / "cache"), {})
    files.set("a", 1)
    assert files.get("a") == 1


def test_files_are_used_while_the_disk_takes_them(tmp_path):
    ForgivingFileCache(str(tmp_path), {}).set("a", 1)
    assert ForgivingFileCache(str(tmp_path), {}).get("a") == 1
    assert len(list(tmp_path.iterdir())) == 1


def test_folder_that_somebody_emptied_away_is_made_again(tmp_path):
    files = ForgivingFileCache(str(tmp_path / "cache"), {})
    files.set("a", 1)
    shutil.rmtree(tmp_path / "cache")
    files.set("b", 2)
    assert files.get_many(["a", "b"]) == {"b": 2}


def test_file_lasts_as_long_as_it_was_told(tmp_path):
    files = ForgivingFileCache(str(tmp_path), {})
    files.set_many({"kept": [1], "gone": 2})
    assert (files.touch("kept", 60), files.touch("gone", -1), files.touch("never", 60)) == (True, True, False)
    assert files.get_many(["kept", "gone", "never"]) == {"kept": [1]}
