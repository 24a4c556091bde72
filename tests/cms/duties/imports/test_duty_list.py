"""A duty list from a table: a draft of its year, repeated without harm, mended, corrected, taken back."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.accounts.enums import Role
from cms.core.errors import NotAllowed
from cms.core.models import AuditEntry
from cms.duties.enums import ItemKind, ListState
from cms.duties.models import DutyItem, DutyList
from cms.duties.services import approve_list, publish_list
from cms.intake.enums import BatchState
from cms.intake.services.applying import apply_batch, start_applying
from cms.intake.services.reading import upload
from tests.cms.accounts.factories import UserFactory
from tests.cms.statutes.factories import ArticleFactory

pytestmark = pytest.mark.django_db

TITLE = "青桥区2026年普法责任清单"
ROW = {
    "序号": 1,
    "责任单位": "区司法局",
    "普法内容（重点法律法规）": "《宪法》、《民法典》",
    "重点对象": "青少年",
    "普法形式及措施": "开设夜间课堂",
    "时间节点": "6月",
    "牵头单位": "区司法局",
    "配合单位": "各街镇",
    "责任科室": "法制科",
    "预期目标": "不少于3场",
}
CONTENT, WHEN, HOW = "普法内容（重点法律法规）", "时间节点", "普法形式及措施"


@pytest.fixture
def import_list(office_imports, table):
    def do(*changes, apply=True, title=TITLE):
        return office_imports(table(title, ROW, *changes), kind="duty_list", apply=apply)

    return do


def codes(batch):
    return [row.codes for row in batch.rows.all()]


def counts(batch):
    return [batch.counts[what] for what in ("create", "change", "unchanged", "pending")]


def publish(duty_list, office):
    publish_list(approve_list(duty_list, actor=UserFactory(roles=[Role.OFFICE])), actor=office)


def test_item_is_stored_in_a_draft_of_the_year(import_list, justice, town):
    batch = import_list({})
    item = DutyItem.objects.get()
    assert (codes(batch), item.list.year, item.list.state) == ([[]], 2026, ListState.DRAFT)
    assert (item.key, item.kind, item.agency, item.lead) == ("SFJ-01", ItemKind.INDIVIDUAL, justice, justice)
    assert (item.content, item.measures) == (ROW[CONTENT], ROW[HOW])
    assert [law.short_title for law in item.laws.order_by("title")] == ["宪法", "民法典"]
    assert [audience.name for audience in item.audiences.all()] == ["青少年"]
    assert list(item.cooperating.all()) == [town]
    assert (item.starts_on, item.ends_on) == (date(2026, 6, 1), date(2026, 6, 30))
    assert (item.required_count, item.expected_result, item.office) == (3, "不少于3场", "法制科")


def test_task_of_all_units_is_a_common_item(import_list):
    import_list({"责任单位": "各成员单位"})
    item = DutyItem.objects.get()
    assert (item.key, item.kind, item.agency) == ("G-01", ItemKind.COMMON, None)


def test_several_units_of_one_cell_owe_the_item_together(import_list, justice, town):
    import_list({"责任单位": "区司法局、桃溪镇"})
    item = DutyItem.objects.get()
    assert (item.key, item.agency, list(item.joint.all())) == ("SFJ-01", justice, [town])
    assert list(item.cooperating.all()) == []


def test_articles_and_people_that_the_table_asks_for_are_stored(import_list):
    import_list(
        {CONTENT: "《民法典》第1254条、第1255条，《宪法》", "预期目标": "不少于3场，现场受众500人次以上"}
    )
    item = DutyItem.objects.get()
    assert [str(each) for each in item.articles.order_by("pk")] == [
        "《民法典》第一千二百五十四条",
        "《民法典》第一千二百五十五条",
    ]
    assert {law.short_title for law in item.laws.all()} == {"民法典", "宪法"}
    assert (item.required_count, item.required_people) == (3, 500)


def test_near_name_among_several_is_asked_about_with_the_whole_cell(import_list, justice, town):
    batch = import_list({"责任单位": "桃溪镇、司法局"}, apply=False)
    [found] = batch.rows.get().cells["findings"]
    assert found["choices"] == [f"桃溪镇、{justice}"]


def test_products_that_the_table_asks_for_are_stored(import_list):
    import_list({"预期目标": "不少于3场，制作普法短视频2部"})
    item = DutyItem.objects.get()
    assert (item.required_count, item.required_products, item.product) == (3, 2, "普法短视频")


def test_people_reached_online_are_no_target_on_site(import_list):
    import_list({"预期目标": "线上触达5000人次"})
    assert DutyItem.objects.get().required_people is None


def test_article_that_the_law_does_not_have_is_asked_about(import_list):
    ArticleFactory(version__law__title="中华人民共和国宪法", version__law__short_title="宪法", number=1)
    assert codes(import_list({CONTENT: "《宪法》第1条"}, apply=False)) == [[]]
    assert codes(import_list({CONTENT: "《宪法》第999条"}, apply=False)) == [["article_unknown"]]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"责任单位": "青桥司法局"}, ["org_alias"]),
        ({"责任单位": "司法局"}, ["org_alias_unlisted"]),
        ({"责任单位": "某公司"}, ["org_unknown"]),
        ({"责任单位": None}, ["org_unknown"]),
        ({"责任单位": "区司法局、某公司"}, ["org_unknown"]),
        ({"责任单位": "桃溪镇、司法局"}, ["org_alias_unlisted"]),
        ({"配合单位": "区司法局、某公司"}, ["co_org_unknown"]),
        ({CONTENT: "《婚姻法》"}, ["law_repealed"]),
        ({WHEN: None}, ["window_missing"]),
        ({WHEN: "适时"}, ["window_unclear"]),
        ({HOW: "长" * 301}, ["text_long"]),
        ({HOW: "找王先生19900000001"}, ["pii_in_text"]),
    ],
)
def test_cell_is_judged(import_list, change, found):
    assert codes(import_list(change, apply=False)) == [found]


def test_year_that_no_title_names_is_asked_for(import_list):
    assert codes(import_list({}, apply=False, title="普法责任清单")) == [["year_assumed"]]


def test_suggested_unit_may_be_chosen(office_imports, import_list, justice):
    batch = import_list({"责任单位": "司法局"}, apply=False)
    row = batch.rows.get()
    assert [finding["choices"] for finding in row.cells["findings"]] == [["区司法局"]]
    office_imports.press(batch, "intake_review", {"action": "value", "rows": [row.pk], "value": "区司法局"})
    office_imports.press(batch, "intake_batch")
    assert DutyItem.objects.get().agency == justice


@pytest.mark.parametrize(
    ("when", "spans"),
    [
        ("3月、9月", [("03-01", "03-31"), ("09-01", "09-30")]),
        ("11月30日前", [("01-01", "11-30")]),
        ("6月26日前后", [("06-19", "07-03")]),
        ("重阳节前后", [("10-11", "10-25")]),
        ("宪法宣传周（以通知为准）", []),
    ],
)
def test_windows_are_kept(import_list, when, spans):
    import_list({WHEN: when})
    item = DutyItem.objects.get()
    assert item.schedule == when
    assert [(f"{first:%m-%d}", f"{last:%m-%d}") for first, last in item.spans] == spans


def test_same_file_twice_changes_nothing(import_list):
    rows = ({}, {CONTENT: "《刑法》"}, {"责任单位": "各成员单位"})
    assert counts(import_list(*rows)) == [3, 0, 0, 0]
    before = list(DutyItem.objects.order_by("pk").values())
    assert counts(import_list(*rows)) == [0, 0, 3, 0]
    assert list(DutyItem.objects.order_by("pk").values()) == before


def test_mended_file_changes_only_what_differs(import_list):
    import_list({}, {CONTENT: "《刑法》", WHEN: "9月"}, {CONTENT: "《教育法》", WHEN: "4月"})
    batch = import_list(
        {CONTENT: "《教育法》", WHEN: "4月"},
        {WHEN: "7月"},
        {CONTENT: "《刑法》", WHEN: "9月", "责任科室": None},
        {CONTENT: "《禁毒法》", WHEN: "6月26日"},
    )
    assert counts(batch) == [1, 1, 2, 0]
    assert list(DutyItem.objects.order_by("key").values_list("key", "schedule", "office")) == [
        ("SFJ-01", "7月", "法制科"),
        ("SFJ-02", "9月", "法制科"),
        ("SFJ-03", "4月", "法制科"),
        ("SFJ-04", "6月26日", "法制科"),
    ]


@pytest.mark.parametrize(("answer", "stored"), [("same", 1), ("apart", 2)])
def test_repeated_item_waits_and_may_be_the_same_or_another(office_imports, import_list, answer, stored):
    rows = {}, {CONTENT: "民法典、宪法"}
    batch = import_list(*rows)
    assert (codes(batch), DutyItem.objects.count()) == ([[], ["dup_item"]], 1)
    waiting = batch.rows.pending().get()
    office_imports.press(batch, "intake_review", {"action": answer, "rows": [waiting.pk]})
    office_imports.press(batch, "intake_batch")
    assert DutyItem.objects.count() == stored
    assert counts(import_list(*rows)) == [0, 0, 2, 0]
    assert DutyItem.objects.count() == stored


def test_item_another_table_brought_waits(import_list):
    import_list({})
    batch = import_list({HOW: "另一种形式"}, title="区司法局2026年普法责任清单")
    assert (codes(batch), DutyItem.objects.count()) == ([["dup_item"]], 1)


def test_published_list_is_corrected_by_a_new_version(office, import_list):
    import_list({}, {CONTENT: "《刑法》"})
    publish(DutyList.objects.get(), office)
    assert counts(import_list({}, {CONTENT: "《刑法》"})) == [0, 0, 2, 0]
    assert DutyList.objects.count() == 1
    assert counts(import_list({WHEN: "7月"}, {CONTENT: "《刑法》"})) == [0, 1, 1, 0]
    first, second = DutyList.objects.order_by("version")
    assert (first.state, second.state, second.version) == (ListState.PUBLISHED, ListState.DRAFT, 2)
    assert TITLE in second.reason
    assert [item.schedule for item in first.items.order_by("key")] == ["6月", "6月"]
    assert [(item.key, item.schedule) for item in second.items.order_by("key")] == [
        ("SFJ-01", "7月"),
        ("SFJ-02", "6月"),
    ]


def test_undone_import_leaves_the_lists_as_they_were(office, office_imports, import_list):
    import_list({}, {CONTENT: "《刑法》"})
    publish(DutyList.objects.get(), office)
    before = [list(model.objects.order_by("pk").values()) for model in (DutyList, DutyItem)]
    batch = import_list({WHEN: "7月"}, {CONTENT: "《刑法》"}, {CONTENT: "《禁毒法》"})
    batch = office_imports.press(batch, "intake_undo")
    assert (batch.state, batch.error) == (BatchState.UNDONE, "")
    assert [list(model.objects.order_by("pk").values()) for model in (DutyList, DutyItem)] == before


def test_undone_change_gives_back_old_laws(office_imports, import_list):
    import_list({})
    batch = import_list({CONTENT: "《宪法》"})
    assert [law.short_title for law in DutyItem.objects.get().laws.all()] == ["宪法"]
    office_imports.press(batch, "intake_undo")
    assert DutyItem.objects.get().laws.count() == 2


def test_rows_that_wait_are_not_stored(import_list):
    assert counts(import_list({}, {WHEN: None}, {"责任单位": "司法局"}, {CONTENT: "《婚姻法》"})) == [
        1,
        0,
        0,
        3,
    ]
    assert DutyItem.objects.count() == 1


def test_writes_do_not_grow_with_the_rows(import_list):
    def queries(title, number):
        rows = [{CONTENT: "《宪法》", WHEN: f"{day}月", HOW: f"第{day}讲"} for day in range(1, number + 1)]
        batch = import_list(*rows, apply=False, title=title)
        start_applying(batch, actor=batch.uploaded_by)
        with CaptureQueriesContext(connection) as captured:
            apply_batch(batch)
        assert batch.rows.count() == number
        return len(captured)

    few, many = queries("青桥区2025年普法责任清单", 2), queries(TITLE, 12)
    assert many <= few + 3


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.OFFICE, Role.ADMINISTRATOR)])
def test_only_the_office_imports(table, role):
    with pytest.raises(NotAllowed):
        upload(
            kind="duty_list", file=table(TITLE, ROW), actor=UserFactory(roles=[role]), on=date(2026, 11, 23)
        )


def test_import_is_on_record(office, import_list):
    import_list({})
    actions = AuditEntry.objects.filter(action__startswith="duties.").order_by("pk")
    assert list(actions.values_list("action", "actor")) == [
        ("duties.dutylist.create", office.pk),
        ("duties.dutyitem.create", office.pk),
    ]
