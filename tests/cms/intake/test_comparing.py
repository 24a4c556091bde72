"""A row that looks like another row or record is shown beside it, with what differs marked."""

import pytest
from django.urls import reverse

from cms.people.models import Person
from tests.cms.intake.rosters import person

pytestmark = pytest.mark.django_db


def pairs(client, batch):
    """What the page of the waiting row shows: the label beside it, and the columns that differ."""
    row = batch.rows.pending().get()
    beside = client.get(reverse("intake_row", args=[batch.pk, row.pk])).context["beside"]
    return beside, {pair.column: (pair.here, pair.there) for pair in beside.differing}


def test_row_stands_beside_the_earlier_row_it_repeats(client, office_imports, roster):
    batch = office_imports(roster(person(1), person(1, score=91)), apply=False)
    beside, differing = pairs(client, batch)
    assert (beside.label, beside.row) == ("第3行", batch.rows.first().pk)
    assert differing == {"考核成绩": ("91", "88")}


def test_question_stands_before_the_differences_and_repairs_after_them(client, office_imports, roster):
    batch = office_imports(roster(person(1), person(1, score=91, phone="199-0000-0001")), apply=False)
    row = batch.rows.pending().get()
    for page in (reverse("intake_review", args=[batch.pk]), reverse("intake_row", args=[batch.pk, row.pk])):
        text = client.get(page).content.decode()
        places = [
            text.index(told) for told in ("疑似同一人，", "考核成绩（不同）", "姓名</th>", "已去掉空格")
        ]
        assert places == sorted(places)


def test_row_stands_beside_the_record_it_resembles_with_numbers_masked(client, office_imports, roster):
    Person.objects.create(name=person(1)[0], birth="1980-05", phone="19900009999")
    batch = office_imports(roster(person(1)), apply=False)
    beside, differing = pairs(client, batch)
    assert beside.label == f"名册中的{person(1)[0]}（1980-05）"
    assert differing["联系电话"] == ("199****0001", "199****9999")
    assert "出生年月" in {pair.column for pair in beside.pairs} - differing.keys()


def test_list_of_duplicates_compares_all_rows_with_few_queries(
    client, office_imports, roster, django_assert_max_num_queries
):
    people = [person(n) for n in range(20)]
    again = [person(n, score=91) for n in range(20)]
    batch = office_imports(roster(*people, *again), apply=False)
    url = reverse("intake_review", args=[batch.pk])
    client.get(url)
    with django_assert_max_num_queries(22):
        page = client.get(url)
    assert len(page.context["besides"]) == 20
    assert page.content.decode().count("考核成绩（不同）") == 20


def test_row_that_resembles_nothing_stands_alone(client, office_imports, roster):
    batch = office_imports(roster(person(1, phone="12345")), apply=False)
    row = batch.rows.get()
    assert client.get(reverse("intake_row", args=[batch.pk, row.pk])).context["beside"] is None
