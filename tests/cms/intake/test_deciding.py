"""Rows that wait are answered in place, alone or by the dozen; the answer is kept with who and when."""

import pytest
from django.urls import reverse

from cms.accounts.enums import Role
from cms.core.errors import NotAllowed, RuleBroken
from cms.core.models import AuditEntry
from cms.intake.models import ImportBatch, ImportRow
from cms.intake.services.deciding import decide
from cms.intake.spec import Decision, Verdict
from cms.people.imports.storing import registers
from cms.people.models import Appointment, Person
from tests.cms.accounts.factories import UserFactory
from tests.cms.intake.rosters import person
from tests.cms.places.factories import CommunityFactory

pytestmark = pytest.mark.django_db

BAD_PHONE = "12345"


def answer(office_imports, batch, action, *rows, problem="", **data):
    keys = [row.pk for row in rows]
    return office_imports.press(batch, "intake_review", {"action": action, "rows": keys, **data})


def names():
    return sorted(Person.objects.values_list("name", flat=True))


def test_one_answer_serves_every_row_with_the_problem(office, office_imports, roster):
    batch = office_imports(roster(*(person(n, phone=BAD_PHONE) for n in range(5))), apply=False)
    assert (batch.counts["ready"], batch.counts["pending"]) == (0, 5)
    batch = answer(office_imports, batch, "accept", *batch.rows.all())
    assert (batch.counts["ready"], batch.counts["pending"]) == (5, 0)
    office_imports.press(batch, "intake_batch")
    assert set(Person.objects.values_list("phone_fingerprint", flat=True)) == {""}
    assert set(ImportRow.objects.values_list("decided_by", flat=True)) == {office.pk}
    entry = AuditEntry.objects.get(action="intake.row.decide")
    assert (entry.actor, entry.detail["count"]) == (office, 5)


def test_right_value_is_entered_for_each_row_at_once(office_imports, roster):
    batch = office_imports(roster(*(person(n, phone=BAD_PHONE) for n in range(3))), apply=False)
    rows = list(batch.rows.all())
    typed = {f"value-{row.pk}-联系电话": f"1990000100{place}" for place, row in enumerate(rows[:2])}
    batch = answer(office_imports, batch, "values", **typed)
    assert [row.level for row in batch.rows.all()] == [1, 1, 3]
    office_imports.press(batch, "intake_batch")
    assert [each.phone for each in Person.objects.order_by("pk")] == ["19900001000", "19900001001"]


def test_row_with_two_problems_shows_both_and_takes_both_values_at_once(client, office_imports, roster):
    batch = office_imports(roster(person(1, phone=BAD_PHONE, birth="不详年")), apply=False)
    row = batch.rows.get()
    page = client.get(reverse("intake_review", args=[batch.pk])).content.decode()
    fields = [f"value-{row.pk}-{column}" for column in ("出生年月", "联系电话")]
    assert [page.count(f'name="{field}"') for field in fields] == [1, 1]
    batch = answer(
        office_imports, batch, "values", **dict(zip(fields, ("1980-05", "19900001000"), strict=True))
    )
    # What a person entered needed no repair.
    assert batch.rows.get().codes == ["place_alias"]
    office_imports.press(batch, "intake_batch")
    assert [(each.birth, each.phone) for each in Person.objects.all()] == [("1980-05", "19900001000")]


def test_one_value_serves_all_ticked_rows(office_imports, workbook, community):
    head = ["姓名", "出生年月", "联系电话", "所属街镇", "所属居村"]
    town = community.parent.name
    rows = [[f"王{'甲乙丙'[n]}", "1980-05", f"1990000000{n}", town, "柳树林居委"] for n in range(3)]
    batch = office_imports(workbook(head, *rows), apply=False)
    assert batch.counts["pending"] == 3
    batch = answer(office_imports, batch, "value", *batch.rows.all(), value="柳林居委会")
    office_imports.press(batch, "intake_batch")
    assert Appointment.objects.filter(community=community).count() == 3


def test_value_that_is_wrong_again_waits_again(office_imports, roster):
    batch = office_imports(roster(person(1, phone=BAD_PHONE)), apply=False)
    row = batch.rows.get()
    batch = answer(office_imports, batch, "value", row, value="也不是号码")
    assert batch.rows.get().problem == "phone_invalid"
    assert batch.counts["pending"] == 1


def test_row_left_out_is_not_imported_and_no_longer_waits(office_imports, roster):
    batch = office_imports(roster(person(1), person(2, phone=BAD_PHONE)), apply=False)
    batch = answer(office_imports, batch, "skip", *batch.rows.pending())
    assert (batch.counts["pending"], batch.counts["skipped"]) == (0, 1)
    office_imports.press(batch, "intake_batch")
    assert names() == [person(1)[0]]


