"""Clusters that really run and are really killed."""

import shutil
import sqlite3

import openpyxl
import psycopg
import pytest
from django.conf import settings
from django.db import connection
from psycopg import sql

from tests.cms.core.clusters import Platform, kill, until
from tests.cms.intake.rosters import identity

PEOPLE = 1500
PLACES = "编码,名称,上级编码,类型\n1,青桥区,,区\n11,柳林街道,1,街道\n111,柳林居委会,11,居民委员会\n"
UPLOAD = """
from django.utils import timezone
from cms.intake.models import ImportBatch
from cms.intake.services.reading import open_batch, preview_batch
from cms.intake.tasks import apply
content = open({file!r}, "rb").read()
batch = open_batch("roster", "名册.xlsx", content, actor=None, on=timezone.localdate(), sender="")
preview_batch(batch, foresee=False)
ImportBatch.objects.update(state="applying")
apply.enqueue(batch.pk)
"""


def test_task_that_kills_its_worker_is_tried_three_times_then_failed(migrated, tmp_path):
    shutil.copytree(migrated, tmp_path / "var")
    platform = Platform(tmp_path / "var")
    platform.python("from tests.cms.core.fatal import kill_worker; kill_worker.enqueue()")
    platform.close()
    with platform.worker(), sqlite3.connect(platform.database) as database:
        question = "select state, attempts from core_taskrun where task like '%kill_worker'"
        until(lambda: database.execute(question).fetchone() == ("failed", 3))


@pytest.fixture
def shared(tmp_path, django_db_setup, django_db_blocker):
    """A copy of the test database on PostgreSQL, for several hosts; and a connection to watch it by."""
    if connection.vendor != "postgresql":
        pytest.skip("此项只在 PostgreSQL 上有意义：设置 DATABASE_URL 后再试")
    with django_db_blocker.unblock():
        connection.close()
    server = {
        key: settings.DATABASES["default"][name]
        for key, name in [("host", "HOST"), ("port", "PORT"), ("user", "USER"), ("password", "PASSWORD")]
        if settings.DATABASES["default"][name]
    }
    name = f"{connection.settings_dict['NAME']}_hosts"
    copy, original = sql.Identifier(name), sql.Identifier(connection.settings_dict["NAME"])
    with psycopg.connect(dbname="postgres", autocommit=True, **server) as master:
        master.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(copy))
        master.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(copy, original))
        who = f"{server['user']}:{server['password']}" if "password" in server else server["user"]
        platform = Platform(tmp_path, f"postgres://{who}@{server['host']}:{server['port']}/{name}")
        try:
            with psycopg.connect(dbname=name, autocommit=True, **server) as watcher:
                yield platform, watcher
        finally:
            platform.close()
            master.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(copy))


def roster(path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["姓名", "出生年月", "身份证号", "所属街镇", "所属居村"])
    for number in range(PEOPLE):
        month = f"{number // 1000 + 1:02d}"
        number_of_id = identity(f"3101071980{month}01{number % 1000:03d}")
        # Characters: a digit in a name is asked about.
        name = f"王{chr(0x4E00 + number)}"
        book.active.append([name, f"1980-{month}", number_of_id, "柳林街道", "柳林居委会"])
    book.save(path)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_import_of_a_host_that_is_killed_is_finished_by_the_other(shared, tmp_path):
    platform, watcher = shared

    def ask(question):
        return watcher.execute(question).fetchone()

    (tmp_path / "places.csv").write_text(PLACES)
    roster(tmp_path / "名册.xlsx")
    platform.run("import_places", str(tmp_path / "places.csv"))
    platform.python(UPLOAD.format(file=str(tmp_path / "名册.xlsx")))
    run = "from core_taskrun where task = 'cms.intake.tasks.apply'"
    in_the_middle = (
        "select 1 from pg_locks join pg_class on relation = pg_class.oid"
        " where relname = 'people_person' and mode = 'RowExclusiveLock'"
    )
    with platform.worker("甲机") as one, platform.worker("乙机") as two:
        until(lambda: ask(in_the_middle))
        first = ask(f"select split_part(worker, ':', 1) {run}")[0]
        kill({"甲机": one, "乙机": two}[first])
        assert ask("select count(*) from people_person") == (0,)
        until(lambda: ask(f"select state {run}") == ("succeeded",))
    assert ask("select count(*) from people_person") == (PEOPLE,)
    assert ask("select state from intake_importbatch where kind = 'roster'") == ("applied",)
    other = {"甲机": "乙机", "乙机": "甲机"}[first]
    assert ask(f"select split_part(worker, ':', 1), attempts {run}") == (other, 2)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_long_task_is_not_run_twice_at_once(shared):
    """It lasts as long as fifteen beats, and as long as messages are handed out again and again."""
    platform, watcher = shared
    platform.python("from tests.cms.core.fatal import last_long; last_long.enqueue()")
    with platform.worker("甲机"), platform.worker("乙机"):
        until(lambda: watcher.execute("select 1 from core_taskrun where state = 'running'").fetchone())
        # What a second delivery of the message looks like.
        for _ in range(3):
            watcher.execute("update django_q_ormq set lock = now() - interval '1 second'")
        until(lambda: watcher.execute("select 1 from core_taskrun where state = 'succeeded'").fetchone())
    done = watcher.execute("select action from core_auditentry where action like '测试：%'").fetchall()
    assert done == [("测试：长任务",)]
