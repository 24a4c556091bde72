"""Which kind a file is, is guessed where nobody says so, shown, and confirmed before anything is imported."""

from pathlib import Path

import pytest
from django.urls import reverse

from cms.accounts.enums import Role
from cms.core.errors import RuleBroken
from cms.core.models import AuditEntry
from cms.intake.enums import BatchState
from cms.intake.kinds import likely_kind
from cms.intake.models import ImportBatch
from cms.intake.reading import read_file
from cms.intake.registry import every_spec
from cms.intake.services.applying import start_applying
from cms.intake.services.naming import name_kind
from cms.people.models import Person
from tests.cms.accounts.factories import UserFactory
from tests.cms.intake.rosters import person
from tests.cms.intake.test_cases import FOLDER, TRUTH

pytestmark = pytest.mark.django_db
COMMAND = {"import_roster": "roster", "import_volunteers": "volunteers", "import_activities": "activities",
           "import_attendance": "attendance", "import_service_records": "service_records"}  # fmt: skip
SENT = Path(__file__).with_name("sent")


def kind_of(path: Path) -> str:
    found = likely_kind(read_file(path, path.name), [path.name], every_spec())
    return found.kind if found else ""


@pytest.mark.parametrize("case", TRUTH["cases"], ids=lambda case: case["file"])
def test_every_case_is_taken_for_what_it_is(case):
    assert kind_of(FOLDER / case["file"]) == COMMAND[case["command"]]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("桃林志愿者.xlsx", "volunteers"),
        ("教育局进校园.xlsx", "activities"),
        ("律所服务记录.xls", "service_records"),
        ("培训签到.xlsx", "attendance"),
        ("系统导出.xls", "roster"),
        ("无表头.csv", ""),
    ],
)
def test_what_people_send_is_taken_for_what_it_is(name, kind):
    assert kind_of(SENT / name) == kind


def page_of(client, batch):
    return client.get(reverse("intake_batch", args=[batch.pk])).content.decode()


def test_guessed_kind_is_confirmed_before_it_is_imported(client, office, office_imports, roster):
    batch = office_imports(roster(person(1)), kind="", apply=False)
    assert (batch.kind, batch.kind_guessed, batch.state) == ("roster", True, BatchState.PREVIEWED)
    page = page_of(client, batch)
    assert ("这是“法律明白人登记表”。对吗？" in page, "导入 1 行</button>" in page) == (True, False)
    with pytest.raises(RuleBroken, match="先确认"):
        start_applying(batch, actor=office)

    batch = office_imports.press(batch, "intake_kind", {"kind": "roster"})
    assert (batch.kind_guessed, batch.state) == (False, BatchState.PREVIEWED)
    assert "导入 1 行</button>" in page_of(client, batch)
    assert AuditEntry.objects.get(action="intake.batch.kind").detail == {"kind": "roster"}
    office_imports.press(batch, "intake_batch")
    assert Person.objects.count() == 1


def test_file_is_read_again_as_what_a_person_says(office_imports, roster):
    batch = office_imports(roster(person(1)), kind="volunteers", apply=False)
    assert batch.counts["pending"] == 1
    batch = office_imports.press(batch, "intake_kind", {"kind": "roster"})
    assert (batch.kind, batch.state, batch.counts["effect"]) == ("roster", BatchState.PREVIEWED, 1)


def test_file_nobody_recognises_asks_which_it_is(client, office_imports, workbook):
    batch = office_imports(workbook(["苹果", "梨"], [1, 2]), kind="", apply=False)
    page = page_of(client, batch)
    assert ("没有认出这是哪一种表" in page, "对吗？" in page) == (True, False)


def test_kind_of_what_is_stored_stays(office, office_imports, roster):
    batch = office_imports(roster(person(1)))
    with pytest.raises(RuleBroken, match="请先撤销"):
        name_kind(batch, "volunteers", actor=office)
    assert ImportBatch.objects.get().kind == "roster"


@pytest.mark.parametrize("kind", ["", "nonsense", "places; drop"])
def test_only_kinds_the_account_may_import_are_taken(office_imports, roster, kind):
    batch = office_imports(roster(person(1)), apply=False)
    office_imports.press(batch, "intake_kind", {"kind": kind})
    assert ImportBatch.objects.get().kind == "roster"


def test_who_may_import_nothing_uploads_nothing(client, roster):
    client.force_login(UserFactory(roles=[Role.EDITOR]))
    answer = client.post(reverse("intake_batches"), {"kind": "", "file": roster(person(1))})
    assert (answer.status_code, ImportBatch.objects.exists()) == (302, False)
