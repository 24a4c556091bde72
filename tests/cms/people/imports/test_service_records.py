"""A log of service goes in: only hours that keep the rules, each service once."""

from datetime import date, time
from itertools import combinations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cms.intake.journal import Journal
from cms.intake.judging import is_importable, judge
from cms.intake.registry import spec_of
from cms.intake.spec import Row
from cms.people.models import ServiceRecord
from tests.cms.people.factories import ServiceRecordFactory, VolunteerFactory

pytestmark = pytest.mark.django_db
NUMBERED = [
    "志愿者编号", "姓名", "活动名称", "服务日期", "开始时间", "结束时间", "服务时长(小时)", "服务岗位",
    "记录人",
]  # fmt: skip
BY_PHONE = ["姓名", "手机号码", "服务内容", "日期", "开始", "结束", "时长", "岗位", "记录人"]
STANDARD = {
    "志愿者编号": "ZY-1", "姓名": "王小明", "手机号码": "19900001111",
    "活动名称": "宪法宣传", "服务内容": "宪法宣传", "服务日期": date(2026, 3, 5), "日期": date(2026, 3, 5),
    "开始时间": time(9), "开始": time(9), "结束时间": time(11), "结束": time(11),
    "服务时长(小时)": 2, "时长": 2, "服务岗位": "宣讲", "岗位": "宣讲", "记录人": "李记录",
}  # fmt: skip


@pytest.fixture
def volunteer():
    return VolunteerFactory(volunteer_number="ZY-1", person__name="王小明", person__phone="19900001111")


@pytest.fixture
def log(office_imports, workbook, volunteer, office):
    """Imports rows, each what differs from one good row; `head` tells one kind of table from another."""

    def do(*rows, head=NUMBERED, title="志愿服务记录", apply=True):
        cells = [[{**STANDARD, **row}.get(column) for column in head] for row in rows]
        return office_imports(workbook([title], head, *cells), kind="service_records", apply=apply)

    return do


def done(batch):
    return [batch.counts[what] for what in ("create", "change", "unchanged", "pending")]


def codes(batch):
    return [row.codes for row in batch.rows.all()]


def decide(office_imports, batch, action):
    keys = [row.pk for row in batch.rows.pending()]
    office_imports.press(batch, "intake_review", {"action": action, "rows": keys})
    return office_imports.press(batch, "intake_batch")


def test_record_is_stored_verified_by_who_imported_it(log, volunteer, office):
    assert done(log({})) == [1, 0, 0, 0]
    record = ServiceRecord.objects.get()
    assert (record.appointment, record.activity, record.hours) == (volunteer, "宪法宣传", 2)
    assert (record.start, record.end, record.recorder) == (time(9), time(11), "李记录")
    assert record.verified_by == office


def test_same_table_again_changes_nothing_and_a_mended_one_only_what_differs(log):
    log({}, {"服务日期": date(2026, 3, 6)})
    assert done(log({}, {"服务日期": date(2026, 3, 6)})) == [0, 0, 2, 0]
    assert done(log({"服务岗位": "签到"}, {"服务日期": date(2026, 3, 6)})) == [0, 1, 1, 0]
    # The time itself was wrong: still the same service.
    assert done(log({"开始时间": time(9, 30), "服务时长(小时)": 1}, {"服务日期": date(2026, 3, 6)})) == [
        0,
        1,
        1,
        0,
    ]
    assert ServiceRecord.objects.count() == 2
    assert ServiceRecord.objects.get(date=date(2026, 3, 5)).minutes == 90


def test_blank_cell_leaves_what_is_stored(log):
    log({})
    assert done(log({"服务岗位": None})) == [0, 0, 1, 0]
    assert ServiceRecord.objects.get().post == "宣讲"


def test_service_of_another_table_is_a_repeat_and_counts_once(log, office_imports):
    log({})
    batch = log({"服务内容": "宪法宣传"}, {"日期": date(2026, 3, 6)}, head=BY_PHONE, title="补报表")
    assert codes(batch) == [["dup_record"], []]
    decide(office_imports, batch, "same")
    assert ServiceRecord.objects.count() == 2
    again = log({}, {"日期": date(2026, 3, 6)}, head=BY_PHONE, title="补报表")
    assert (done(again)[:2], ServiceRecord.objects.count()) == ([0, 0], 2)


