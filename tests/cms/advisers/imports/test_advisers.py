"""Advisers from a table as the towns send it in: titles, merged cells, several ways to write a term."""

import io
from datetime import date, datetime
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from openpyxl import Workbook

from cms.accounts.enums import Role
from cms.advisers.imports.terms import edge, term
from cms.advisers.models import Adviser, Agreement, ListingConsent
from cms.intake.judging import judge
from cms.intake.registry import spec_of
from cms.intake.spec import Row
from tests.cms.accounts.factories import UserFactory
from tests.cms.advisers.factories import AdviserFactory, AgreementFactory
from tests.cms.places.factories import CommunityFactory, SubdistrictFactory

pytestmark = pytest.mark.django_db
HEAD = ("序号", "街镇", "居委会", "律师姓名", "律师事务所", "联系电话", "坐班时间", "聘用期限", "备注说明")
QING = "青桥律师事务所"


@pytest.fixture
def communities():
    town = SubdistrictFactory(name="清溪街道", short_name="清溪")
    return {
        name: CommunityFactory(name=f"{name}居委会", short_name=name, parent=town)
        for name in ("柳林", "枕河", "书院里", "望桥", "南浦", "松风")
    }


def book(*rows, head=HEAD) -> bytes:
    """A sheet as offices make it: a title over all columns, the town and the firm in merged cells."""
    made = Workbook()
    sheet = made.active
    sheet.title = "汇总"
    sheet.append(["清溪街道2026年度居村法律顾问一览表"])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(head))
    sheet.append([None, "填报单位：清溪街道司法所"])
    sheet.append(list(head))
    for row in rows:
        sheet.append(list(row))
    if len(rows) > 1 and head is HEAD:
        sheet.merge_cells("E4:E5")
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


MESSY = (
    (1, "清溪", "柳林", "顾 清", QING, "021-60000101", "每周三下午", "2026.1.1-2026.12.31", None),
    (2, None, "枕河居委", "陆明远（律师）", None, 13800000001, "周四", "2026年1月1日至2026年12月31日", None),
    (3, None, "书院里社区", "沈若谷\u200b", "同上", "６００００１０３", None, "2026年度", None),
    (4, None, "望桥", "白露、顾清", "石塘法律服务所", None, None, "2026年度", None),
    (None, None, None, None, None, None, None, None, None),
    (5, "清溪街道", "不存在的居委会", "白露", "石塘法律服务所", None, None, "2026年度", None),
    (6, "清溪街道", "南浦", "白露", "石塘法律服务所", "/", "", "2026年12月31日至2026年1月1日", None),
    (7, "清溪街道", "松风", "白露", "石塘法律服务所", "无", "", "2026年", None),
    (8, "清溪街道", "松风", "顾清", QING, "", "", "2026年6月1日—2027年5月31日", None),
    (None, "合计", "7个居村", None, None, None, None, None, None),
)  # fmt: skip


def sent(content: bytes, name="法律顾问.xlsx"):
    return SimpleUploadedFile(name, content)


def stored():
    found = Agreement.objects.select_related("community", "adviser").order_by("community__name")
    return {
        each.community.short_name: (each.adviser.name, each.starts_on.isoformat(), each.ends_on.isoformat())
        for each in found
    }


def test_messy_table_is_read_and_what_is_doubtful_waits(office_imports, communities):
    batch = office_imports(sent(book(*MESSY)), kind="advisers")
    assert stored() == {
        "柳林": ("顾清", "2026-01-01", "2026-12-31"),
        "书院里": ("沈若谷", "2026-01-01", "2026-12-31"),
        "松风": ("白露", "2026-01-01", "2026-12-31"),
    }
    assert {row.number: row.problem for row in batch.rows.pending()} == {
        "5": "mobile_in_contact",
        "7": "name_several",
        "9": "place_unknown",
        "10": "end_before_start",
        "12": "term_overlap",
    }
    assert Adviser.objects.get(name="沈若谷").firm == QING
    assert Adviser.objects.get(name="顾清").hours == "每周三下午"
    assert ListingConsent.objects.count() == 0


def test_same_table_changes_nothing_and_a_later_end_only_the_term(office_imports, communities):
    row = MESSY[0]
    office_imports(sent(book(row)), kind="advisers")
    again = office_imports(sent(book(row)), kind="advisers")
    assert [again.counts[what] for what in ("create", "change", "unchanged")] == [0, 0, 1]
    longer = (*row[:7], "2026.1.1-2027.6.30", None)
    batch = office_imports(sent(book(longer)), kind="advisers")
    assert [batch.counts[what] for what in ("create", "change", "unchanged")] == [0, 1, 0]
    assert stored() == {"柳林": ("顾清", "2026-01-01", "2027-06-30")}


def test_two_columns_of_days_as_dates_texts_and_numbers(office_imports, communities):
    head = ("居村", "姓名", "律所", "聘期起", "聘期止")
    rows = (
        ("柳林", "顾清", QING, datetime(2026, 1, 1), "2027/12/31"),
        ("枕河", "顾清", QING, 46023, "2026年12月31日"),
    )
    office_imports(sent(book(*rows, head=head)), kind="advisers")
    assert stored() == {
        "柳林": ("顾清", "2026-01-01", "2027-12-31"),
        "枕河": ("顾清", "2026-01-01", "2026-12-31"),
    }


