"""The pages of a batch: narrowed, searched, escaped, and never costlier for longer batches."""

from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.urls import reverse

from cms.accounts.enums import Role
from cms.core.models import TaskRun
from cms.intake import presence
from cms.intake.enums import BatchState
from cms.intake.keeping import unpack_decision
from cms.intake.models import ImportBatch
from cms.intake.progress import Reporter
from cms.intake.queries import batches_for, problems
from cms.intake.registry import specs_for
from tests.cms.accounts.factories import UserFactory
from tests.cms.conftest import ROSTER_HEAD
from tests.cms.intake.rosters import person

pytestmark = pytest.mark.django_db

BAD_PHONE = "12345"


@pytest.fixture
def rows_shown(client):
    """The labels of the rows a batch page shows."""

    def get(batch, **query):
        answer = client.get(reverse("intake_batch", args=[batch.pk]), query)
        return [shown.row.label for shown in answer.context["rows"]]

    return get


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"q": "名册"}, 1),
        ({"q": "司法所"}, 1),
        ({"state": "applied"}, 1),
        ({"state": "undone"}, 0),
        ({"state": "x"}, 2),
    ],
)
def test_batches_are_narrowed_by_words_kind_and_state(client, office_imports, roster, asked, count):
    office_imports(roster(person(1)))
    batch = ImportBatch.objects.get()
    batch.file_name, batch.sender = "2026名册.xlsx", ""
    batch.save()
    ImportBatch.objects.create(
        kind=batch.kind, file_name="登记表.xlsx", sender="清溪司法所", as_of=batch.as_of, state="previewed"
    )
    page = client.get(reverse("intake_batches"), asked)
    assert page.context["page"].paginator.count == count
    assert ("没有这样的批次" in page.content.decode()) == (count == 0)


def test_rows_are_narrowed_by_level_decision_and_searched_by_name_and_number(
    office_imports, rows_shown, roster
):
    batch = office_imports(roster(person(1), person(2, phone=BAD_PHONE), person(3)), apply=False)
    one, two, three = (person(n)[0] for n in (1, 2, 3))
    assert rows_shown(batch) == [two, one, three]
    assert rows_shown(batch, level="review") == [two]
    assert rows_shown(batch, q=three) == [three]
    assert rows_shown(batch, q="4") == [two]
    assert rows_shown(batch, decided="on") == []
    keys = [row.pk for row in batch.rows.pending()]
    office_imports.press(batch, "intake_review", {"action": "accept", "rows": keys})
    assert rows_shown(batch, decided="on") == [two]


@pytest.mark.parametrize(
    "query", ["level=nonsense", "p=99999999999", "p=-1", "sheet=没有", "q=%00", "level="]
)
def test_wild_addresses_are_answered(client, office_imports, roster, query):
    batch = office_imports(roster(person(1)), apply=False)
    for name in ("intake_batch", "intake_review"):
        assert client.get(reverse(name, args=[batch.pk]) + f"?{query}").status_code == 200


def test_markup_in_a_cell_is_shown_not_run(client, office_imports, roster):
    script = "<script>alert(1)</script>"
    batch = office_imports(roster(person(1, name=script, phone=BAD_PHONE)), apply=False)
    pages = {"intake_batch": [], "intake_review": [], "intake_row": [batch.rows.get().pk]}
    for name, more in pages.items():
        page = client.get(reverse(name, args=[batch.pk, *more])).content.decode()
        assert (script in page, "&lt;script&gt;alert(1)" in page) == (False, True)


@pytest.mark.parametrize("name", ["intake_batch", "intake_review"])
def test_page_of_many_rows_asks_the_database_no_more_often(
    client, office_imports, roster, name, django_assert_max_num_queries
):
    batch = office_imports(roster(*(person(n, phone=BAD_PHONE) for n in range(60))), apply=False)
    url = reverse(name, args=[batch.pk])
    client.get(url)
    with django_assert_max_num_queries(20):
        client.get(url)


