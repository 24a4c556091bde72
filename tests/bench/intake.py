"""A roster of N people: preview and apply beside raw `bulk_create` and beside django-import-export."""

import io
import os
import resource
import subprocess
import sys
import time
from contextlib import contextmanager, nullcontext
from datetime import date
from typing import NamedTuple

import openpyxl
from django.db import connection, transaction
from django.utils import timezone
from import_export import resources
from tablib import Dataset

from cms.accounts.models import User
from cms.intake.enums import BatchState
from cms.intake.models import ImportBatch
from cms.intake.registry import spec_of
from cms.intake.services.reading import open_batch
from cms.people.models import Appointment, Person
from cms.places.models import Place
from tests.cms.intake.rosters import identity

HEAD = ["姓名", "性别", "出生年月", "身份证号", "联系电话", "所属街镇", "所属居村", "考核成绩", "状态"]
PASSWORD = "q7-Lantern-Meadow"
SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗", "明立新守成知法正文安宁清河远志德仁义礼智信"


def run(size: int) -> None:
    content, rows = _roster(size)
    raw = _timed(lambda: _raw(rows))
    _forget()
    other = _timed(lambda: _import_export(content))
    _forget()
    spec = spec_of("roster")
    with transaction.atomic():
        batch = open_batch(spec.kind, "名册.xlsx", content, actor=None, on=timezone.localdate(), sender="")
    preview = _ours("preview", batch)
    ImportBatch.objects.filter(pk=batch.pk).update(state=BatchState.APPLYING)
    User.objects.create_user("bench", password=PASSWORD, is_superuser=True)
    with _meanwhile(SIGNER, PASSWORD) as usual:
        time.sleep(5)
    # Only where there is one writer may a long apply keep others waiting.
    alone = connection.vendor != "sqlite"
    writing = nullcontext([]) if alone else _meanwhile(WRITER, str(connection.settings_dict["NAME"]))
    with writing as waited, _meanwhile(SIGNER, PASSWORD) as signing_in:
        apply = _ours("apply", batch)
    assert Person.objects.count() == size
    print(f"{'':26}{'秒':>8}{'行/秒':>12}{'对 bulk_create':>16}{'对 django-import-export':>24}")
    for name, seconds in (
        ("bulk_create 同样的记录", raw),
        ("django-import-export", other),
        ("知法 预览（含试算）", preview.seconds),
        ("知法 导入", apply.seconds),
    ):
        ratios = f"{seconds / raw:>14.1f}×{seconds / other:>20.2f}×"
        print(f"{name:22}{seconds:>10.2f}{size / seconds:>12.0f}{ratios}")
    if waited:
        print(f"导入期间别人写入，最长等 {max(waited):.2f} 秒，共 {len(waited)} 次")
    longest, load = max(signing_in, default=0), os.getloadavg()[0]
    times = f"共 {len(signing_in)} 次；平时最长 {max(usual, default=0):.2f} 秒（机器负载 {load:.1f}）"
    print(f"导入期间登录，最长 {longest:.2f} 秒，{times}")
    print(
        f"内存最多：预览 {preview.memory} MB，其中读文件的子进程 {preview.child} MB；导入 {apply.memory} MB"
    )


# Writes ten times a second, and says how long each write waited.
WRITER = """
import sqlite3, sys, time
database = sqlite3.connect(sys.argv[1], timeout=60, isolation_level=None)
print("ready", flush=True)
while True:
    started = time.perf_counter()
    database.execute("begin immediate")
    database.execute("update places_place set short_name = short_name where code = '1'")
    database.execute("commit")
    print(time.perf_counter() - started, flush=True)
    time.sleep(0.1)
"""
# Signs in again and again, as a person does, and says how long each time took.
SIGNER = """
import sys, time
import django
django.setup()
from django.test import Client
signed_in = {"username": "bench", "password": sys.argv[1]}
assert Client(HTTP_HOST="localhost").post("/signin/", signed_in).status_code == 302
print("ready", flush=True)
while True:
    started = time.perf_counter()
    assert Client(HTTP_HOST="localhost").post("/signin/", signed_in).status_code == 302
    print(time.perf_counter() - started, flush=True)
    time.sleep(0.2)
"""
# Does what the worker does, in a process that did nothing before, and says what it cost.
OURS = """
import resource, sys
import django
django.setup()
from pathlib import Path
from cms.intake.models import ImportBatch
from cms.intake.services.applying import apply_batch
from cms.intake.services.reading import preview_batch
from tests.bench.intake import _timed
batch = ImportBatch.objects.get(pk=sys.argv[2])
seconds = _timed(lambda: {"preview": preview_batch, "apply": apply_batch}[sys.argv[1]](batch))
status = Path("/proc/self/status").read_text().split()
memory = int(status[status.index("VmHWM:") + 1]) // 1024
print(seconds, memory, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
"""