def test_repeat_that_is_said_to_be_another_service_still_overlaps(log, office_imports):
    batch = log({}, {"服务岗位": "签到"})
    assert codes(batch) == [[], ["dup_record"]]
    decide(office_imports, batch, "apart")
    assert [row.codes for row in batch.rows.pending()] == [["overlap"]]
    assert ServiceRecord.objects.count() == 1


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ({"服务时长(小时)": 0}, "hours_zero"),
        ({"服务时长(小时)": -1}, "hours_negative"),
        ({"服务时长(小时)": 0.8}, "hours_step"),
        ({"服务时长(小时)": 2.5}, "hours_gt_duration"),
        ({"服务时长(小时)": None}, "hours_missing"),
        ({"服务时长(小时)": "半天"}, "hours_unclear"),
        ({"结束时间": time(8)}, "end_before_start"),
        ({"结束时间": time(9)}, "end_before_start"),
        ({"结束时间": None}, "time_missing"),
        ({"开始时间": "饭后"}, "time_unclear"),
        ({"服务日期": None}, "date_missing"),
        ({"服务日期": date(2036, 3, 5)}, "future_date"),
        ({"服务日期": "3月上旬"}, "date_vague"),
        ({"记录人": "王小明"}, "recorder_self"),
        ({"记录人": "王 小明"}, "recorder_self"),
        ({"记录人": None}, "recorder_missing"),
        ({"活动名称": None}, "title_missing"),
        ({"姓名": None}, "name_missing"),
        ({"志愿者编号": "ZY-9"}, "person_unknown"),
        ({"志愿者编号": None}, "person_unknown"),
        ({"志愿者编号": None, "姓名": "别人"}, "person_unknown"),
        ({"姓名": "别人"}, "person_mismatch"),
    ],
)
def test_row_that_breaks_a_rule_waits(row, found, log):
    batch = log(row)
    assert found in batch.rows.get().codes
    assert not ServiceRecord.objects.exists()


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ({"服务时长(小时)": "两小时"}, ["hours_text"]),
        ({"服务时长(小时)": "90分钟"}, ["hours_text"]),
        ({"开始时间": "上午9：00"}, ["time_text"]),
        ({"服务日期": "2026年3月5日"}, ["date_text"]),
        ({"姓名": "王 小 明"}, ["name_spaces"]),
    ],
)
def test_row_that_is_only_written_differently_is_repaired(row, found, log):
    assert codes(log(row)) == [found]
    assert ServiceRecord.objects.count() == 1


def test_start_and_end_may_stand_in_one_cell(log):
    head = ["志愿者编号", "姓名", "活动名称", "服务日期", "起止时间", "服务时长", "记录人"]
    log({"起止时间": "上午9:00—11:30", "服务时长": 2}, head=head)
    record = ServiceRecord.objects.get()
    assert (record.start, record.end) == (time(9), time(11, 30))


def test_number_of_a_namesake_is_offered_not_taken(log, volunteer):
    VolunteerFactory(volunteer_number="ZY-2", person__name="王小明")
    row = log({"志愿者编号": None}).rows.get()
    assert [found["choices"] for found in row.cells["findings"]] == [["ZY-1", "ZY-2"]]


def test_right_number_entered_by_a_person_lets_the_row_in(log, office_imports, volunteer):
    batch = log({"志愿者编号": "ZY-9"})
    typed = {f"value-{batch.rows.get().pk}-志愿者编号": "ZY-1"}
    office_imports.press(batch, "intake_review", {"action": "values", **typed})
    office_imports.press(batch, "intake_batch")
    assert ServiceRecord.objects.get().appointment == volunteer


def test_mobile_of_the_registration_also_finds_the_volunteer(log, volunteer):
    volunteer.phone = "19900002222"
    volunteer.save()
    batch = log(
        {}, {"手机号码": "19900002222", "日期": date(2026, 3, 6)}, {"手机号码": "19900003333"}, head=BY_PHONE
    )
    assert codes(batch) == [[], [], ["person_unknown"]]
    assert batch.rows.first().cells["values"]["志愿者编号"] == "ZY-1"


def test_overlap_waits_in_both_rows(log):
    batch = log({}, {"活动名称": "调解", "开始时间": time(10, 30), "结束时间": time(12), "服务时长(小时)": 1})
    assert codes(batch) == [["overlap"], ["overlap"]]


def test_services_one_after_the_other_do_not_overlap(log):
    batch = log({}, {"活动名称": "调解", "开始时间": time(11), "结束时间": time(12), "服务时长(小时)": 1})
    assert done(batch) == [2, 0, 0, 0]


def test_overlap_with_what_was_noted_by_hand_waits(log, volunteer):
    ServiceRecordFactory(appointment=volunteer, date=date(2026, 3, 5), start=time(10), activity="调解")
    assert codes(log({})) == [["overlap"]]


