"""The sender gets the own workbook back, with what is wrong in a column at its end."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cms.accounts.enums import Role
from cms.core.errors import RuleBroken
from cms.core.models import AuditEntry
from cms.intake.models import ImportBatch
from cms.intake.services import returning
from cms.intake.services.discarding import discard
from tests.cms.accounts.factories import UserFactory
from tests.cms.intake.rosters import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def returned(client):
    def get(batch):
        response = client.post(reverse("intake_returned", args=[batch.pk]), {"reason": "退回单位改正"})
        return openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))

    return get


def test_messages_stand_at_the_end_and_their_cells_are_coloured(office, office_imports, returned, roster):
    batch = office_imports(roster(person(1), person(2, phone="12345")), apply=False)
    sheet = returned(batch).active
    assert sheet["J2"].value == "处理意见"
    assert sheet["J3"].value is None
    assert sheet["J4"].value.startswith("【待人工确认】联系电话：")
    assert sheet["D4"].fill.start_color.rgb == sheet["J4"].fill.start_color.rgb != "00000000"
    assert sheet["D3"].fill.fill_type is None
    assert [cell.value for cell in sheet[4]][:2] == [person(2)[0], "1980-05"]
    entry = AuditEntry.objects.get(action="intake.batch.return")
    assert (entry.actor, entry.detail) == (office, {"reason": "退回单位改正"})


def test_mended_returned_file_is_taken_as_it_comes_back(office_imports, returned, roster):
    batch = office_imports(roster(person(1), person(2, phone="12345")))
    book = returned(batch)
    book.active["D4"].value = "19900000002"
    out = io.BytesIO()
    book.save(out)
    again = office_imports(SimpleUploadedFile("退回.xlsx", out.getvalue()), apply=False)
    assert [again.counts[what] for what in ("create", "unchanged", "pending")] == [1, 1, 0]


def test_text_file_comes_back_as_a_workbook_whose_formulas_are_text(office_imports, returned, community):
    row = f"王某,1980-05,12345,{community.parent.name},柳林,=1+1"
    lines = f"姓名,出生年月,联系电话,所属街镇,所属居村,备注\n{row}\n"
    batch = office_imports(SimpleUploadedFile("名册.csv", lines.encode()), apply=False)
    sheet = returned(batch)["(csv)"]
    assert (sheet["F2"].value, sheet["F2"].data_type) == ("=1+1", "s")
    assert "联系电话" in sheet["G2"].value


def test_formulas_of_the_sender_come_back_as_what_they_showed(office, office_imports, returned, roster):
    def formulas(sheet):
        sheet["L3"] = '=HYPERLINK("http://evil.example","点我")'
        sheet["L3"].data_type = "f"

    batch = office_imports(roster(person(1), person(2, phone="12345"), fill=formulas), apply=False)
    sheet = returned(batch).active
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    assert sheet["L3"].value == '=HYPERLINK("http://evil.example","点我")'


def test_purged_batch_has_nothing_to_send_back(client, office_imports, roster):
    batch = office_imports(roster(person(1)))
    batch.file.delete()
    batch.save()
    assert (
        client.post(reverse("intake_returned", args=[batch.pk]), {"reason": "退回单位改正"}).status_code
        == 302
    )


@pytest.mark.parametrize("reason", [None, "", "  ", "退回", " 看 一 "])
def test_full_numbers_are_not_given_without_a_reason(client, office_imports, roster, reason):
    batch = office_imports(roster(person(1)), apply=False)
    given = {} if reason is None else {"reason": reason}
    response = client.post(reverse("intake_returned", args=[batch.pk]), given, follow=True)
    assert "请写明下载的理由" in response.content.decode()
    assert not AuditEntry.objects.filter(action="intake.batch.return").exists()


def test_returned_workbook_is_asked_for_with_its_reason(client, office_imports, roster):
    batch = office_imports(roster(person(1)), apply=False)
    answer = client.get(reverse("intake_returned", args=[batch.pk]))
    assert (answer.status_code, answer["Location"]) == (302, reverse("intake_batch", args=[batch.pk]))
    assert 'name="reason"' in client.get(reverse("intake_batch", args=[batch.pk])).content.decode()


@pytest.fixture
def long_batch(monkeypatch, office_imports, roster):
    """A batch that counts as long with its second row."""
    monkeypatch.setattr(returning, "AT_ONCE", 1)
    return office_imports(roster(person(1), person(2, phone="12345")), apply=False)


def test_long_workbook_is_made_in_the_background_and_fetched(client, office, long_batch, office_imports):
    ordered = office_imports.press(long_batch, "intake_returned", {"reason": "退回单位改正"})
    assert AuditEntry.objects.get(action="intake.batch.return").detail == {"reason": "退回单位改正"}
    address = reverse("intake_returned", args=[ordered.pk])
    assert address in client.get(reverse("intake_batch", args=[ordered.pk])).content.decode()
    content = b"".join(client.get(address).streaming_content)
    told = openpyxl.load_workbook(io.BytesIO(content)).active["J4"].value
    assert told.startswith("【待人工确认】联系电话：")
    with ordered.returned.open("rb") as stored:
        assert stored.read()[:2] != b"PK"


def test_long_workbook_is_only_for_whoever_gave_a_reason(client, long_batch, office_imports):
    office_imports.press(long_batch, "intake_returned", {"reason": "退回单位改正"})
    other = UserFactory(roles=[Role.OFFICE], is_superuser=True)
    with pytest.raises(RuleBroken, match="写明理由"):
        returning.fetch_returned(ImportBatch.objects.get(), actor=other)
    client.force_login(other)
    answer = client.get(reverse("intake_returned", args=[long_batch.pk]))
    assert (answer.status_code, answer["Location"]) == (302, reverse("intake_batch", args=[long_batch.pk]))


def test_page_says_that_the_workbook_is_being_made(client, long_batch, monkeypatch):
    monkeypatch.setattr(returning, "make_returned", lambda batch: None)
    client.post(reverse("intake_returned", args=[long_batch.pk]), {"reason": "退回单位改正"})
    page = client.get(reverse("intake_batch", args=[long_batch.pk])).content.decode()
    assert ("正在后台生成带意见的原表" in page, "取带意见的原表" in page) == (True, False)


def test_made_workbook_goes_with_the_batch(
    office, long_batch, office_imports, django_capture_on_commit_callbacks
):
    batch = office_imports.press(long_batch, "intake_returned", {"reason": "退回单位改正"})
    name = batch.returned.name
    assert batch.returned.storage.exists(name) is True
    with django_capture_on_commit_callbacks(execute=True):
        discard(batch, actor=office)
    assert batch.returned.storage.exists(name) is False


def test_records_side_by_side_share_the_cell_of_their_line(client, office_imports, workbook):
    content = workbook(["柳林居委会"], ["姓名", "联系电话"] * 3, ["王甲", "1", "王乙", "2", "王丙", "3"])
    batch = office_imports(content, kind="volunteers", apply=False)
    answer = client.post(reverse("intake_returned", args=[batch.pk]), {"reason": "退回单位改正"})
    told = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active["G3"].value
    assert told.count("【待人工确认】") == 3


def test_a_list_without_headings_comes_back_with_its_messages_too(
    client, office_imports, returned, workbook, community
):
    town = community.parent.name
    people = [["王甲", "19900000001", town, "柳林居委会"], ["王乙", "12345", town, "柳林居委会"]]
    batch = office_imports(workbook(*people), apply=False)
    named = ["姓名", "联系电话", "所属街镇", "所属居村"]
    said = {"sheet": "0"} | {f"column-{place}": name for place, name in enumerate(named)}
    batch = office_imports.press(batch, "intake_mapping", said)
    sheet = returned(batch).active
    assert [cell.value for cell in sheet[1]][:2] == ["王甲", "19900000001"]
    assert sheet["E2"].value.startswith("【待人工确认】联系电话：")
