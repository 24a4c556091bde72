"""A ledger of activities from a table: records that wait for review, each activity once."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.accounts.enums import Role
from cms.campaigns.models import Setting
from cms.core.errors import NotAllowed
from cms.duties.enums import ActivityState
from cms.duties.exports import HEADINGS, activity_rows
from cms.duties.models import ActivityRecord
from cms.duties.models.requirements import missing_from
from cms.duties.queries import progress_of
from cms.duties.services import approve_activity
from cms.intake.enums import BatchState
from cms.intake.services.applying import apply_batch, start_applying
from cms.intake.services.reading import upload
from tests.cms.accounts.factories import UserFactory
from tests.cms.duties.factories import ActivityFactory, DutyItemFactory, DutyListFactory, published
from tests.cms.statutes.factories import LawFactory

pytestmark = pytest.mark.django_db

TITLE = "青桥区2026年第一季度普法活动台账"
ROW = {
    "序号": 1,
    "活动主题": "民法典进社区（第1期）",
    "活动日期": "3月5日",
    "活动地点": "柳林活动室",
    "举办单位": "区司法局",
    "活动形式": "专题讲座",
    "八进类型": "进社区",
    "受众对象": "老年人",
    "参与人数": 120,
    "线上人次": None,
    "宣传品数量": 50,
    "解答咨询": 8,
    "宣传内容": "《民法典》",
    "新闻链接": "https://news.example.com/1.html",
    "备注": None,
}
NAME, WHEN, WHERE, WHO = "活动主题", "活动日期", "活动地点", "举办单位"


@pytest.fixture
def import_ledger(office_imports, table):
    def do(*changes, apply=True, title=TITLE):
        return office_imports(table(title, ROW, *changes), kind="activities", apply=apply)

    return do


def codes(batch):
    return [row.codes for row in batch.rows.all()]


def counts(batch):
    return [batch.counts[what] for what in ("create", "change", "unchanged", "pending")]


def days(record):
    return [f"{timezone.localdate(moment)}" for moment in (record.starts_at, record.ends_at)]


def test_row_becomes_a_record_that_waits_for_review(office, import_ledger, justice):
    batch = import_ledger({})
    record = ActivityRecord.objects.get()
    assert codes(batch) == [["date_no_year"]]
    assert (record.name, record.host, record.form, record.address) == (
        ROW[NAME],
        justice,
        "lecture",
        "柳林活动室",
    )
    assert (days(record), record.has_times) == (["2026-03-05", "2026-03-05"], False)
    assert (record.onsite, record.online, record.materials, record.consultations) == (120, None, 50, 8)
    assert [setting.name for setting in record.settings.all()] == ["社区"]
    assert [audience.name for audience in record.audiences.all()] == ["老年人"]
    assert [law.short_title for law in record.laws.all()] == ["民法典"]
    assert (record.news_link, record.remark) == (ROW["新闻链接"], "")
    assert (record.state, record.created_by) == (ActivityState.SUBMITTED, office)
    assert [(step.from_state, step.to_state) for step in record.transitions.all()] == [("draft", "submitted")]
    assert [requirement.field for requirement in missing_from(record)] == ["online", "summary"]


def test_row_serves_the_duties_its_host_owes_about_its_law_in_their_time(
    office, import_ledger, justice, town
):
    law = LawFactory(title="中华人民共和国民法典", short_title="民法典")
    duties = DutyListFactory(year=2026)

    def item(law=law, **values):
        made = DutyItemFactory(list=duties, **values)
        made.laws.add(law)
        return made

    own, common, joint = item(agency=justice), item(agency=None, kind="common"), item(agency=town)
    joint.joint.add(justice)
    on_the_day = item(agency=justice, starts_on=date(2026, 3, 5), ends_on=date(2026, 3, 5))
    item(agency=justice, ends_on=date(2026, 3, 4))
    item(agency=justice, starts_on=date(2026, 3, 6))
    item(agency=justice, law=LawFactory())
    item(agency=town)
    import_ledger({NAME: "清单公布之前", WHEN: "3月4日"})
    assert [*ActivityRecord.objects.get().items.all()] == []
    published(duties)
    import_ledger({NAME: "清单公布之后"})
    record = ActivityRecord.objects.get(name="清单公布之后")
    assert {*record.items.all()} == {own, common, joint, on_the_day}
    approve_activity(record, actor=UserFactory(roles=[Role.REVIEWER]))
    counted = {row.item.key: row.counted for row in progress_of(justice, date(2026, 4, 1))}
    assert {key for key, times in counted.items() if times} == {
        each.key for each in (own, common, joint, on_the_day)
    }


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({WHEN: "2026-03-05"}, ["date_text"]),
        ({WHEN: "3月5日至7日"}, ["date_no_year"]),
        ({WHEN: "2026.4.5"}, ["date_out_of_period"]),
        ({WHEN: "3月上旬"}, ["date_vague"]),
        ({WHEN: None}, ["date_missing"]),
        ({NAME: None}, ["date_no_year", "title_missing"]),
        ({WHO: "青桥司法局"}, ["date_no_year", "org_alias"]),
        ({WHO: "司法局"}, ["date_no_year", "org_alias_unlisted"]),
        ({WHO: "某商场"}, ["date_no_year", "org_unknown"]),
        ({WHO: "区司法局、某商场"}, ["co_org_unknown", "date_no_year"]),
        ({"八进类型": "校园"}, ["date_no_year", "value_alias"]),
        ({"八进类型": "进太空"}, ["date_no_year", "value_unknown"]),
        ({"参与人数": "约200人"}, ["date_no_year", "number_approx"]),
        ({"参与人数": "—"}, ["date_no_year", "number_placeholder"]),
        ({"参与人数": "50-60"}, ["date_no_year", "number_unclear"]),
        ({"宣传内容": "《婚姻法》"}, ["date_no_year", "law_repealed"]),
        ({"新闻链接": "javascript:alert(1)"}, ["date_no_year", "link_unclear"]),
        ({"新闻链接": "见公众号"}, ["date_no_year", "link_unclear"]),
        ({"备注": "+86项目"}, ["date_no_year", "formula_text"]),
        ({"备注": "电话19900000001"}, ["date_no_year", "pii_in_text"]),
        ({NAME: "名" * 81}, ["date_no_year", "text_long"]),
    ],
)
def test_cell_is_judged(import_ledger, change, found):
    assert [sorted(each) for each in codes(import_ledger(change, apply=False))] == [found]


def test_day_after_the_import_waits(import_ledger):
    coming = timezone.localdate() + timedelta(days=3)
    batch = import_ledger({WHEN: coming.isoformat()}, apply=False, title="普法活动台账")
    assert codes(batch) == [["future_date"]]


def test_first_named_host_is_host_and_others_are_co_hosts(import_ledger, justice, town):
    import_ledger({WHO: "桃溪镇 区司法局"})
    record = ActivityRecord.objects.get()
    assert (record.host, list(record.co_hosts.all())) == (town, [justice])


def test_time_of_day_is_kept_where_it_is_told(import_ledger):
    import_ledger({WHEN: "3月5日 14:30"})
    record = ActivityRecord.objects.get()
    assert (f"{timezone.localtime(record.starts_at):%H:%M}", record.has_times) == ("14:30", True)


def test_not_given_is_not_zero_and_about_is_marked(import_ledger):
    import_ledger({"参与人数": "约1.2万人", "线上人次": "/", "宣传品数量": 0})
    record = ActivityRecord.objects.get()
    assert (record.onsite, record.online, record.materials) == (12000, None, 0)
    assert [record.is_approximate(field) for field in ("onsite", "online", "materials")] == [
        True,
        False,
        False,
    ]


def test_what_has_no_field_is_kept_in_the_remark_without_personal_numbers(import_ledger):
    import_ledger({"活动形式": "以案释法", "受众对象": "纳税人", "备注": "联系人手机19900000001"})
    record = ActivityRecord.objects.get()
    assert (record.form, record.remark) == ("other", "联系人手机＊\n活动形式：以案释法\n受众对象：纳税人")


def test_setting_the_office_does_not_keep_is_counted_and_not_offered(import_ledger):
    import_ledger({"八进类型": "进家庭"})
    assert [setting.name for setting in ActivityRecord.objects.get().settings.all()] == ["家庭"]
    assert not Setting.objects.active().filter(name="家庭").exists()


def test_date_out_of_the_quarter_is_taken_once_a_person_enters_it(office_imports, import_ledger):
    batch = import_ledger({WHEN: "2026.4.5"}, apply=False)
    row = batch.rows.get()
    data = {"action": "value", "rows": [row.pk], "value": "2026-04-05"}
    office_imports.press(batch, "intake_review", data)
    office_imports.press(batch, "intake_batch")
    assert days(ActivityRecord.objects.get()) == ["2026-04-05", "2026-04-05"]


def test_same_file_twice_changes_nothing(import_ledger):
    rows = ({}, {NAME: "民法典进社区（第2期）"})
    assert counts(import_ledger(*rows)) == [2, 0, 0, 0]
    before = list(ActivityRecord.objects.order_by("pk").values())
    assert counts(import_ledger(*rows)) == [0, 0, 2, 0]
    assert list(ActivityRecord.objects.order_by("pk").values()) == before


def test_mended_file_changes_only_what_differs(import_ledger):
    second = {NAME: "刑法进机关", WHERE: "礼堂"}
    import_ledger({}, second)
    mended = {NAME: "宪法进机关", WHERE: "大厅", WHEN: "3月9日"}
    batch = import_ledger(
        mended, {**second, "参与人数": 99, "宣传内容": "《刑法》", "解答咨询": None}, {WHEN: "3月6日"}
    )
    assert counts(batch) == [1, 2, 0, 0]
    records = ActivityRecord.objects.order_by("pk").values_list(
        "name", "onsite", "consultations", "lock_version"
    )
    assert list(records) == [
        (ROW[NAME], 120, 8, 2),
        ("刑法进机关", 99, 8, 2),
        ("宪法进机关", 120, 8, 1),
    ]


def test_record_already_reviewed_is_left_alone(office, import_ledger):
    import_ledger({})
    approve_activity(ActivityRecord.objects.get(), actor=UserFactory(roles=[Role.REVIEWER]), seen=1)
    batch = import_ledger({"参与人数": 999})
    assert (codes(batch), counts(batch)) == ([["date_no_year", "reviewed_already"]], [0, 0, 1, 0])
    assert ActivityRecord.objects.get().onsite == 120


@pytest.mark.parametrize(
    "twin",
    [
        {},
        {NAME: "“民法典”进社区(第1期)", WHEN: "2026年3月5日"},
        {WHO: "桃溪镇、区司法局"},
        # Each reports the activity as its own.
        {WHO: "桃溪镇"},
    ],
)
def test_activity_reported_twice_waits_and_counts_once(office_imports, import_ledger, twin):
    batch = import_ledger({}, twin)
    waiting = batch.rows.pending().get()
    assert (waiting.problem, ActivityRecord.objects.count()) == ("dup_activity", 1)
    office_imports.press(batch, "intake_review", {"action": "same", "rows": [waiting.pk]})
    office_imports.press(batch, "intake_batch")
    assert ActivityRecord.objects.count() == 1


@pytest.mark.parametrize(
    "other", [{WHEN: "3月6日"}, {NAME: "民法典进社区（第2期）"}, {WHO: "桃溪镇", WHERE: "镇文化中心"}]
)
def test_other_activity_is_no_repeat(import_ledger, other):
    assert counts(import_ledger({}, other)) == [2, 0, 0, 0]


def test_activity_of_another_ledger_or_entered_here_waits(import_ledger, justice):
    import_ledger({})
    batch = import_ledger({}, title="区司法局2026年3月普法活动台账")
    assert batch.rows.get().problem == "dup_activity"
    day = timezone.make_aware(timezone.datetime(2026, 3, 9, 10))
    ActivityFactory(name="刑法进机关", host=justice, starts_at=day, state=ActivityState.SUBMITTED)
    batch = import_ledger({NAME: "刑法进机关", WHEN: "3月9日"}, title="区司法局2026年3月普法活动台账")
    assert batch.rows.get().problem == "dup_activity"
    assert ActivityRecord.objects.count() == 2


def test_repeat_declared_apart_stays_apart_on_the_second_import(office_imports, import_ledger):
    batch = import_ledger({}, {})
    waiting = batch.rows.pending().get()
    office_imports.press(batch, "intake_review", {"action": "apart", "rows": [waiting.pk]})
    office_imports.press(batch, "intake_batch")
    assert ActivityRecord.objects.count() == 2
    assert counts(import_ledger({}, {})) == [0, 0, 2, 0]


def test_undone_import_leaves_the_records_as_they_were(office_imports, import_ledger):
    import_ledger({})
    before = list(ActivityRecord.objects.order_by("pk").values())
    batch = import_ledger({"参与人数": 99, "宣传内容": "《刑法》"}, {NAME: "另一场"})
    batch = office_imports.press(batch, "intake_undo")
    assert (batch.state, batch.error) == (BatchState.UNDONE, "")
    clocks = {"updated_at": None}
    assert [row | clocks for row in ActivityRecord.objects.order_by("pk").values()] == [
        row | clocks for row in before
    ]
    assert [law.short_title for law in ActivityRecord.objects.get().laws.all()] == ["民法典"]


def test_reviewed_record_keeps_the_whole_import(office_imports, import_ledger):
    batch = import_ledger({})
    approve_activity(ActivityRecord.objects.get(), actor=UserFactory(roles=[Role.REVIEWER]), seen=1)
    batch = office_imports.press(batch, "intake_undo")
    assert (batch.state, ActivityRecord.objects.count()) == (BatchState.APPLIED, 1)


def test_reviewer_sees_what_the_table_did_not_say(client, import_ledger):
    import_ledger({"参与人数": "约200人"})
    client.force_login(UserFactory(roles=[Role.REVIEWER]))
    page = client.get(reverse("review_desk:inspect", args=[ActivityRecord.objects.get().pk])).content.decode()
    assert "表里没有：线上触达人次、活动小结" in page
    assert "约200 人次" in page
    assert "2026年3月5日</dd>" in page


def test_export_tells_days_where_no_time_is_known(import_ledger):
    import_ledger({})
    (row,) = activity_rows(ActivityRecord.objects.all())
    assert row[HEADINGS.index("开始时间")] == row[HEADINGS.index("结束时间")] == "2026-03-05"
    assert row[HEADINGS.index("线上触达人次")] is None


def test_only_paper_may_be_incomplete(justice):
    complete = ActivityFactory(host=justice, state=ActivityState.SUBMITTED, ledger="")
    with pytest.raises(IntegrityError), transaction.atomic():
        ActivityRecord.objects.filter(pk=complete.pk).update(summary="")
    ActivityRecord.objects.filter(pk=complete.pk).update(summary="", online=None, ledger="f" * 16)
    with pytest.raises(IntegrityError), transaction.atomic():
        ActivityRecord.objects.filter(pk=complete.pk).update(starts_at=None)


def test_writes_do_not_grow_with_the_rows(import_ledger):
    def queries(title, number):
        batch = import_ledger(
            *({NAME: f"{number}场中的第{n}场"} for n in range(number)), apply=False, title=title
        )
        start_applying(batch, actor=batch.uploaded_by)
        with CaptureQueriesContext(connection) as captured:
            apply_batch(batch)
        assert (
            ActivityRecord.objects.filter(ledger=ActivityRecord.objects.latest("pk").ledger).count() == number
        )
        return len(captured)

    few, many = queries(TITLE, 2), queries("青桥区2026年1月至3月台账", 14)
    assert ActivityRecord.objects.count() == 16
    assert many <= few + 3


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.OFFICE, Role.ADMINISTRATOR)])
def test_only_the_office_imports(table, role):
    with pytest.raises(NotAllowed):
        upload(
            kind="activities", file=table(TITLE, ROW), actor=UserFactory(roles=[role]), on=date(2026, 11, 23)
        )