@pytest.fixture(params=[1, 1000])
def parts(request, monkeypatch):
    """Long registers are stored part by part: what two rows mean does not depend on where one ends."""
    monkeypatch.setattr(registers, "STEP", request.param)


def test_same_person_twice_becomes_one_with_what_either_row_says(office_imports, roster, parts):
    twice = roster(person(1, score=None), person(1, score=91, certificate=None))
    batch = office_imports(twice, apply=False)
    row = batch.rows.pending().get()
    assert row.problem == "dup_person"
    answer(office_imports, batch, "same", row)
    office_imports.press(batch, "intake_batch")
    appointment = Appointment.objects.get()
    assert (appointment.score, appointment.certificate_number) == (91, "证001")


def test_same_person_decided_after_the_first_row_was_stored_is_still_one(office_imports, roster):
    batch = office_imports(roster(person(1), person(1, phone="19900009999", identity=None, score=91)))
    assert Person.objects.count() == 1
    answer(office_imports, batch, "same", batch.rows.pending().get())
    batch = office_imports.press(batch, "intake_batch")
    assert [each.phone for each in Person.objects.all()] == ["19900000001"]
    assert Appointment.objects.get().score == 88
    assert batch.counts["pending"] == batch.counts["ready"] == 0


def test_another_person_of_the_same_name_stays_apart_also_on_the_second_import(office_imports, roster, parts):
    Person.objects.create(name=person(1)[0], birth="1980-05", phone="19900009999")
    for _ in range(2):
        batch = office_imports(roster(person(1)), apply=False)
        waiting = batch.rows.pending()
        if waiting:
            answer(office_imports, batch, "apart", *waiting)
        office_imports.press(batch, "intake_batch")
    assert Person.objects.count() == 2


def test_decision_is_remembered_when_the_same_row_comes_again(office, office_imports, roster):
    file = [person(1), person(2, phone=BAD_PHONE)]
    batch = office_imports(roster(*file), apply=False)
    answer(office_imports, batch, "skip", *batch.rows.pending())
    office_imports.press(batch, "intake_batch")
    again = office_imports(roster(*file), apply=False)
    assert (again.counts["pending"], again.counts["skipped"], again.counts["unchanged"]) == (0, 1, 1)
    assert again.rows.get(skipped=True).decided_by == office


def test_what_is_stored_is_not_counted_with_what_is_to_come(client, office_imports, roster):
    batch = office_imports(roster(person(1), person(2), person(3, phone=BAD_PHONE)))
    counted = (batch.counts["create"], batch.counts["coming"]["create"], batch.counts["pending"])
    assert counted == (2, 0, 1)
    batch = answer(office_imports, batch, "accept", *batch.rows.pending())
    counted = (batch.counts["create"], batch.counts["coming"]["create"], batch.counts["pending"])
    assert counted == (2, 1, 0)
    page = client.get(reverse("intake_batch", args=[batch.pk])).content.decode()
    assert '<dt>已新增</dt><dd data-count="create">2</dd>' in page
    assert '<dt>还将新增</dt><dd data-count="coming-create">1</dd>' in page
    batch = office_imports.press(batch, "intake_batch")
    assert (batch.counts["create"], batch.counts["coming"]["create"]) == (3, 0)


def test_rows_that_waited_for_a_place_are_judged_again_by_a_button(office_imports, workbook, community):
    head = ["姓名", "出生年月", "联系电话", "所属街镇", "所属居村"]
    row = ["王甲", "1980-05", "19900000001", community.parent.name, "新柳居委会"]
    batch = office_imports(workbook(head, row), apply=False)
    assert (batch.counts["ready"], batch.rows.get().problem) == (0, "place_unknown")
    CommunityFactory(parent=community.parent, name="新柳居委会")
    batch = office_imports.press(batch, "intake_judge")
    assert (batch.counts["ready"], batch.counts["pending"]) == (1, 0)
    assert AuditEntry.objects.filter(action="intake.batch.judge").count() == 1


def test_answer_that_comes_second_changes_nothing_and_says_so(client, office_imports, roster):
    batch = office_imports(roster(person(1, phone=BAD_PHONE), person(2, name="")), apply=False)
    phone, nameless = batch.rows.order_by("order")
    office_imports.press(batch, "intake_row", {"action": "accept"}, phone.pk)
    url = reverse("intake_review", args=[batch.pk])
    late = client.post(f"{url}?problem=phone_invalid", {"action": "skip", "rows": [phone.pk]}, follow=True)
    assert "已由同事处理完" in late.content.decode()
    late = client.post(f"{url}?problem=name_missing", {"action": "skip", "rows": [phone.pk, nameless.pk]})
    assert "有的已由同事处理" in late.content.decode()
    assert list(batch.rows.filter(skipped=True)) == []


