"""A worker killed in the middle of an import: its successor takes back what there is, and does it all.

Meanwhile others write: an import is stored in steps.

The database here is a file of its own, and the worker a process that is really killed.
"""

import shutil
import sqlite3
import time
from pathlib import Path

import openpyxl
import pytest

from tests.cms.intake.rosters import identity
from tests.platforms import Platform

PEOPLE = 4000
STORED = "select count(*) from people_person"
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


LOOK = """
from cms.intake.models import ImportBatch
from cms.intake.services.resuming import is_broken_off
batch = ImportBatch.objects.get(kind="roster")
print(batch.state, is_broken_off(batch))
"""


@pytest.fixture
def platform(migrated, tmp_path):
    shutil.copytree(migrated, tmp_path / "var")
    platform = Platform(tmp_path / "var")
    yield platform
    platform.close()


def count(path: Path, question: str) -> int:
    with sqlite3.connect(path) as database:
        return database.execute(question).fetchone()[0]


def roster_of(path: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.append(["姓名", "出生年月", "身份证号", "所属街镇", "所属居村"])
    for number in range(PEOPLE):
        month = f"{number // 1000 + 1:02d}"
        number_of_id = identity(f"3101071980{month}01{number % 1000:03d}")
        book.active.append(
            [f"王{chr(0x4E00 + number)}", f"1980-{month}", number_of_id, "柳林街道", "柳林居委会"]
        )
    book.save(path)
    return path


def kill_in_the_middle(worker, database: Path) -> None:
    deadline = time.monotonic() + 120
    while not count(database, STORED) and time.monotonic() < deadline:
        assert worker.poll() is None, worker.communicate()
        time.sleep(0.005)
    worker.kill()
    worker.wait()
    assert 0 < count(database, STORED) < PEOPLE


def test_killed_command_leaves_a_batch_that_the_next_start_tidies_up(platform, tmp_path):
    database = platform.database
    (tmp_path / "places.csv").write_text(PLACES)
    file = roster_of(tmp_path / "名册.xlsx")
    platform.run("import_places", str(tmp_path / "places.csv"))
    kill_in_the_middle(platform.fork("import_roster", str(file)), database)
    assert platform.python(LOOK).split() == ["applying", "True"]
    platform.python("from cms.intake.services.resuming import tidy_up; tidy_up()")
    assert platform.python(LOOK).split() == ["failed", "False"]
    assert count(database, STORED) == count(database, "select count(*) from people_appointment") == 0
    assert count(database, "select json_extract(counts, '$.effect') from intake_importbatch "
                 "where kind = 'roster'") == PEOPLE  # fmt: skip


def test_killed_import_is_taken_back_and_done_anew(platform, tmp_path):
    database = platform.database
    (tmp_path / "places.csv").write_text(PLACES)
    roster_of(tmp_path / "名册.xlsx")
    platform.run("import_places", str(tmp_path / "places.csv"))
    platform.python(START.format(file=str(tmp_path / "名册.xlsx")))

    worker = platform.fork("shell", "-v0", "-c", APPLY)
    deadline = time.monotonic() + 120
    while not count(database, STORED) and time.monotonic() < deadline:
        assert worker.poll() is None, worker.communicate()
        time.sleep(0.005)
    # Somebody else writes in the middle of it.
    with sqlite3.connect(database, timeout=10) as other:
        other.execute("update places_place set short_name = '柳林' where code = '11'")
    assert count(database, STORED) < PEOPLE
    worker.kill()
    worker.wait()
    stored = count(database, STORED)
    assert 0 < stored < PEOPLE
    assert count(database, "select count(*) from intake_importchange where model = 'people.person'") == stored

    platform.python(APPLY)
    assert count(database, STORED) == PEOPLE
    assert count(database, "select count(*) from people_appointment") == PEOPLE
    assert count(database, "select count(*) from intake_importchange where model = 'people.person'") == PEOPLE
    assert (
        count(database, "select count(*) from intake_importrow where outcome = 'create' and label like '王%'")
        == PEOPLE
    )
