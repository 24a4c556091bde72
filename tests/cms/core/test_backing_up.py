"""A copy is whole or not there, holds the records and the files, and no key."""

import os
import shutil
import sqlite3
import subprocess
import tarfile
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db.backends.postgresql.client import DatabaseClient

from cms.core import backing_up
from tests.platforms import Platform


@pytest.fixture
def platform(migrated, tmp_path):
    folder = tmp_path / "var"
    shutil.copytree(migrated, folder)
    (folder / "private").mkdir(exist_ok=True)
    (folder / "private" / "one.txt").write_text("一")
    found = Platform(folder)
    yield found
    found.close()


def test_copy_holds_records_and_files_and_no_key_and_is_on_record(platform, tmp_path):
    said = platform.run("backup", str(tmp_path / "kept"))
    (made,) = (tmp_path / "kept").iterdir()
    assert (str(made) in said, "密钥" in said) == (True, True)
    assert sorted(os.listdir(made)) == ["database.sqlite3", "files.tar"]
    counts = [
        sqlite3.connect(each).execute("SELECT count(*) FROM campaigns_homepage").fetchone()
        for each in (made / "database.sqlite3", platform.database)
    ]
    assert counts == [(1,), (1,)]
    with tarfile.open(made / "files.tar") as files:
        assert "private/one.txt" in files.getnames()
    told = platform.python("from cms.core.backing_up import last_backup; print(last_backup().target_label)")
    assert told.strip() == made.name


def test_folder_among_the_files_themselves_is_refused(settings):
    with pytest.raises(CommandError, match="状态目录之外"):
        call_command("backup", str(settings.PRIVATE_ROOT / "kept"))


@pytest.fixture
def postgres_alone(monkeypatch):
    at = {
        "NAME": "zhifa",
        "USER": "office",
        "PASSWORD": "secret",
        "HOST": "db",
        "PORT": "5433",
        "OPTIONS": {},
    }
    client = SimpleNamespace(settings_to_cmd_args_env=DatabaseClient.settings_to_cmd_args_env)
    monkeypatch.setattr(
        backing_up, "connection", SimpleNamespace(vendor="postgresql", client=client, settings_dict=at)
    )


def test_postgres_is_asked_for_its_own_copy_and_the_password_is_no_argument(
    postgres_alone, monkeypatch, tmp_path
):
    ran = []

    def run(asked, env, **options):
        ran.append((asked, env["PGPASSWORD"]))
        return SimpleNamespace(returncode=1, stderr=b"server version mismatch\n")

    monkeypatch.setattr(subprocess, "run", run)
    with pytest.raises(CommandError, match="server version mismatch"):
        call_command("backup", str(tmp_path / "kept"))
    ((asked, password),) = ran
    assert asked[0] == "pg_dump"
    assert asked[-1] == "zhifa"
    assert ("secret" in " ".join(asked), password) == (False, "secret")
    # What was begun is gone.
    assert os.listdir(tmp_path / "kept") == []


def test_missing_pg_dump_is_said_with_the_cure(postgres_alone, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(CommandError, match="没有 pg_dump"):
        call_command("backup", str(tmp_path / "kept"))