@pytest.mark.parametrize(
    ("title", "firm"),
    [
        (f"{QING}驻居村法律顾问一览表", QING),
        (f"填报单位：{QING}", QING),
        ("北京某某（上海）律师事务所名单", "北京某某（上海）律师事务所"),
        (f"清溪街道{QING}法律顾问", None),
        (f"2026年度{QING}法律顾问", None),
        (f"法律顾问（{QING}、石塘法律服务所）", None),
        ("法律顾问一览表", None),
    ],
)
def test_a_firm_that_sends_its_own_list_is_told_by_the_title(title, firm, communities):
    cells = {"所属居村": "柳林居委会", "法律顾问": "顾清", "聘期": "2026年度"}
    row = Row("表", 3, cells, titles=(title,), told=(title,))
    judge([row], spec_of("advisers"), date(2026, 11, 23))
    told, asked = ("value_told" in row.codes), ("org_unknown" in row.codes)
    assert (row.values["执业机构"], told, asked) == (firm, bool(firm), not firm)


def test_list_without_a_column_of_firms_goes_in(office_imports, communities):
    made = Workbook()
    for line in (
        [f"{QING}驻居村法律顾问一览表"],
        ["街镇", "居村", "律师", "执业证号", "电话", "聘期"],
        ["清溪街道", "柳林居委会", "顾清", None, "62000001", "2026.1.1-2026.12.31"],
        [None, "枕河居委会", "白露", None, "62000001", "2026年度"],
    ):
        made.active.append(line)
    held = io.BytesIO()
    made.save(held)
    office_imports(sent(held.getvalue()), kind="advisers")
    assert set(stored()) == {"柳林", "枕河"}
    assert set(Adviser.objects.values_list("firm", flat=True)) == {QING}


def test_preview_writes_nothing_and_an_import_is_taken_back_whole(office_imports, communities):
    held = AdviserFactory(name="顾清", firm=QING, hours="原来的时间")
    batch = office_imports(sent(book(*MESSY)), kind="advisers", apply=False)
    assert (batch.counts["create"], Agreement.objects.count(), Adviser.objects.count()) == (3, 0, 1)
    batch = office_imports.press(batch, "intake_batch")
    assert Agreement.objects.count() == 3
    office_imports.press(batch, "intake_undo")
    held.refresh_from_db()
    assert (Agreement.objects.count(), list(Adviser.objects.all()), held.hours) == (0, [held], "原来的时间")


def test_term_of_another_adviser_in_the_records_is_asked_about(office_imports, communities):
    AgreementFactory(
        community=communities["柳林"], starts_on=date(2025, 7, 1), ends_on=date(2026, 1, 1)
    )  # fmt: skip
    batch = office_imports(sent(book(MESSY[0])), kind="advisers")
    assert [row.problem for row in batch.rows.pending()] == ["term_overlap"]
    assert Agreement.objects.count() == 1


def test_command_imports_the_same_table(tmp_path, communities):
    path = tmp_path / "居村法律顾问.xlsx"
    path.write_bytes(book(MESSY[0], (*MESSY[2][:4], QING, *MESSY[2][5:])))
    call_command("import_advisers", str(path), stdout=StringIO())
    assert set(stored()) == {"柳林", "书院里"}


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2025.1-2026.12", ("2025-01-01", "2026-12-31")),
        ("2025年1月—2026年2月", ("2025-01-01", "2026-02-28")),
        ("2025年3月至8月", ("2025-03-01", "2025-08-31")),
        ("二〇二五年一月至二〇二六年十二月", ("2025-01-01", "2026-12-31")),
        ("2025—2026年度", ("2025-01-01", "2026-12-31")),
    ],
)
def test_months_of_a_term_are_meant_from_the_first_day_to_the_last_and_told(text, days):
    parsed = term(text, date(2026, 11, 23))
    assert (tuple(parsed.value), [code for code, _ in parsed.findings]) == (days, ["term_months"])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2025-01-02", "date_vague"),
        ("2025.1", "date_vague"),
        ("2025-12", "date_vague"),
        ("2025.1-2026.13", "date_unclear"),
        ("2026.12-2025.1", "end_before_start"),
    ],
)
def test_what_names_one_day_or_half_a_term_is_asked(text, code):
    parsed = term(text, date(2026, 11, 23))
    assert (parsed.value, [code for code, _ in parsed.findings]) == (None, [code])


@pytest.mark.parametrize(
    ("cell", "days"),
    [("2026年2月", ("2026-02-01", "2026-02-28")), ("2026.10", ("2026-10-01", "2026-10-31"))],
)
def test_month_of_an_edge_is_its_first_day_or_its_last(cell, days):
    found = [edge(ends=ends)(cell, date(2026, 11, 23)) for ends in (False, True)]
    assert tuple(each.value for each in found) == days
    assert edge(ends=True)("2026.1", date(2026, 11, 23)).value is None


@pytest.mark.parametrize("role", Role)
def test_only_the_office_brings_such_a_table(role):
    may = role in (Role.OFFICE, Role.ADMINISTRATOR)
    assert spec_of("advisers").may_import(UserFactory(roles=[role])) is may
