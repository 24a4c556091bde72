"""A roster uploaded in the admin: preview, decision, apply, mended file."""

import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from cms.accounts.enums import Role
from cms.core.errors import NotAllowed, RuleBroken
from cms.core.models import AuditEntry
from cms.intake.cells.identity import check_digit
from cms.intake.enums import BatchState
from cms.intake.judging import judge
from cms.intake.levels import Level
from cms.intake.registry import spec_of
from cms.intake.services.applying import start_applying
from cms.intake.services.reading import upload
from cms.intake.spec import Row
from cms.people.models import Appointment, Person, RosterSetting
from cms.people.queries.coverage import coverage
from cms.places.models import Place
from tests.cms.accounts.factories import UserFactory
from tests.cms.places.factories import CommunityFactory, SubdistrictFactory

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 23)


def identity(first: str) -> str:
    return first + check_digit(first)


GOOD = ("王小明", "1980-05", identity("31010719800501901"), "19900000001", 88, "证001")
MENDED = ("李大方", "1975-01", identity("31010719750101903"), "19900000002", 90, "证002")
# The last character of a right number moved on by one.
BAD = (*MENDED[:2], MENDED[2][:17] + {"X": "0"}.get(MENDED[2][17], "X"), *MENDED[3:])


def preview(client, batch, query=""):
    return client.get(reverse("intake_batch", args=[batch.pk]) + query).content.decode()


@pytest.mark.parametrize(
    ("state", "after"),
    [("active", "active"), ("paused", "paused"), ("left", "left"), ("training", "removed")],
)
def test_table_moves_nobody_out_of_the_roster(state, after, office_imports, roster):
    office_imports(roster(GOOD))
    Appointment.objects.update(state=state)

    def removed(sheet):
        sheet["I3"] = "已撤销"

    batch = office_imports(roster(GOOD, fill=removed))
    assert Appointment.objects.get().state == after
    assert ("state_decided" in batch.rows.get().codes) is (state != "training")


def test_upload_preview_apply_and_mended_file(client, office_imports, roster, community):
    batch = office_imports(roster(GOOD, BAD), apply=False)
    assert (batch.state, batch.counts) == (
        BatchState.PREVIEWED,
        {
            "create": 1,
            "change": 0,
            "unchanged": 0,
            "coming": {"create": 0, "change": 0, "unchanged": 0},
            "stored": 0,
            "ready": 1,
            "effect": 1,
            "pending": 1,
            "skipped": 0,
        },
    )
    assert "身份证号：校验位不符" in preview(client, batch)
    assert not Person.objects.exists()

    batch = office_imports(roster(GOOD, BAD))
    assert batch.state == BatchState.APPLIED
    assert list(Appointment.objects.values_list("person__name", "community")) == [("王小明", community.pk)]
    assert [(item.active, item.missing) for item in coverage(Place.objects.all())] == [(1, 2)]

    batch = office_imports(roster((*GOOD[:4], 95, GOOD[5]), MENDED))
    assert [batch.counts[what] for what in ("create", "change", "pending")] == [1, 1, 0]
    assert Person.objects.count() == 2
    assert Appointment.objects.get(person__name="王小明").score == 95


def test_same_file_twice_changes_nothing(office_imports, roster):
    first, second = (office_imports(roster(GOOD)).counts for _ in range(2))
    assert (first["create"], first["unchanged"]) == (1, 0)
    assert (second["create"], second["unchanged"]) == (0, 1)


def test_second_applier_is_told_that_another_does_it(office, office_imports, roster):
    batch = office_imports(roster(GOOD), apply=False)
    start_applying(batch, actor=office)
    with pytest.raises(RuleBroken, match=f"已由{office}处理"):
        start_applying(batch, actor=UserFactory(roles=[Role.OFFICE]))


def test_unreadable_file_says_why(client, office_imports):
    batch = office_imports(SimpleUploadedFile("名册.xlsx", b"\x89PNG...."), apply=False)
    assert batch.state == BatchState.UNREADABLE
    assert "不是表格文件" in preview(client, batch)