def test_progress_is_shown_while_the_worker_is_busy(client, office_imports, roster):
    batch = office_imports(roster(person(1)), apply=False)
    batch.state = BatchState.APPLYING
    batch.save()
    TaskRun.objects.create(id="1", task="cms.intake.tasks.apply", args=[batch.pk])
    reporter = Reporter(batch.pk)
    reporter.begin("保存")
    reporter.advance(40, 120)
    page = client.get(reverse("intake_batch", args=[batch.pk])).content.decode()
    assert "保存 40 / 120 行" in page
    assert 'value="40" max="120"' in page
    assert 'http-equiv="refresh"' in page
    reporter.end()
    assert cache.get(f"intake:{batch.pk}") is None


def test_answer_without_ticked_rows_is_asked_for_again(client, office_imports, roster):
    batch = office_imports(roster(person(1, phone=BAD_PHONE)), apply=False)
    answer = client.post(reverse("intake_review", args=[batch.pk]), {"action": "accept"})
    assert "请先勾选要处理的行" in answer.content.decode()
    rows = [row.pk for row in batch.rows.all()]
    answer = client.post(reverse("intake_review", args=[batch.pk]), {"action": "value", "rows": rows})
    assert "请填写要改成的内容" in answer.content.decode()


def test_saving_values_without_any_says_so(client, office_imports, roster):
    batch = office_imports(roster(person(1, phone=BAD_PHONE)), apply=False)
    answer = client.post(reverse("intake_review", args=[batch.pk]), {"action": "values"})
    assert "还没有填写任何一行的值" in answer.content.decode()


def test_tabs_of_problems_keep_their_order_and_page(client, office_imports, roster):
    nameless = [person(n, name="") for n in range(2)]
    phones = [person(n, phone=BAD_PHONE) for n in range(2, 55)]
    batch = office_imports(roster(*phones, *nameless), apply=False)
    assert [each.code for each in problems(batch)] == ["name_missing", "phone_invalid"]
    url = reverse("intake_review", args=[batch.pk]) + "?problem=phone_invalid&p=2"
    last = batch.rows.pending().filter(problem="phone_invalid").last()
    answer = client.post(url, {"action": "skip", "rows": [last.pk]})
    assert answer.url == url
    assert [each.count for each in problems(batch)] == [2, 52]


def test_question_stands_before_what_was_repaired(client, office_imports, roster):
    batch = office_imports(roster(person(1, birth="1980年5月", phone=BAD_PHONE)), apply=False)
    shown = client.get(reverse("intake_batch", args=[batch.pk])).context["rows"][0]
    assert [cell.column for cell in shown.cells] == ["联系电话", "出生年月", "所属居村"]
    assert [found.code for found in shown.findings] == ["phone_invalid", "birth_text", "place_alias"]


def test_nothing_is_called_repaired_that_was_not_changed(client, office_imports, roster):
    batch = office_imports(roster(person(1), person(2, birth="1980年5月")), apply=False)
    rows = client.get(reverse("intake_batch", args=[batch.pk])).context["rows"]
    told = [next(found.message for found in shown.findings if found.code == "birth_text") for shown in rows]
    assert told == ["“1980-05”在表里存成了文字，内容没有改动", "“1980年5月”已读作 1980-05"]


def test_two_people_in_one_batch_see_each_other(client, office, office_imports, roster):
    batch = office_imports(roster(person(1, phone=BAD_PHONE)), apply=False)
    url, review = (reverse(name, args=[batch.pk]) for name in ("intake_batch", "intake_review"))
    cache.clear()
    assert client.get(url).context["others"] == []
    colleague = UserFactory(roles=[Role.OFFICE])
    client.force_login(colleague)
    assert client.get(review).context["others"] == [str(office)]
    assert f"{office}五分钟内也打开过这一批" in client.get(url).content.decode()


def test_colleague_is_forgotten_after_five_minutes(office, monkeypatch):
    cache.clear()
    now = 1000.0
    monkeypatch.setattr(presence, "time", lambda: now)
    presence.others_at(1, office)
    colleague = UserFactory()
    now += presence.HERE_SECONDS - 1
    assert presence.others_at(1, colleague) == [str(office)]
    now += 1
    assert presence.others_at(1, colleague) == []


def test_answer_can_serve_more_rows_than_one_page_shows(office_imports, roster):
    batch = office_imports(roster(*(person(n, phone=BAD_PHONE) for n in range(60))), apply=False)
    batch = office_imports.press(batch, "intake_review", {"action": "skip", "everything": "on"})
    assert (batch.counts["skipped"], batch.counts["pending"]) == (60, 0)


