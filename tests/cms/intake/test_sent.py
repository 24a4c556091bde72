"""Files as a 居委会, a school, a police station and a law firm send them: no template, and every quirk.

They were made once, by hand and by the programs that write such formats; nobody in them is real.
"""

from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError
from django.db import transaction

from cms.duties.models import ActivityRecord
from cms.people.enums import AppointmentRole
from cms.people.models import Appointment
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.intake.answers import answer_of, rows_of
from tests.cms.people.factories import AppointmentFactory, PersonFactory
from tests.cms.places.factories import CommunityFactory

FOLDER = Path(__file__).with_name("sent")
TODAY = date(2026, 11, 23)
# Of a sheet of Excel or LibreOffice.
LAST_ROW = 1_048_576


@pytest.fixture(scope="module")
def district(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        first = CommunityFactory(name="柳林苑居委会", short_name="柳林苑", parent__name="清溪镇")
        for name in ("桃林", "杏林", "旧里"):
            CommunityFactory(name=f"{name}居委会", short_name=name, parent=first.parent)
        AgencyFactory(code="JYJ", name="青桥区教育局", short_name="区教育局")
        AgencyFactory(code="GAJ", name="青桥公安分局", short_name="青桥分局")
        yield
        transaction.set_rollback(True)


def read(name: str, command: str, **options) -> dict:
    return answer_of(FOLDER / name, command, TODAY, **options)


def test_a_communitys_roster_in_the_old_format(district, db):
    answer = read("柳林苑名单(最终版2).xls", "import_roster")
    home = "柳林苑居委会"
    assert rows_of(answer, "姓名", "出生年月", "联系电话", "人员类别", "所属居村") == {
        4: ("王甲", "1968-05", "19900000001", "楼组长", home),
        5: ("王乙", "1975-03", "19900000002", "楼组长", home),
        6: {"hidden_row"},
        7: {"birth_two_months", "struck_row"},
        8: {"name_note"},
    }
    assert answer["sheets"][0]["skipped"] == {"title": [1, 2], "header": [3], "total": [9], "note": [11]}


def test_a_communitys_volunteers_without_numbers(district, db):
    answer = read("桃林志愿者.xlsx", "import_volunteers")
    assert set(map(frozenset, rows_of(answer).values())) == {
        frozenset({"column_unplaced"}),
        frozenset({"column_unplaced", "name_several"}),
    }
    answer = read("桃林志愿者.xlsx", "import_volunteers", map=["是否党员="])
    assert rows_of(answer, "志愿者编号", "姓名", "手机号码", "所属居村", "服务专长") == {
        3: (None, "赵甲", "19900000011", "桃林居委会", "宣讲"),
        4: (None, "赵乙", "19900000012", "桃林居委会", None),
        5: (None, "赵丙", None, "桃林居委会", "调解"),
        6: {"name_several"},
    }
    assert answer["create"] == Appointment.objects.volunteers().count() == 3


def test_a_schools_ledger_that_names_the_agency_in_its_title(district, db):
    answer = read("教育局进校园.xlsx", "import_activities")
    assert rows_of(answer, "org", "start", "现场人次") == {
        3: (["JYJ"], "2026-03-02", 600),
        4: (["JYJ"], "2026-03-09", 420),
        5: {"number_unclear", "days_listed"},
        6: {"cell_error"},
    }
    assert ActivityRecord.objects.count() == 2


def test_a_police_stations_tabbed_text_called_xls(district, db):
    answer = read("派出所活动.xls", "import_activities")
    assert rows_of(answer, "活动名称", "org", "start", "现场人次", "发放资料", "备注") == {
        2: ("反诈宣传，进广场;", ["GAJ"], "2026-03-05", 120, 300, "民警5人，辅警3人"),
        3: ("禁毒宣传", ["GAJ"], "2026-03-12", 100, 200, None),
        4: {"date_unclear"},
    }


def test_a_law_firms_web_page_called_xls(district, db):
    for name, number in (("钱甲", "19900000021"), ("钱乙", "19900000022")):
        person = PersonFactory(name=name, phone=number)
        AppointmentFactory(person=person, role=AppointmentRole.VOLUNTEER)
    answer = read("律所服务记录.xls", "import_service_records")
    assert rows_of(answer, "姓名", "服务日期", "开始时间", "结束时间", "服务时长") == {
        3: ("钱甲", "2026-03-05", "14:00", "16:00", 2),
        4: ("钱甲", "2026-03-12", "09:00", "10:30", 1.5),
        5: {"hours_unclear"},
    }


def test_a_list_of_who_came_with_two_people_on_a_line(district, db):
    for name, number in (("周甲", "19900000031"), ("周乙", "19900000032"), ("周丙", "19900000033")):
        AppointmentFactory(person=PersonFactory(name=name, phone=number))
    answer = read("培训签到.xlsx", "import_attendance")
    assert rows_of(answer, "姓名", "手机尾号", "学时", "培训日期") == {
        "4L": ("周甲", "0031", 4, "2026-05-16"),
        "4R": ("周丙", "0033", 4, "2026-05-16"),
        "5L": ("周乙", "0032", 4, "2026-05-16"),
        "5R": {"attendee_unknown"},
    }


def test_what_another_system_wrote_as_xml(district, db):
    answer = read("系统导出.xls", "import_roster")
    assert rows_of(answer, "姓名", "身份证号", "联系电话", "所属居村", "考核成绩") == {
        3: ("吴甲", "310107197003150018", "19900000041", "杏林居委会", 91),
        4: {"id_precision_lost", "cell_error"},
    }


def test_a_list_without_headings_goes_in_once_somebody_has_named_its_columns(district, db):
    answer = read("无表头.csv", "import_roster")
    assert [sheet["use"] for sheet in answer["sheets"]] == ["ignore"]
    said = ["A列=姓名", "B列=联系电话", "C列=所属居村"]
    assert rows_of(read("无表头.csv", "import_roster", map=said), "姓名", "联系电话", "所属居村") == {
        1: ("郑甲", "19900000051", "柳林苑居委会"),
        2: ("郑乙", "19900000052", "桃林居委会"),
        3: ("郑丙", "19900000053", "杏林居委会"),
    }


def test_a_towns_roster_with_groups_in_every_style(district, db):
    answer = read("清溪镇登记表.xlsx", "import_roster")
    assert rows_of(answer, "姓名", "联系电话", "所属居村", "考核成绩") == {
        4: ("冯甲", "19900000061", "柳林苑居委会", 88),
        5: ("冯乙", "19900000062", "柳林苑居委会", 90),
        6: ("冯丙", "19900000063", "桃林居委会", 77),
        7: ("冯丁", "19900000064", "桃林居委会", 85),
        8: ("冯戊", "19900000065", "桃林居委会", None),
        10: ("冯己", "19900000066", "杏林居委会", 60),
    }
    assert answer["sheets"][0]["skipped"] == {"title": [1], "header": [2, 3, 9]}


def test_a_sheet_for_each_community_and_a_summary_that_repeats_them(district, db):
    answer = read("各居汇总.xlsx", "import_roster")
    assert {sheet["name"]: sheet["use"] for sheet in answer["sheets"]} == {
        "柳林苑": "data", "旧里居民区": "data", "汇总": "ignore", "参数": "ignore",
    }  # fmt: skip
    held = Appointment.objects.order_by("pk").values_list("person__name", "community__name")
    assert list(held) == [("陈甲", "柳林苑居委会"), ("陈乙", "柳林苑居委会"), ("陈丙", "旧里居委会")]


def test_the_towns_roster_as_libreoffice_saves_it_for_another_program(district, db, tmp_path):
    """In GB18030; what was merged is blank but in its first row, and asked."""
    filled = (FOLDER / "清溪镇登记表.csv").read_bytes()
    # For the stray space in the last row of the sheet it writes all the rows above, too many to keep here.
    blank = LAST_ROW - 1 - filled.count(b"\n")
    saved = tmp_path / "清溪镇登记表.csv"
    saved.write_bytes(filled + b",,,,,,\n" * blank + b",, ,,,,\n")
    answer = answer_of(saved, "import_roster", TODAY)
    assert rows_of(answer, "姓名", "联系电话", "所属居村", "考核成绩") == {
        4: ("冯甲", "19900000061", "柳林苑居委会", 88),
        5: {"place_unknown"},
        6: ("冯丙", "19900000063", "桃林居委会", 77),
        7: ("冯丁", "19900000064", "桃林居委会", 85),
        8: ("冯戊", "19900000065", "桃林居委会", None),
        10: ("冯己", "19900000066", "杏林居委会", 60),
    }


def test_a_table_of_libreoffices_own_format_is_sent_back_with_the_cure(district, db):
    with pytest.raises(CommandError, match="请用 WPS 或 Excel 另存为 xlsx 后重传"):
        read("桃林志愿者.ods", "import_volunteers")