half_hours = st.integers(14, 40).map(lambda halves: time(halves // 2, halves % 2 * 30))
services = st.lists(
    st.tuples(
        st.sampled_from(["宪法宣传", "调解", "咨询"]),
        st.integers(1, 2),
        half_hours,
        half_hours,
        st.integers(0, 8),
    ),
    max_size=12,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
# Row 1 is refused for its hours and later found in the other table: row 2, its repetition, stays one.
@example(
    tables=[
        [("宪法宣传", 1, time(9), time(10), 9), ("宪法宣传", 1, time(9, 30), time(11), 2)],
        [("宪法宣传", 1, time(9), time(9, 30), 1)],
    ]
)
# Rows 1 and 2 contradict each other, also once row 1 is found in the other table.
@example(
    tables=[
        [("宪法宣传", 1, time(9), time(10), 2), ("调解", 1, time(9, 30), time(11), 2)],
        [("宪法宣传", 1, time(9), time(9, 30), 1)],
    ]
)
@given(tables=st.lists(services, min_size=1, max_size=3))
def test_whatever_tables_come_the_stored_hours_keep_the_rules(tables, volunteer):
    ServiceRecord.objects.all().delete()
    spec, on = spec_of("service_records"), date(2026, 11, 23)
    for ledger, table in enumerate([*tables, tables[0]]):
        cells = ("活动名称", "服务日期", "开始时间", "结束时间", "服务时长")
        rows = [
            Row("表", number, {
                "志愿者编号": "ZY-1", "姓名": "王小明", "记录人": "李记录",
                **dict(zip(cells, (name, date(2026, 3, day), start, end, length / 2), strict=True)),
            }, ledger=str(ledger % len(tables)))
            for number, (name, day, start, end, length) in enumerate(table, 1)
        ]  # fmt: skip
        judge(rows, spec, on)
        outcome = spec.apply([row for row in rows if is_importable(row)], Journal(None, on))
        held = list(ServiceRecord.objects.all())
        assert [pair for pair in combinations(held, 2) if pair[0].overlaps(pair[1])] == []
        assert [record for record in held if not 0 < record.half_hours * 30 <= record.minutes] == []
    # The last table is the first one again.
    assert set(outcome.done) <= {"unchanged"}


def test_service_past_midnight_keeps_its_length(log):
    batch = log({"开始时间": "22:00", "结束时间": "次日01:00", "服务时长(小时)": 3})
    assert done(batch) == [1, 0, 0, 0]
    record = ServiceRecord.objects.get()
    assert (record.start, record.minutes, record.half_hours) == (time(22), 180, 6)


def test_evening_and_small_hours_in_two_columns_span_midnight(log):
    batch = log({"开始时间": "22:00", "结束时间": "1:00", "服务时长(小时)": 3})
    assert (done(batch), codes(batch)) == ([1, 0, 0, 0], [["time_text"]])


@pytest.mark.parametrize(("start", "clashes"), [("凌晨0:30", True), ("凌晨1:00", False)])
def test_service_past_midnight_meets_that_of_the_next_day(log, start, clashes):
    """Of one table, and of what another one stored before."""
    night = {"活动名称": "守夜", "服务日期": date(2026, 3, 5), "开始时间": "22:00", "结束时间": "次日01:00"}
    morning = {"活动名称": "早市", "服务日期": date(2026, 3, 6), "开始时间": start, "结束时间": "3:00"}
    together = codes(log(night, morning, apply=False))
    assert ["overlap" in found for found in together] == [clashes, clashes]
    log(night)
    assert ("overlap" in codes(log(morning, apply=False, title="另一份"))[0]) is clashes


@pytest.mark.parametrize(("start", "asked"), [("2:00", True), (time(2), True), ("凌晨2:00", False)])
def test_service_in_the_small_hours_is_asked_unless_they_are_meant(log, start, asked):
    batch = log({"开始时间": start, "结束时间": "4:00"}, apply=False)
    assert ("time_unclear" in codes(batch)[0]) is asked


def test_service_longer_than_a_day_is_asked(log):
    batch = log({"开始时间": "9:00", "结束时间": "次日10:00"}, apply=False)
    assert "time_unclear" in codes(batch)[0]


WITHOUT_ACTIVITY = [name for name in BY_PHONE if name != "服务内容"]


@pytest.mark.parametrize(
    ("head", "named"),
    [
        (BY_PHONE, lambda name: [None, None, name]),
        (WITHOUT_ACTIVITY, lambda name: [f"活动名称：{name}"]),
        (WITHOUT_ACTIVITY, lambda name: [f"一、活动：{name}"]),
    ],
)
def test_who_served_stands_below_the_activity(office_imports, workbook, volunteer, office, head, named):
    first, second = (
        [({**STANDARD, "服务内容": None, "日期": date(2026, 3, day)}).get(name) for name in head]
        for day in (5, 6)
    )
    table = workbook(["志愿服务记录"], head, named("宪法宣讲"), first, named("民法典宣讲"), second)
    office_imports(table, kind="service_records")
    held = ServiceRecord.objects.order_by("date").values_list("activity", "date")
    assert list(held) == [("宪法宣讲", date(2026, 3, 5)), ("民法典宣讲", date(2026, 3, 6))]


def test_an_activity_that_nothing_names_is_asked_for(office_imports, workbook, volunteer, office):
    row = [STANDARD.get(name) for name in WITHOUT_ACTIVITY]
    batch = office_imports(workbook(["志愿服务记录"], WITHOUT_ACTIVITY, row), kind="service_records")
    assert "title_missing" in batch.rows.get().codes