@pytest.mark.parametrize("role", [*Role, None])
def test_account_sees_the_batches_of_the_kinds_it_may_import(office_imports, roster, role):
    kinds = ["roster", "activities", "no-such-kind"]
    for kind in kinds:
        batch = office_imports(roster(person(1)), apply=False)
        ImportBatch.objects.filter(pk=batch.pk).update(kind=kind)
    user = UserFactory(roles=[role] if role else [])
    seen = {batch.kind for batch in batches_for(user)}
    assert seen == {spec.kind for spec in specs_for(user)} & set(kinds)
    assert seen == ({"roster", "activities"} if role in (Role.OFFICE, Role.ADMINISTRATOR) else set())


NUMBER = "13800138000"


@pytest.fixture
def numbered(office_imports, workbook, community):
    """A table with a number in its name, in a heading nobody knows, in a free text and in a wrong cell."""
    head = [*ROSTER_HEAD, "备注", f"问{NUMBER}"]
    town = community.parent.name
    known = [f"王小明{NUMBER}", "1980-05", "", "19900001234", town, "柳林", NUMBER, "证1", "在册"]
    row = [*known, f"家里{NUMBER}", "不详"]
    file = workbook(["法律明白人登记表"], head, row, name=f"名册{NUMBER}.xlsx")
    return office_imports(file, apply=False, sender=f"找{NUMBER}")


def test_no_page_of_an_import_shows_a_number(client, numbered):
    key = numbered.rows.get().pk
    pages = {
        "intake_batches": [], "intake_batch": [numbered.pk], "intake_review": [numbered.pk],
        "intake_row": [numbered.pk, key], "intake_mapping": [numbered.pk],
    }  # fmt: skip
    shown = {name: client.get(reverse(name, args=args)).content.decode() for name, args in pages.items()}
    assert {name: NUMBER in page for name, page in shown.items()} == dict.fromkeys(pages, False)
    assert "名册＊.xlsx" in shown["intake_batches"]
    assert "家里＊" in shown["intake_row"]
    assert NUMBER not in str(numbered)
    assert numbered.rows.get().label == "王小明＊"


def test_cell_with_a_number_is_left_as_it_is_unless_somebody_types(client, numbered, office_imports):
    row = numbered.rows.get()
    page = client.get(reverse("intake_row", args=[numbered.pk, row.pk]))
    form = page.context["form"]
    cell = next(field for field in form if field.label == "备注")
    assert (cell.value(), cell.field.widget.attrs["placeholder"]) == ("", "家里＊")
    typed = {field.html_name: field.value() for field in form} | {
        "action": "save",
        cell.html_name: "家里有事",
    }
    office_imports.press(numbered, "intake_row", typed, row.pk)
    row.refresh_from_db()
    assert unpack_decision(row.decision).values == {"备注": "家里有事"}


def test_sheet_returned_is_named_without_the_number(client, numbered):
    answer = client.post(reverse("intake_returned", args=[numbered.pk]), {"reason": "退回报送单位"})
    assert NUMBER not in str(answer.headers)


@pytest.mark.parametrize("asked", [{}, {"json": True}])
def test_command_shows_numbers_only_where_that_is_asked(roster, tmp_path, asked):
    path = tmp_path / f"名册{NUMBER}.xlsx"
    path.write_bytes(roster(person(1, name=f"王小明{NUMBER}", certificate=f"找{NUMBER}")).read())
    said = []
    for more in ({}, {"show_personal": True}):
        out, err = StringIO(), StringIO()
        call_command("import_roster", str(path), dry_run=True, stdout=out, stderr=err, **asked, **more)
        said.append(NUMBER in out.getvalue())
        assert NUMBER not in err.getvalue()
    assert said == [False, bool(asked)]


def test_what_waits_only_for_its_kind_is_not_called_nothing_to_store(client, office_imports, roster):
    batch = office_imports(roster(person(1)), kind="", apply=False)
    assert (batch.kind_guessed, batch.counts["effect"]) == (True, 1)
    page = client.get(reverse("intake_batch", args=[batch.pk])).content.decode()
    assert "都已经在库里" not in page