def test_personal_numbers_are_nowhere_in_plain(client, office_imports, roster):
    batch = office_imports(roster(GOOD))
    dump = [preview(client, batch, "?level=all"), *(str(entry.detail) for entry in AuditEntry.objects.all())]
    with connection.cursor() as cursor:
        for table in ("intake_importrow", "intake_importbatch", "people_person", "people_appointment"):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608
            dump += [json.dumps(row, default=str) for row in cursor.fetchall()]
    assert [number for number in (GOOD[2], GOOD[3]) if any(number in text for text in dump)] == []
    with batch.file.open("rb") as stored:
        assert not stored.read(2).startswith(b"PK")


def test_identity_numbers_are_kept_only_where_that_is_switched_on(office_imports, roster):
    for keep, kept in ((False, ""), (True, GOOD[2])):
        setting = RosterSetting.load()
        setting.keep_identity_numbers = keep
        setting.save()
        office_imports(roster(GOOD))
        assert Person.objects.get().identity_number == kept


def test_namesake_with_the_same_birth_waits_for_a_person(office_imports, roster):
    Person.objects.create(name="王小明", birth="1980-05", phone="19900009999")
    batch = office_imports(roster(GOOD), apply=False)
    assert batch.rows.get().codes == ["birth_text", "place_alias", "weak_match"]
    assert batch.counts["pending"] == 1


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.OFFICE, Role.ADMINISTRATOR)])
def test_only_the_office_imports(client, roster, role):
    user = UserFactory(roles=[role])
    with pytest.raises(NotAllowed):
        upload(kind="roster", file=roster(GOOD), actor=user, on=ON)
    client.force_login(user)
    assert client.get(reverse("intake_batches")).status_code in (302, 403)


def test_table_without_a_column_leaves_what_is_stored(office_imports, roster, workbook, community):
    office_imports(roster(GOOD))
    Appointment.objects.update(state="left", remark="迁出")
    head = ["姓名", "出生年月", "联系电话", "所属街镇", "所属居村"]
    row = ["王小明", "1980-05", "19900000001", community.parent.name, "柳林居委会"]
    batch = office_imports(workbook(head, row))
    assert batch.counts["unchanged"] == 1
    assert Appointment.objects.values_list("state", "score", "remark").get() == ("left", 88, "迁出")


@pytest.mark.parametrize(
    ("birth", "gender", "number", "codes"),
    [
        ("1980.1", "男", "310107198010019", ["birth_text"]),
        ("1980.1", "男", "310107198001019", ["birth_text"]),
        ("1980.1", "男", "310107198005019", ["birth_mismatch_id"]),
        ("1980.1", "男", "", ["birth_two_months"]),
        ("1980-05", "男", "310107198005019", ["birth_text"]),
        ("1980-05", "女", "310107198005019", ["birth_text", "gender_mismatch_id"]),
    ],
)
def test_the_identity_number_tells_the_month_and_is_asked_about_the_sex(
    community, birth, gender, number, codes
):
    cells = {"姓名": "王甲", "性别": gender, "出生年月": birth, "所属居村": community.name}
    row = Row("表", 2, cells | {"身份证号": number and identity(f"{number}01")})
    judge([row], spec_of("roster"), ON)
    assert [code for code in row.codes if code != "place_alias"] == codes
    assert row.values["出生年月"] in ("1980-10", "1980-01", "1980-05")


