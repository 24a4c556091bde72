"""A list of who came goes in: which training, which person, whether they signed themselves."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest

from cms.people.enums import AppointmentRole, AppointmentState
from cms.people.models import RosterSetting, ServiceRecord
from cms.reports.services.trainings import record_training
from cms.training.models import Attendance, TrainingSession
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.duties.factories import logger_of
from tests.cms.intake.rosters import person
from tests.cms.people.factories import AppointmentFactory, VolunteerFactory
from tests.cms.training.factories import AttendanceFactory, OpenSessionFactory
from tests.cms.training.test_one_attendance import fed

pytestmark = pytest.mark.django_db
HEAD = ["序号", "姓名", "单位（居村）", "手机尾号（后4位）", "签到", "到场时间", "学时", "备注"]
TITLES = (["2026年第一期集中培训签到表"], ["时间：2026年5月16日　地点：服务中心　学时：4"])
ARRIVED = datetime(2026, 5, 16, 8, 46)
STANDARD = {
    "姓名": "王小明", "单位（居村）": "柳林居委会", "手机尾号（后4位）": "0017", "签到": "√",
    "到场时间": ARRIVED, "学时": 4,
}  # fmt: skip


@pytest.fixture
def literate(community):
    return AppointmentFactory(person__name="王小明", person__phone="19900000017", community=community).person


@pytest.fixture
def signed(office, office_imports, workbook, literate):
    """Imports a list; each row is what differs from one person who came."""

    def do(*rows, titles=TITLES, head=HEAD, apply=True):
        cells = [[{**STANDARD, **row}.get(column) for column in head] for row in rows]
        return office_imports(workbook(*titles, head, *cells), kind="attendance", apply=apply)

    return do


def codes(batch):
    return [row.codes for row in batch.rows.all()]


def done(batch):
    return [batch.counts[what] for what in ("create", "change", "unchanged", "pending")]


def decide(office_imports, batch, action):
    keys = [row.pk for row in batch.rows.pending()]
    office_imports.press(batch, "intake_review", {"action": action, "rows": keys})
    return office_imports.press(batch, "intake_batch")


def test_session_and_attendance_are_made_from_the_list(signed, literate):
    assert done(signed({})) == [1, 0, 0, 0]
    session = TrainingSession.objects.get()
    assert (session.title, session.starts_on, session.hours, session.place) == (
        "2026年第一期集中培训",
        date(2026, 5, 16),
        4,
        "服务中心",
    )
    attendance = Attendance.objects.get()
    assert (attendance.session, attendance.person, attendance.signed) == (session, literate, True)
    assert (attendance.arrived_at, attendance.hours) == (time(8, 46), 4)


def test_same_list_again_changes_nothing_and_a_mended_one_only_what_differs(signed):
    signed({})
    assert done(signed({})) == [0, 0, 1, 0]
    assert done(signed({"签到": None, "到场时间": None, "学时": None})) == [0, 1, 0, 0]
    assert (Attendance.objects.get().signed, Attendance.objects.get().hours) == (False, 0)
    assert done(signed({}, titles=(TITLES[0], ["时间：2026年5月16日　地点：二楼　学时：4"])))[:2] == [0, 1]
    assert TrainingSession.objects.get().place == "二楼"


def test_absent_person_is_kept_as_absent_without_hours(signed):
    batch = signed({"签到": "请假", "到场时间": None})
    assert codes(batch) == [["absent"]]
    assert (Attendance.objects.get().signed, Attendance.objects.get().hours) == (False, 0)


@pytest.mark.parametrize("sign", ["√", "已签", "王小明", "王 小 明", "本人", "是"])
def test_own_signature_is_one(sign, signed):
    assert codes(signed({"签到": sign})) == [[]]


@pytest.mark.parametrize("sign", ["代签（李四）", "李四", "李四代"])
def test_signature_of_another_waits_and_counts_once_confirmed(sign, signed, office_imports):
    batch = signed({"签到": sign})
    assert codes(batch) == [["signed_by_other"]]
    assert not Attendance.objects.exists()
    decide(office_imports, batch, "accept")
    assert Attendance.objects.get().hours == 4


@pytest.mark.parametrize(
    ("tail", "found"),
    [
        (17, ["tail_zero_lost"]),
        ("17", ["tail_zero_lost"]),
        ("００１７", []),
        ("19900000017", []),
        ("0071", ["tail_mismatch"]),
        ("无号", ["tail_mismatch"]),
        (None, []),
    ],
)
def test_tail_of_the_mobile_tells_who_it_is(tail, found, signed):
    assert codes(signed({"手机尾号（后4位）": tail})) == [found]


def test_name_alone_proves_nothing(signed):
    batch = signed({"手机尾号（后4位）": None, "单位（居村）": "别处"})
    assert codes(batch) == [["tail_mismatch"]]


def test_namesakes_are_told_apart_by_the_tail(signed, literate):
    other = AppointmentFactory(person__name="王小明", person__phone="19900000099").person
    batch = signed({}, {"手机尾号（后4位）": "0099"})
    assert codes(batch) == [[], []]
    assert set(Attendance.objects.values_list("person", flat=True)) == {literate.pk, other.pk}


def test_number_of_the_volunteers_register_is_the_persons_too(signed, literate):
    VolunteerFactory(person=literate, phone="19900000088")
    assert codes(signed({"手机尾号（后4位）": "0088"})) == [[]]


def test_who_left_the_roster_still_attended(signed, literate):
    literate.appointments.update(state=AppointmentState.LEFT)
    assert codes(signed({})) == [[]]


def test_who_is_only_a_volunteer_is_not_on_the_roster(signed, literate):
    literate.appointments.update(role=AppointmentRole.VOLUNTEER)
    assert codes(signed({})) == [["attendee_unknown"]]


@pytest.mark.parametrize(("action", "waits"), [("same", []), ("apart", [["attendee_unknown"]])])
def test_second_signature_counts_once(action, waits, signed, office_imports):
    batch = signed({}, {"签到": "已签"})
    assert codes(batch) == [[], ["dup_signature"]]
    batch = decide(office_imports, batch, action)
    assert [row.codes for row in batch.rows.pending()] == waits
    assert Attendance.objects.get().hours == 4


def test_right_tail_entered_by_a_person_lets_the_row_in(signed, office_imports):
    batch = signed({"手机尾号（后4位）": "0071"})
    office_imports.press(
        batch, "intake_review", {"action": "values", f"value-{batch.rows.get().pk}-手机尾号": "0017"}
    )
    office_imports.press(batch, "intake_batch")
    assert Attendance.objects.count() == 1


def test_hours_left_blank_are_those_of_the_session(signed):
    assert codes(signed({"学时": None})) == [[]]
    assert Attendance.objects.get().hours == 4


@pytest.mark.parametrize(
    ("hours", "found"),
    [(5, ["hours_gt_duration"]), ("3.5学时", ["hours_text"]), (0, ["hours_zero"]), (1.2, ["hours_step"])],
)
def test_hours_are_checked_against_the_session(hours, found, signed):
    assert codes(signed({"学时": hours})) == [found]


@pytest.mark.parametrize("arrived", [ARRIVED, "2026-05-16 08:46"])
def test_day_is_that_of_the_arrivals_where_no_title_tells_it(arrived, signed):
    signed({"到场时间": arrived}, titles=(["骨干培训签到表"],))
    session = TrainingSession.objects.get()
    assert (session.title, session.starts_on) == ("骨干培训", date(2026, 5, 16))


def test_session_nothing_names_waits(signed):
    assert codes(signed({"到场时间": "8:46"}, titles=(["签到表"],))) == [["time_text", "session_unknown"]]
    assert not TrainingSession.objects.exists()


def test_session_may_be_named_in_the_rows(signed):
    told = {"到场时间": time(8, 46), "培训名称": "骨干培训", "培训日期": date(2026, 5, 16)}
    assert done(signed(told, titles=(), head=[*HEAD, "培训名称", "培训日期"])) == [1, 0, 0, 0]
    assert TrainingSession.objects.get().title == "骨干培训"


def test_row_says_where_the_person_stands_on_the_roster(office, office_imports, roster, workbook):
    office_imports(roster(person(1)))
    name, phone = person(1)[0], person(1)[3]
    cells = ["1", name, "柳林居委会", phone[-4:], "√", ARRIVED, 4, None]
    batch = office_imports(workbook(*TITLES, HEAD, cells), kind="attendance")
    assert batch.rows.get().cells["values"]["roster"] == "名册.xlsx!Sheet!3"


def test_batch_is_taken_back_with_its_session(signed, office_imports):
    batch = signed({})
    office_imports.press(batch, "intake_undo")
    assert not TrainingSession.objects.exists()


def test_attendance_of_a_session_entered_before_joins_it(signed):
    held = TrainingSession.objects.create(
        title="2026年第一期集中培训",
        starts_on=date(2026, 5, 16),
        ends_on=date(2026, 5, 16),
        hours=Decimal(4),
        place="服务中心",
    )
    signed({})
    assert Attendance.objects.get().session == held


@pytest.fixture
def planned():
    """The training as it was entered before anybody came: one morning of three hours."""
    return OpenSessionFactory(
        title="2026年第一期集中培训", starts_on=date(2026, 5, 16), hours=3, host=AgencyFactory(),
        counts_as_service=True,
    )  # fmt: skip


PLANNED = (["2026年第一期集中培训签到表"], ["时间：2026年5月16日　地点：服务中心"])
IN_AND_OUT = [*HEAD[:-1], "离场时间", "备注"]


@pytest.mark.parametrize(
    ("row", "hours", "found"),
    [
        ({}, 3, []),
        ({"到场时间": time(8, 50)}, 3, []),
        ({"到场时间": time(9, 15)}, 3, []),
        ({"到场时间": time(10)}, 2, ["hours_by_rule"]),
        ({"离场时间": time(11, 20)}, 2, ["hours_by_rule"]),
        ({"到场时间": time(9, 40), "离场时间": "11点半"}, 1.5, ["time_text", "hours_by_rule"]),
        ({"到场时间": time(10), "学时": 2}, 2, []),
        ({"到场时间": time(10), "学时": 3}, None, ["hours_gt_stay"]),
        ({"学时": 3.5}, None, ["hours_gt_duration"]),
        ({"到场时间": time(11), "离场时间": time(9)}, None, ["end_before_start"]),
        ({"签到": "请假", "到场时间": time(9)}, 0, ["absent"]),
    ],
    ids=str,
)
def test_who_came_late_or_left_early_has_the_hours_of_the_rule(row, hours, found, signed, planned):
    batch = signed({"到场时间": None, "学时": None, **row}, titles=PLANNED, head=IN_AND_OUT)
    assert codes(batch) == [found]
    assert list(Attendance.objects.values_list("hours", flat=True)) == ([] if hours is None else [hours])


def test_hours_above_the_rule_count_once_somebody_confirmed_them(signed, office_imports, planned):
    batch = signed({"到场时间": time(10), "学时": 3}, titles=PLANNED, head=IN_AND_OUT)
    decide(office_imports, batch, "accept")
    held = Attendance.objects.get()
    assert (held.hours, held.arrived_at, held.session) == (3, time(10), planned)


def test_paper_feeds_credit_service_and_activity_and_its_correction_takes_back_in_all(
    signed, literate, planned
):
    VolunteerFactory(person=literate)
    held = RosterSetting.load()
    held.yearly_sessions = 2
    held.save()
    blank = {"到场时间": None, "学时": None}
    signed({**blank, "到场时间": time(10), "离场时间": time(11, 30)}, titles=PLANNED, head=IN_AND_OUT)
    record = ServiceRecord.objects.get()
    assert (record.start, record.half_hours, Attendance.objects.get().left_at) == (time(10), 3, time(11, 30))
    record_training(planned, actor=logger_of(planned.host))
    assert fed(planned, literate) == (1, Decimal("1.5"), [1])
    signed({**blank, "签到": "未到"}, titles=PLANNED, head=IN_AND_OUT)
    held = Attendance.objects.get()
    assert (held.signed, held.arrived_at, held.left_at, held.hours) == (False, None, None, 0)
    assert fed(planned, literate) == (0, Decimal(0), [0])
    signed(blank, titles=PLANNED, head=IN_AND_OUT)
    assert fed(planned, literate) == (1, Decimal(3), [1])


@pytest.mark.parametrize(
    ("source", "row", "found"),
    [
        ("door", {"学时": 2}, []),
        ("door", {"学时": 3}, ["reviewed_already"]),
        ("hand", {"签到": "未到"}, ["absent", "reviewed_already"]),
        ("list", {"学时": 3}, []),
    ],
    ids=str,
)
def test_paper_that_tells_otherwise_than_the_door_changes_nothing_and_says_so(
    source, row, found, signed, literate, planned
):
    AttendanceFactory(session=planned, person=literate, source=source, hours=2)
    batch = signed({"到场时间": None, "学时": None, **row}, titles=PLANNED, head=IN_AND_OUT)
    assert codes(batch) == [found]
    assert Attendance.objects.get().hours == (3 if source == "list" else 2)