class Cost(NamedTuple):
    """What a task took: seconds of the processor, MB of the worker, MB of its largest child."""

    seconds: float
    memory: int
    child: int


def _ours(task: str, batch: ImportBatch) -> Cost:
    program = [sys.executable, "-c", OURS, task, str(batch.pk)]
    seconds, memory, child = subprocess.run(
        program, stdout=subprocess.PIPE, text=True, check=True
    ).stdout.split()
    return Cost(float(seconds), int(memory), int(child))


@contextmanager
def _meanwhile(program: str, argument: str):
    """While it lasts, another process does the same over and over; the seconds that each time took."""
    took: list[float] = []
    with subprocess.Popen(
        [sys.executable, "-c", program, argument], stdout=subprocess.PIPE, text=True
    ) as other:
        other.stdout.readline()
        yield took
        other.terminate()
        took += [float(line) for line in other.stdout if line.endswith("\n")]


def _timed(act) -> float:
    """Seconds of the processor, those of the children that read files included; what else the machine does is
    not counted."""
    started = _worked()
    act()
    return _worked() - started


def _worked() -> float:
    used = (resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


def _roster(size: int) -> tuple[bytes, list[list]]:
    """A workbook of invented people and its rows."""
    district = Place.objects.create(code="1", name="测速区", kind="district")
    town = Place.objects.create(code="11", name="测速街道", kind="subdistrict", parent=district)
    Place.objects.create(code="111", name="测速居委会", kind="neighbourhood", parent=town)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(HEAD)
    rows = []
    for number in range(size):
        name = (
            SURNAMES[number % 20]
            + GIVEN[number // 20 % 20]
            + GIVEN[number // 400 % 20]
            + (GIVEN[number // 8000 % 20] if number >= 8000 else "")
        )
        born = date(1950 + number // 336 % 50, number // 28 % 12 + 1, number % 28 + 1)
        number_of_id = identity(f"310107{born:%Y%m%d}{900 + number // 16800 * 2 % 100:03d}")
        row = [
            name,
            "女",
            f"{born:%Y-%m}",
            number_of_id,
            f"199{number:08d}",
            town.name,
            "测速居委会",
            60 + number % 40,
            "在册",
        ]
        rows.append(row)
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue(), rows


def _raw(rows: list[list]) -> None:
    """The same records, without reading, judging or a journal."""
    community = Place.objects.get(code="111")
    with transaction.atomic():
        people = [Person(name=row[0], gender=row[1], birth=row[2], phone=row[4]) for row in rows]
        for person in people:
            person.set_numbers()
        Person.objects.bulk_create(people, batch_size=500)
        Appointment.objects.bulk_create(
            [
                Appointment(person=person, role="literate", community=community, state="active", score=row[7])
                for person, row in zip(people, rows, strict=True)
            ],
            batch_size=500,
        )


class PersonResource(resources.ModelResource):
    """What django-import-export makes of the same file: one model, no judgement."""

    class Meta:
        model = Person
        fields = ("id", "name", "gender", "birth", "phone")
        use_bulk = True
        batch_size = 500
        use_transactions = True


def _import_export(content: bytes) -> None:
    names = {"姓名": "name", "性别": "gender", "出生年月": "birth", "联系电话": "phone"}
    data = Dataset().load(content, format="xlsx")
    data.headers = [names.get(header, header) for header in data.headers]
    result = PersonResource().import_data(data, raise_errors=True)
    assert not result.has_errors()


def _forget() -> None:
    Appointment.objects.all().delete()
    Person.objects.all().delete()