@pytest.mark.parametrize(
    ("name", "gender", "number", "codes"),
    [
        ("赵甲（女）", "男", "", ["gender_mismatch_name"]),
        ("赵甲女士", "男", "", ["gender_mismatch_name"]),
        ("赵甲(男)", None, "310107198005020", ["gender_mismatch_name"]),
        ("赵甲（女）", "女", "310107198005020", []),
        ("赵甲先生", None, "", []),
        ("赵甲（女儿）", "男", "", []),
    ],
)
def test_the_sex_beside_a_name_is_asked_about_where_another_is_said(community, name, gender, number, codes):
    cells = {"姓名": name, "性别": gender, "出生年月": None, "所属居村": community.name}
    row = Row("表", 2, cells | {"身份证号": number and identity(f"{number}02"[:17])})
    judge([row], spec_of("roster"), ON)
    assert [code for code in row.codes if code.startswith("gender")] == codes
    assert (row.level == Level.REVIEW) is bool(codes)


@pytest.mark.parametrize(
    ("remark", "state", "codes"),
    [
        ("已搬走", None, ["name_note"]),
        ("2026年5月迁走", None, ["name_note"]),
        ("已搬离本小区", None, ["name_note"]),
        ("已搬走", "退出", []),
        ("帮老人搬运物资", None, []),
    ],
)
def test_who_is_said_to_have_moved_away_is_asked_about_where_no_state_is_given(
    community, remark, state, codes
):
    cells = {"姓名": "赵甲", "所属居村": community.name, "备注": remark, "状态": state}
    row = Row("表", 2, cells)
    judge([row], spec_of("roster"), ON)
    assert [code for code in row.codes if code == "name_note"] == codes


def test_lists_of_two_communities_on_a_sheet_are_each_of_its_own(office_imports, workbook):
    town = SubdistrictFactory(name="清溪镇")
    for name in ("柳林苑居委会", "杏林居委会"):
        CommunityFactory(name=name, parent=town)
    head = ["姓名", "联系电话", "出生年月"]
    batch = office_imports(
        workbook(
            ["清溪镇2026年法律明白人"],
            ["柳林苑居委会名册"],
            head,
            ["王甲", "19900000001", "1968-05"],
            [],
            ["杏林居委会名册"],
            head,
            ["王乙", "19900000002", "1970-05"],
            ["附：退出人员"],
            ["王丙", "19900000003", "1971-05"],
        )
    )
    held = Appointment.objects.order_by("pk").values_list("person__name", "community__name")
    assert list(held) == [("王甲", "柳林苑居委会"), ("王乙", "杏林居委会")]
    assert [row.problem for row in batch.rows.pending()] == ["section_doubtful"]


def test_lists_of_two_communities_side_by_side_are_each_of_its_own(office_imports, workbook):
    town = SubdistrictFactory(name="清溪镇")
    for name in ("柳林苑居委会", "杏林居委会"):
        CommunityFactory(name=name, parent=town)
    head, gap = ["姓名", "联系电话", "出生年月"], [None]
    office_imports(
        workbook(
            ["清溪镇法律明白人"],
            ["柳林苑居委会", *gap * 3, "杏林居委会"],
            [*head, *gap, *head],
            ["王甲", "19900000001", "1968-05", *gap, "王乙", "19900000002", "1970-05"],
        )
    )
    held = Appointment.objects.order_by("pk").values_list("person__name", "community__name")
    assert list(held) == [("王甲", "柳林苑居委会"), ("王乙", "杏林居委会")]


def test_who_is_of_one_name_and_place_with_nothing_to_tell_them_apart_is_asked(
    office_imports, workbook, community
):
    head = ["姓名", "联系电话", "出生年月", "所属居村", "备注"]
    place = community.name
    rows = (
        ["王甲", "19900000001", None, place, None],
        ["王甲", None, "1968-05", place, None],
        ["王乙", None, None, place, None],
        ["王丙", None, None, place, "2025年退出"],
    )
    batch = office_imports(workbook(head, *rows))
    assert [row.problem for row in batch.rows.pending()] == ["dup_person", "name_note"]
    again = office_imports(workbook(head, *rows))
    assert (again.counts["create"], again.counts["unchanged"]) == (0, 2)
    later = office_imports(workbook(head, ["王乙", "19900000003", "1970-05", place, None]))
    assert [row.problem for row in later.rows.pending()] == ["weak_match"]
