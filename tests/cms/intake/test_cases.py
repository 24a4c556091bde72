"""Small files that once went wrong, each standing for a kind, row by row as their ground truth says."""

import json
from datetime import date

import pytest
from django.conf import settings
from django.db import transaction

from tests.cms.intake.answers import answer_of
from tests.conftest import absent

FOLDER = settings.SAMPLE_DATA_DIR and settings.SAMPLE_DATA_DIR / "cases"
TRUTH = (
    json.loads((FOLDER / "expected.json").read_text())
    if FOLDER and (FOLDER / "expected.json").is_file()
    else {"as_of": "2026-01-01", "cases": []}
)
COMMANDS = {
    "places.csv": "import_places",
    "agencies.csv": "import_agencies",
    "法律明白人登记表.xlsx": "import_roster",
    "普法志愿者名册.xlsx": "import_volunteers",
}
FIRST = ("places.csv", "agencies.csv")
IMPORTED = {"good", "fix", "warn"}


def call(path, command: str, **options) -> dict:
    return answer_of(path, command, date.fromisoformat(TRUTH["as_of"]), **options)


@pytest.fixture(scope="module")
def district(django_db_setup, django_db_blocker):
    """The places and agencies that nearly all cases need, read once; each test takes back its own writes."""
    with django_db_blocker.unblock(), transaction.atomic():
        for name in FIRST:
            call(settings.SAMPLE_DATA_DIR / name, COMMANDS[name])
        yield
        transaction.set_rollback(True)


def test_the_cases_are_there():
    if not TRUTH["cases"]:
        absent("没有小样例：设置 ZHIFA_SAMPLE_DATA 指向样例文件夹后再试")


@pytest.mark.parametrize("case", TRUTH["cases"], ids=lambda case: case["file"])
def test_case_is_read_row_by_row_as_expected(district, db, case):
    assert case["needs"][:2] == list(FIRST)
    for name in case["needs"][2:]:
        call(settings.SAMPLE_DATA_DIR / name, COMMANDS[name])
    path = FOLDER / case["file"]
    preview = call(path, case["command"], dry_run=True)
    answer = call(path, case["command"])
    assert preview == {**answer, "applied": False}
    sheets = [sheet for sheet in answer["sheets"] if sheet["use"] == "data"]
    rows = {(sheet["name"], row["row"]): row for sheet in sheets for row in sheet["rows"]}
    skipped = {
        (sheet["name"], number): kind
        for sheet in sheets
        for kind, numbers in sheet["skipped"].items()
        for number in numbers
    }
    waiting = all(set(row["codes"]) & {"column_unplaced"} for row in rows.values())
    wrong = [
        told
        for row in case["rows"]
        if (told := _wrong(row, row.get("sheet", sheets[0]["name"]), rows, skipped))
        and not (case.get("may_wait") and waiting)
    ]
    assert wrong == []
    for kind, numbers in case.get("skipped", {}).items():
        assert [skipped.get((sheets[0]["name"], number)) for number in numbers] == [kind] * len(numbers)
    assert answer["create"] <= case.get("stored", answer["create"])
    assert answer["create"] + answer["change"] + answer["unchanged"] + answer["pending"] == len(rows)


def _wrong(expected: dict, sheet: str, rows: dict, skipped: dict) -> str:
    """What is wrong with a row; empty where nothing is."""
    place = sheet, expected["row"]
    found = rows.get(place)
    if found is None:
        passed_over = place in skipped and "skipped" in expected["level"]
        return "" if passed_over else f"{place}: {skipped.get(place, 'missing')}"
    if found["level"] not in expected["level"]:
        return f"{place}: {found['level']} {found['codes']} {found['messages']} not {expected['level']}"
    wanted = expected.get("values", {}) if found["level"] in IMPORTED else {}
    differing = {name: found["values"][name] for name in wanted if found["values"].get(name) != wanted[name]}
    return f"{place}: {differing} not {wanted}" if differing else ""