def test_decision_taken_back_waits_again(office_imports, roster):
    batch = office_imports(roster(person(1, phone=BAD_PHONE)), apply=False)
    row = batch.rows.get()
    answer(office_imports, batch, "accept", row)
    batch = office_imports.press(batch, "intake_row", {"action": "withdraw"}, row.pk)
    assert batch.counts["pending"] == 1
    assert batch.rows.get().decided_by is None


def test_problem_that_needs_a_value_cannot_be_waved_through(office_imports, roster):
    batch = office_imports(roster(person(1, name="")), apply=False)
    batch = answer(office_imports, batch, "accept", *batch.rows.all())
    assert (batch.counts["ready"], batch.rows.get().problem) == (0, "name_missing")


def test_cells_of_one_row_are_mended_on_its_page(client, office_imports, roster):
    batch = office_imports(roster(person(1, phone=BAD_PHONE)), apply=False)
    row = batch.rows.get()
    page = client.get(reverse("intake_row", args=[batch.pk, row.pk])).content.decode()
    assert page.count("cell-3") > 0
    assert "310107198005" not in page
    data = {"action": "save", "cell-0": "王新名", "cell-1": "1980-05", "cell-3": "19900007777"}
    office_imports.press(batch, "intake_row", {**data, "cell-4": "", "cell-5": "柳林"}, row.pk)
    row.refresh_from_db()
    assert (row.label, row.decided_by is not None) == ("王新名", True)
    assert row.cells["values"]["联系电话"] == "19900007777"


def test_batch_rests_and_a_colleague_takes_it_up(client, office_imports, roster):
    batch = office_imports(roster(person(1), person(2, phone=BAD_PHONE)))
    colleague = UserFactory(roles=[Role.OFFICE])
    client.force_login(colleague)
    answer(office_imports, batch, "accept", *batch.rows.pending())
    batch = office_imports.press(batch, "intake_batch")
    assert (batch.applied_by, Person.objects.count()) == (colleague, 2)
    assert {row.outcome for row in batch.rows.all()} == {"create"}


def test_applying_the_rest_leaves_alone_what_was_changed_in_between(office_imports, roster):
    batch = office_imports(roster(person(1), person(2, phone=BAD_PHONE)))
    Person.objects.update(education="大学")
    Appointment.objects.update(score=60)
    answer(office_imports, batch, "accept", *batch.rows.pending())
    office_imports.press(batch, "intake_batch")
    assert sorted(Appointment.objects.values_list("score", flat=True)) == [60, 88]


def test_nobody_decides_while_the_batch_is_being_imported(office, office_imports, roster):
    batch = office_imports(roster(person(1, phone=BAD_PHONE)), apply=False)
    batch.state = "applying"
    batch.save()
    with pytest.raises(RuleBroken, match="正在导入"):
        decide(batch, {batch.rows.get().pk: Decision(skip=True)}, actor=office)


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.OFFICE, Role.ADMINISTRATOR)])
def test_only_the_office_decides(client, office_imports, roster, role):
    batch = office_imports(roster(person(1, phone=BAD_PHONE)), apply=False)
    user = UserFactory(roles=[role])
    with pytest.raises(NotAllowed):
        decide(batch, {batch.rows.get().pk: Decision(verdict=Verdict.SAME)}, actor=user)
    client.force_login(user)
    row = batch.rows.get().pk
    urls = [
        reverse("intake_batch", args=[batch.pk]),
        reverse("intake_review", args=[batch.pk]),
        reverse("intake_row", args=[batch.pk, row]),
        reverse("intake_mapping", args=[batch.pk]),
    ]
    assert {client.get(url).status_code for url in urls} <= {302, 403, 404}
    for url in (reverse("intake_undo", args=[batch.pk]), reverse("intake_returned", args=[batch.pk])):
        assert client.post(url, {"reason": "退回单位改正"}).status_code in (302, 403, 404)
    batch.refresh_from_db()
    assert batch.state == "previewed"


def test_decision_on_a_table_of_another_kind_is_not_carried_over(office_imports, roster):
    file = [person(1), person(2, phone=BAD_PHONE)]
    batch = office_imports(roster(*file), apply=False)
    answer(office_imports, batch, "skip", *batch.rows.pending())
    ImportBatch.objects.filter(pk=batch.pk).update(kind="volunteers")
    again = office_imports(roster(*file), apply=False)
    assert (again.counts["pending"], again.counts["skipped"]) == (1, 0)
