"""What was passed over in a file has a page of its own, from which one click brings it back."""

import pytest
from django.urls import reverse

from cms.accounts.enums import Role
from cms.core.errors import NotAllowed, RuleBroken
from cms.core.models import AuditEntry
from cms.intake.services.bringing_back import bring_back
from tests.cms.accounts.factories import UserFactory
from tests.cms.conftest import ROSTER_HEAD
from tests.cms.intake.rosters import person

pytestmark = pytest.mark.django_db

BAD_PHONE = "12345"


@pytest.fixture
def with_note(office_imports, roster):
    """A roster whose last row looks like a remark, numbered 6 by Excel."""

    def note(sheet):
        sheet.append(["合计", None, None, "19900000088", None, "柳林"])

    people = [person(1), person(2, phone=BAD_PHONE), person(3)]
    return office_imports(roster(*people, fill=note), apply=False)


def left(client, batch):
    page = client.get(reverse("intake_left", args=[batch.pk]))
    return [(row.number, row.why, row.can_come) for sheet in page.context["sheets"] for row in sheet.rows]


def test_rows_passed_over_are_listed_with_the_reason_and_without_numbers(client, with_note):
    assert left(client, with_note) == [
        ("1", "标题", False),
        ("2", "表头", False),
        ("6", "合计", True),
    ]
    page = client.get(reverse("intake_left", args=[with_note.pk])).content.decode()
    assert "19900000088" not in page
    assert (
        "跳过的行与工作表（1）" in client.get(reverse("intake_batch", args=[with_note.pk])).content.decode()
    )


def test_row_comes_back_by_one_click_and_answers_are_kept(office, office_imports, with_note):
    waiting = with_note.rows.pending().get()
    office_imports.press(with_note, "intake_review", {"action": "skip", "rows": [waiting.pk]})
    batch = office_imports.press(with_note, "intake_left", {"bring": "0:6"})
    assert [row.number for row in batch.rows.all()] == ["3", "4", "5", "6"]
    assert (batch.counts["skipped"], batch.state) == (1, "previewed")
    assert AuditEntry.objects.get(action="intake.batch.include").actor == office
    again = office_imports.press(batch, "intake_judge")
    assert again.rows.count() == 4


def test_sheet_left_out_comes_back_by_one_click(client, office_imports, workbook, community):
    town = community.parent.name
    old = ["王旧", "1980-05", "", "19900000077", town, "柳林", 88, "证9", "在册"]

    def draft(sheet):
        more = sheet.parent.create_sheet("草稿")
        more.append(ROSTER_HEAD)
        more.append(old)

    row = ["王新", "1981-05", "", "19900000078", town, "柳林", 88, "证8", "在册"]
    batch = office_imports(workbook(ROSTER_HEAD, row, fill=draft), apply=False)
    assert batch.rows.count() == 1
    page = client.get(reverse("intake_left", args=[batch.pk])).content.decode()
    assert "整张没有导入：从名称“草稿”看不是要导入的数据" in page
    batch = office_imports.press(batch, "intake_left", {"bring": "1"})
    assert sorted(row.label for row in batch.rows.all()) == ["王新", "王旧"]


@pytest.mark.parametrize("bring", ["", "0:99", "7", "x:1", "0:1", "0:2", "0:6x"])
def test_what_was_not_passed_over_cannot_be_brought_back(client, office_imports, with_note, bring):
    batch = office_imports.press(with_note, "intake_left", {"bring": bring})
    assert (batch.brought_back, batch.rows.count()) == ({}, 3)


def test_nothing_comes_back_into_a_batch_that_is_stored(client, office, office_imports, with_note):
    batch = office_imports.press(with_note, "intake_batch")
    with pytest.raises(RuleBroken, match="还没有导入"):
        bring_back(batch, batch.sheets[0]["name"], 6, actor=office)
    assert "不能再找回" in client.get(reverse("intake_left", args=[batch.pk])).content.decode()


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.OFFICE, Role.ADMINISTRATOR)])
def test_only_who_may_import_brings_back(with_note, role):
    with pytest.raises(NotAllowed):
        bring_back(with_note, with_note.sheets[0]["name"], 6, actor=UserFactory(roles=[role]))


def test_file_with_nothing_usable_says_what_was_looked_for_and_found(client, office_imports, workbook):
    batch = office_imports(workbook(["品名", "单价", "库存", "产地"], ["苹果", 3, 5, "烟台"]), apply=False)
    page = client.get(reverse("intake_batch", args=[batch.pk])).content.decode()
    assert "这个文件里没有可以导入的行。要找的是“法律明白人登记表”的表头" in page
    assert "品名、单价、库存、产地" in page
    assert "说明各列是什么" in page
