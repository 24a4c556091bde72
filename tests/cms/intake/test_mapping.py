"""Headings nobody knows are asked about once, with a guess, and remembered for the sender."""

from datetime import date

import pytest
from django.urls import reverse

from cms.intake.guessing import guess_column
from cms.intake.registry import spec_of
from cms.people.models import Person

pytestmark = pytest.mark.django_db

ODD_HEAD = ["人名", "出生", "可打通的号", "所在街道", "哪个居委"]


@pytest.fixture
def odd_table(community, workbook):
    town = community.parent.name
    return lambda *people: workbook(ODD_HEAD, *[[*each, town, "柳林居委会"] for each in people])


PEOPLE = [("王甲", "1980-05", "19900000001"), ("王乙", "1981-06", "19900000002")]


def test_sheet_without_known_headings_offers_its_headings_with_guesses(client, office_imports, odd_table):
    batch = office_imports(odd_table(*PEOPLE), apply=False)
    assert batch.sheets[0]["use"] == "ignore"
    page = client.get(reverse("intake_mapping", args=[batch.pk])).content.decode()
    assert "可打通的号" in page
    assert "199****0001" in page
    assert "19900000001" not in page
    assert '<option value="联系电话" selected>' in page


def test_mapped_columns_are_read_and_remembered_for_this_sender_only(office_imports, odd_table):
    answers = {
        "sheet": "0", "column-0": "姓名", "column-1": "联系电话", "column-2": "所属街镇",
        "column-3": "所属居村",
    }  # fmt: skip
    batch = office_imports(odd_table(*PEOPLE), apply=False, sender="柳林街道")
    batch = office_imports.press(batch, "intake_mapping", answers)
    assert (batch.sheets[0]["use"], batch.counts["create"]) == ("data", 2)
    office_imports.press(batch, "intake_batch")
    assert list(Person.objects.order_by("pk").values_list("name", "birth")) == [
        ("王甲", "1980-05"),
        ("王乙", "1981-06"),
    ]

    again = office_imports(odd_table(("王丙", "1982-07", "19900000003")), apply=False, sender="柳林街道")
    assert (again.sheets[0]["use"], again.counts["create"]) == ("data", 1)
    other = office_imports(odd_table(("王丙", "1982-07", "19900000003")), apply=False, sender="别的街道")
    assert other.sheets[0]["use"] == "ignore"


def test_one_column_cannot_be_two_headings(client, office_imports, odd_table):
    batch = office_imports(odd_table(*PEOPLE), apply=False)
    answers = {"sheet": "0", "column-0": "姓名", "column-1": "姓名", "column-2": "", "column-3": ""}
    batch = office_imports.press(batch, "intake_mapping", answers)
    assert batch.sheets[0]["use"] == "ignore"


@pytest.mark.parametrize(
    ("heading", "cells", "column"),
    [
        ("联络电话号码", [], "联系电话"),
        ("怎么找到他", ["19900000001", "199 0000 0002"], "联系电话"),
        ("最高学历层次", [], "文化程度"),
        ("他是谁", ["王甲", "欧阳小乙", "李 丙"], "姓名"),
        ("A列", ["1", "2", "3"], "序号"),
        ("B列", ["柳林居委会", "桃源第二社区", "东渡村委会"], "所属居村"),
        ("C列", ["清溪街道", "石塘镇"], "所属街镇"),
        ("随便写写", ["下周再议", "待定"], ""),
    ],
)
def test_guess_is_by_name_else_by_content_else_none(heading, cells, column):
    spec = spec_of("roster")
    assert guess_column(heading, cells, spec.columns, date(2026, 11, 23)) == column


def test_what_was_left_out_once_is_left_out_of_a_senders_other_tables(office_imports, workbook):
    people = [["王甲", "45", "19900000001", "清溪街道", "柳林居委会"]]
    head = ["姓名", "年龄", "联系电话", "所属街镇", "所属居村"]
    batch = office_imports(workbook(head, *people), apply=False, sender="清溪街道")
    assert batch.sheets[0]["unplaced"] == ["年龄"]
    office_imports.press(batch, "intake_mapping", {"sheet": "0", "column-0": ""})

    wider = workbook([*head, "性别"], *[[*person, "男"] for person in people])
    for sender, asked in (("清溪街道", []), ("别的街道", ["年龄"]), ("", ["年龄"])):
        wider.seek(0)
        assert office_imports(wider, apply=False, sender=sender).sheets[0]["unplaced"] == asked
