"""The office's real files, row by row, as their ground truth says."""

import contextlib
import json
from collections import Counter
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import Sum

from cms.duties.models import ActivityRecord, DutyItem
from cms.intake.models import ImportRow
from cms.people.enums import ConsentPurpose
from cms.people.models import Appointment, Person, ServiceRecord, is_minor
from cms.training.models import TrainingSession
from cms.training.queries import turnout
from tests.cms.intake.answers import answer_of

pytestmark = pytest.mark.django_db

# Each file with its command and the files its rows refer to, in the order in which they are imported: one
# that others refer to stays imported for those that follow, so the order of the tests is for time alone.
FILES = {
    "places.csv": ("import_places", ()),
    "service_points.csv": ("import_service_points", ("places.csv",)),
    "agencies.csv": ("import_agencies", ("places.csv",)),
    "venues.csv": ("import_venues", ("places.csv", "agencies.csv")),
    "2026年普法责任清单.xlsx": ("import_duty_list", ("places.csv", "agencies.csv")),
    "2026年第一季度普法活动台账.xlsx": ("import_activities", ("places.csv", "agencies.csv")),
    "法律明白人登记表.xlsx": ("import_roster", ("places.csv",)),
    "培训签到表.xlsx": ("import_attendance", ("places.csv", "法律明白人登记表.xlsx")),
    "普法志愿者名册.xlsx": ("import_volunteers", ("places.csv", "法律明白人登记表.xlsx")),
    "志愿服务记录.xlsx": (
        "import_service_records",
        ("places.csv", "法律明白人登记表.xlsx", "普法志愿者名册.xlsx"),
    ),
    "志愿服务记录（长征镇补报）.xlsx": (
        "import_service_records",
        ("places.csv", "法律明白人登记表.xlsx", "普法志愿者名册.xlsx", "志愿服务记录.xlsx"),
    ),
}
WAITING = ("review", "reject")


class Shelf:
    """Files imported one upon another, each in a savepoint of its own until one is wanted without it."""

    def __init__(self):
        self._lying: list[tuple[str, transaction.Atomic, dict]] = []

    def reach(self, names, put) -> None:
        """Exactly these files are imported, in this order."""
        while [name for name, _, _ in self._lying] != list(names[: len(self._lying)]):
            self._take_off()
        for name in names[len(self._lying) :]:
            savepoint = transaction.atomic()
            savepoint.__enter__()
            self._lying.append((name, savepoint, put(name)))

    def answer(self) -> dict:
        """Of the command of the file on top."""
        return self._lying[-1][2]

    def clear(self) -> None:
        while self._lying:
            self._take_off()

    def _take_off(self) -> None:
        _, savepoint, _ = self._lying.pop()
        transaction.set_rollback(True)
        savepoint.__exit__(None, None, None)


