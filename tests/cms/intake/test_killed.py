"""A worker killed in the middle of an import leaves nothing half done; its successor does it all.

The database here is a file of its own, and the worker a process that is really killed.
"""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pytest

from tests.cms.intake.rosters import identity

ROOT = Path(__file__).parents[3]
PEOPLE = 4000
# So many bytes of an unfinished import in the log mean that it is in the middle.
SPILLED = 1_000_000
PLACES = "编码,名称,上级编码,类型\n1,青桥区,,区\n11,柳林街道,1,街道\n111,柳林居委会,11,居民委员会\n"
START = """
from django.core.files.base import ContentFile
from django.utils import timezone
from cms.intake.models import ImportBatch
from cms.intake.services.reading import open_batch, preview_batch
content = open({file!r}, "rb").read()
preview_batch(open_batch("roster", "名册.xlsx", content, actor=None, on=timezone.localdate(), sender=""))
ImportBatch.objects.update(state="applying")
"""
APPLY = """
from cms.intake.models import ImportBatch
from cms.intake.services.applying import apply_batch
apply_batch(ImportBatch.objects.get(kind="roster"))
"""


@pytest.fixture
def copy(tmp_path):
    """Runs manage.py on a database of its own; returns the running process."""
    environment = {
        **os.environ,
        "ZHIFA_VAR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'own.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "sites.settings.dev",
    }

    def manage(*arguments):
        command = [sys.executable, str(ROOT / "manage.py"), *arguments]
        return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    return manage


def finish(process) -> None:
    _, said = process.communicate(timeout=300)
    assert process.returncode == 0, said.decode()[-2000:]


def count(path: Path, question: str) -> int:
    with sqlite3.connect(path) as database:
        return database.execute(question).fetchone()[0]


def test_killed_worker_leaves_nothing_half_done(copy, tmp_path):
    database = tmp_path / "own.sqlite3"
    (tmp_path / "places.csv").write_text(PLACES)
    book = openpyxl.Workbook()
    book.active.append(["姓名", "出生年月", "身份证号", "所属街镇", "所属居村"])
    for number in range(PEOPLE):
        month = f"{number // 1000 + 1:02d}"
        number_of_id = identity(f"3101071980{month}01{number % 1000:03d}")
        book.active.append([f"王{number}", f"1980-{month}", number_of_id, "柳林街道", "柳林居委会"])
    book.save(tmp_path / "名册.xlsx")
    finish(copy("migrate", "--verbosity", "0"))
    finish(copy("import_places", str(tmp_path / "places.csv")))
    finish(copy("shell", "-c", START.format(file=str(tmp_path / "名册.xlsx"))))

    worker = copy("shell", "-c", APPLY)
    # What a transaction under way has written lies in the log beside the database.
    log, deadline = database.with_name("own.sqlite3-wal"), time.monotonic() + 120
    while not (log.exists() and log.stat().st_size > SPILLED) and time.monotonic() < deadline:
        assert worker.poll() is None, worker.stderr.read().decode()[-2000:]
        time.sleep(0.005)
    worker.send_signal(signal.SIGKILL)
    worker.communicate()
    assert count(database, "select count(*) from people_person") == 0
    assert count(database, "select count(*) from intake_importchange where model like 'people.%'") == 0

    finish(copy("shell", "-c", APPLY))
    assert count(database, "select count(*) from people_person") == PEOPLE
    assert (
        count(database, "select count(*) from intake_importrow where outcome = 'create' and label like '王%'")
        == PEOPLE
    )
