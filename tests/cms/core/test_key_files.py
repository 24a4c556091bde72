"""A key file appears whole, for its owner, and is never replaced."""

import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from cms.core import key_files
from cms.core.key_files import BadKey, fresh_key, keep_key, read_key


def test_kept_key_is_readable_by_its_owner_only(tmp_path):
    path = tmp_path / "key"
    assert keep_key(path, key := fresh_key()) == key == read_key(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_key_that_stands_is_not_replaced(tmp_path):
    first = keep_key(tmp_path / "key", fresh_key())
    assert keep_key(tmp_path / "key", fresh_key()) == first


def test_processes_that_start_together_agree(tmp_path):
    with ThreadPoolExecutor(8) as together:
        kept = set(together.map(lambda _: keep_key(tmp_path / "key", fresh_key()), range(32)))
    assert kept == {read_key(tmp_path / "key")}


def test_full_disk_leaves_no_half_of_a_key(tmp_path, monkeypatch):
    def full(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(key_files.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        keep_key(tmp_path / "key", fresh_key())
    assert os.listdir(tmp_path) == []


def test_empty_file_is_not_taken_for_a_missing_one(tmp_path):
    (tmp_path / "key").touch()
    with pytest.raises(BadKey, match="是空的"):
        keep_key(tmp_path / "key", fresh_key())