@pytest.fixture(scope="module")
def shelf(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        shelf = Shelf()
        yield shelf
        shelf.clear()


@pytest.fixture
def _django_db_helper(shelf):
    """No transaction from a new connection, as elsewhere: a test stands upon what lies there."""


@pytest.fixture
def imported(shelf, sample_data):
    """A file after those it refers to; gives the answer of its command. What the test does then is undone."""

    def put(name):
        return call(sample_data, name, FILES[name][0])

    with contextlib.ExitStack() as own:

        def run(name: str):
            shelf.reach([*FILES[name][1], name], put)
            own.enter_context(transaction.atomic())
            own.callback(transaction.set_rollback, True)
            return shelf.answer()

        yield run


def call(sample_data, name: str, command: str, **options):
    return answer_of(sample_data / name, command, as_of(sample_data), **options)


def truth(sample_data):
    return json.loads((sample_data / "expected.json").read_text())


def as_of(sample_data):
    from datetime import date

    return date.fromisoformat(truth(sample_data)["as_of"])


def codes_by_row(sheet):
    found = {}
    for row in sheet["rows"]:
        for code in row["codes"]:
            found.setdefault(code, []).append(row["row"])
    return found


@pytest.mark.parametrize("name", FILES)
def test_file_is_judged_row_by_row_as_expected(imported, sample_data, name):
    answer = imported(name)
    expected = truth(sample_data)["files"][name]["sheets"]
    assert {sheet["name"] for sheet in answer["sheets"]} == set(expected)
    for sheet in answer["sheets"]:
        wanted = expected[sheet["name"]]
        if wanted["use"] == "ignore":
            assert sheet["use"] == "ignore"
            continue
        for fact in ("use", "header_rows", "data_rows", "levels", "skipped"):
            assert sheet[fact] == wanted[fact], fact
        assert codes_by_row(sheet) == wanted["codes"]
        rows = {row["row"]: row["values"] for row in sheet["rows"]}
        for row in wanted.get("rows", []):
            values = {name: value for name, value in row.items() if name not in ("row", "codes")}
            assert {name: rows[row["row"]][name] for name in values} == values


def test_hours_of_volunteers_over_both_files_are_as_expected(imported, sample_data):
    totals = truth(sample_data)["files"]["志愿服务记录.xlsx"]["totals"]
    imported("志愿服务记录（长征镇补报）.xlsx")
    records = ServiceRecord.objects.verified()
    assert (records.count(), float(records.hours())) == (
        totals["countable_records_both_files"],
        totals["hours_both_files"],
    )
    halves = records.order_by().values_list("appointment__volunteer_number").annotate(Sum("half_hours"))
    assert {number: half_hours / 2 for number, half_hours in halves} == totals["hours_by_volunteer"]
    for name in ("志愿服务记录.xlsx", "志愿服务记录（长征镇补报）.xlsx"):
        answer = call(sample_data, name, "import_service_records")
        assert (answer["create"], answer["change"]) == (0, 0)
    assert records.count() == totals["countable_records_both_files"]


def test_volunteers_are_who_they_are_on_the_roster_and_shown_only_where_they_agreed(imported, sample_data):
    answer = imported("普法志愿者名册.xlsx")
    rows = answer["sheets"][0]["rows"]
    totals = truth(sample_data)["files"]["普法志愿者名册.xlsx"]["totals"]
    volunteers = Appointment.objects.volunteers()
    assert volunteers.count() == totals["importable_rows"]
    matched = Counter(row["values"]["roster"]["by"] for row in rows if "roster" in row["values"])
    assert matched == totals["same_as_roster"]
    listed = volunteers.active().filter(
        person__consents__purpose=ConsentPurpose.LISTING, person__consents__withdrawn_on=None
    )
    assert listed.count() == totals["may_be_listed_publicly"]
    on = as_of(sample_data)
    assert sum(is_minor(row["values"]["出生日期"], on) for row in rows) == totals["minors"]
    assert not Person.objects.exclude(identity_fingerprint="").exists()


def test_who_attended_which_training_for_how_many_hours_is_as_expected(imported, sample_data):
    imported("培训签到表.xlsx")
    totals = truth(sample_data)["files"]["培训签到表.xlsx"]["totals"]
    found = {session.title: turnout(session) for session in TrainingSession.objects.all()}
    assert {
        title: {"attended": held.attended, "hours": held.hours} for title, held in found.items()
    } == totals
    assert {held.absent for held in found.values()} == {5}


def test_roster_totals_and_names_are_as_expected(imported, sample_data):
    answer = imported("法律明白人登记表.xlsx")
    totals = truth(sample_data)["files"]["法律明白人登记表.xlsx"]["totals"]
    assert answer["create"] == Appointment.objects.count() == totals["importable_rows"]
    by_town = {}
    for name in Appointment.objects.values_list("community__parent__name", flat=True):
        by_town[name] = by_town.get(name, 0) + 1
    assert by_town == totals["importable_by_town"]
    names = {row["row"]: row["values"]["姓名"] for row in answer["sheets"][0]["rows"]}
    kept = {int(place.split("!")[1]): name for place, name in totals["names_to_keep_exactly"].items()}
    assert {number: names[number] for number in kept} == kept


def test_nothing_that_waits_for_a_decision_is_stored_as_final(imported):
    answer = imported("法律明白人登记表.xlsx")
    waiting = [row for row in answer["sheets"][0]["rows"] if row["level"] in WAITING]
    certificates = {row["values"]["证书编号"] for row in waiting} - {None}
    stored = Appointment.objects.filter(certificate_number__in=certificates)
    importable = {
        row["values"]["证书编号"] for row in answer["sheets"][0]["rows"] if row["level"] not in WAITING
    }
    assert set(stored.values_list("certificate_number", flat=True)) <= importable
    held = ImportRow.objects.pending().filter(batch__kind="roster")
    assert held.count() == answer["pending"] == len(waiting)


def test_namesakes_stay_apart(imported, sample_data):
    imported("法律明白人登记表.xlsx")
    groups = truth(sample_data)["files"]["法律明白人登记表.xlsx"]["groups"]["namesakes_keep_apart"]
    stored = ImportRow.objects.filter(batch__kind="roster").exclude(outcome="")
    rows = {row.number: row.cells["values"] for row in stored}
    for group in groups:
        numbers = [place.split("!")[1] for place in group]
        if all(number in rows for number in numbers):
            assert Person.objects.filter(name=rows[numbers[0]]["姓名"]).count() == len(numbers)


def test_second_import_changes_nothing(imported, sample_data):
    imported("法律明白人登记表.xlsx")
    persons = list(Person.objects.order_by("pk").values_list("pk", "name", "updated_at"))
    answer = call(sample_data, "法律明白人登记表.xlsx", "import_roster")
    assert (answer["create"], answer["change"], answer["unchanged"]) == (0, 0, 342)
    assert list(Person.objects.order_by("pk").values_list("pk", "name", "updated_at")) == persons


def test_dry_run_stores_nothing(imported, sample_data):
    imported("places.csv")
    answer = call(sample_data, "法律明白人登记表.xlsx", "import_roster", dry_run=True)
    assert (answer["applied"], answer["create"]) == (False, 342)
    assert not Person.objects.exists()


def test_personal_numbers_stay_out_of_the_answer_unless_asked_for(imported, sample_data):
    imported("places.csv")
    out = StringIO()
    roster = str(sample_data / "法律明白人登记表.xlsx")
    call_command("import_roster", roster, json=True, dry_run=True, stdout=out, stderr=StringIO())
    rows = json.loads(out.getvalue())["sheets"][0]["rows"]
    assert {"身份证号", "联系电话"}.isdisjoint(rows[0]["values"])


def test_duty_list_totals_are_as_expected(imported, sample_data):
    name = "2026年普法责任清单.xlsx"
    imported(name)
    totals = truth(sample_data)["files"][name]["totals"]
    found = Counter(DutyItem.objects.exclude(agency=None).values_list("agency__code", flat=True))
    assert found == totals["items_ready_by_org"]
    assert DutyItem.objects.filter(agency=None).count() == totals["common_tasks"]


def test_ledger_totals_are_as_expected_and_approximate_figures_stay_apart(imported, sample_data):
    name = "2026年第一季度普法活动台账.xlsx"
    imported(name)
    totals = truth(sample_data)["files"][name]["totals"]["by_org"]
    found = {}
    for record in ActivityRecord.objects.select_related("host"):
        of_host = found.setdefault(record.host.code, dict.fromkeys(next(iter(totals.values())), 0))
        of_host["activities"] += 1
        of_host["onsite_with_approx"] += record.onsite or 0
        of_host["onsite_exact"] += 0 if record.is_approximate("onsite") else record.onsite or 0
        of_host["online_exact"] += 0 if record.is_approximate("online") else record.online or 0
    assert found == {org: figures for org, figures in totals.items() if org != "all"}
