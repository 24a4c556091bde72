"""Lists as towns and other programs send them, of the kinds whose rows are few: each goes in end to end."""

from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from cms.advisers.models import Agreement
from cms.exams.models import Question, Sitting
from cms.reviews.models import Indicator
from cms.training.models import Attendance, TrainingSession
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.exams.factories import ExamFactory
from tests.cms.intake.answers import answer_of, rows_of
from tests.cms.people.factories import AppointmentFactory, PersonFactory
from tests.cms.places.factories import CommunityFactory

pytestmark = pytest.mark.django_db
PEOPLE = ("周甲", "柳林苑"), ("周乙", "柳林苑"), ("周丙", "桃林"), ("周丁", "桃林")


@pytest.fixture(autouse=True)
def district():
    first = CommunityFactory(name="柳林苑居委会", short_name="柳林苑", parent__name="清溪镇")
    places = {"柳林苑": first, "桃林": CommunityFactory(name="桃林居委会", parent=first.parent)}
    for number, (name, place) in enumerate(PEOPLE, 1):
        person = PersonFactory(name=name, phone=f"1990000003{number}")
        AppointmentFactory(person=person, community=places[place])


@pytest.fixture
def sent(tmp_path):
    """What a command answers of a workbook of these sheets."""

    def do(command, name, *rows, **options):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(tmp_path / name)
        return answer_of(tmp_path / name, command, date(2026, 11, 23), **options)

    return do


def test_a_list_of_who_came_with_its_day_in_the_title(sent):
    answer = sent(
        "import_attendance",
        "签到.xlsx",
        ["清溪镇法律明白人培训签到表（2026.9.26）"],
        ["地点：镇文化中心三楼", None, None, "学时：3"],
        ["序号", "姓 名", "居委会", "联系电话", "签到情况", "备注"],
        ["柳林苑居委会"],
        [1, "周 甲", None, 19900000031.0, "√", None],
        [2, "周乙", None, "199 0000 0032", "Y", "迟到"],
        ["桃林居委会（2人）"],
        [3, "周丙", None, "33", "请假", None],
        [4, "周丁", None, None, "代", None],
        ["应到4人，实到3人"],
        ["签到负责人：李某", None, "审核：王某"],
    )
    title, day = "清溪镇法律明白人培训", "2026-09-26"
    assert rows_of(answer, "姓名", "所属居村", "手机尾号", "学时", "培训名称", "培训日期") == {
        5: ("周甲", "柳林苑居委会", "0031", 3, title, day),
        6: ("周乙", "柳林苑居委会", "0032", 3, title, day),
        8: ("周丙", "桃林居委会", "0033", None, title, day),
        9: {"signed_by_other"},
    }
    held = Attendance.objects.order_by("pk").values_list("person__name", "signed", "hours")
    assert list(held) == [("周甲", True, 3), ("周乙", True, 3), ("周丙", False, 0)]


def test_a_sheet_a_day_of_a_training_that_the_file_is_called_after(sent, tmp_path):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name in ("9月12日", "9月13日"):
        sheet = book.create_sheet(name)
        for row in (["姓名", "居委", "手机后四位", "签到", "课时"], ["周甲", "柳林苑", "0031", "√", 2]):
            sheet.append(row)
    book.save(tmp_path / "2026年骨干培训签到表.xlsx")
    answer_of(tmp_path / "2026年骨干培训签到表.xlsx", "import_attendance", date(2026, 11, 23))
    held = TrainingSession.objects.order_by("starts_on").values_list("title", "starts_on")
    assert list(held) == [("2026年骨干培训", date(2026, 9, 12)), ("2026年骨干培训", date(2026, 9, 13))]


def test_a_towns_marks_with_parts_totals_groups_and_phones(sent):
    ExamFactory(title="2026年岗前考试")
    rows = [
        ["清溪镇2026年岗前考试成绩汇总表"],
        ["考试日期：2026年6月20日 上午", None, None, "填报日期：2026年7月1日"],
        ["名次", "姓名", "性别", "居委会", "联系电话", "笔试成绩", "总 分", "是否合格"],
        ["（一）柳林苑居委会"],
        [1, "周 甲", "男", None, 19900000031.0, 88, "98分", "合格"],
        [2, "周乙", "女", None, "199 0000 0032", 60, 60, "合格"],
        ["（二）桃林居委会"],
        [3, "周丙", "女", None, None, None, "缺考", "不合格"],
        [4, "周丁", "女", None, "19900000099", 70, 70, "合格"],
        ["平均分", None, None, None, None, None, 79],
        [None, "及格率", None, None, None, None, "100%"],
        ["制表人：王某", None, None, "审核：李某"],
    ]
    asked = rows_of(sent("import_exam_scores", "成绩.xlsx", *rows))
    assert all("column_unplaced" in codes for codes in asked.values())
    answer = sent("import_exam_scores", "成绩.xlsx", *rows, map=["笔试成绩="])
    assert rows_of(answer, "姓名", "所属居村", "成绩", "考试日期") == {
        5: ("周甲", "柳林苑居委会", 98, "2026-06-20"),
        6: ("周乙", "柳林苑居委会", 60, "2026-06-20"),
        8: ("周丙", "桃林居委会", None, "2026-06-20"),
        9: {"attendee_unknown"},
    }
    assert answer["sheets"][0]["skipped"] == {
        "title": [1, 2], "header": [3], "group": [4, 7], "total": [10, 11], "note": [12],
    }  # fmt: skip
    assert list(Sitting.objects.order_by("pk").values_list("score", flat=True)) == [98, 60]


def test_a_place_that_the_row_before_names_too_is_not_filled_down(sent):
    ExamFactory(title="2026年岗前考试")
    rows = [["姓名", "居委会", "成绩"], ["周甲", "柳林苑", 98], ["周乙", "柳林苑", 60]]
    answer = sent("import_exam_scores", "2026年岗前考试.xlsx", *rows, ["周丙", None, 70], ["周丁", None, 80])
    assert [row["values"]["所属居村"] for row in answer["sheets"][0]["rows"]] == [
        "柳林苑", "柳林苑", None, None,
    ]  # fmt: skip


def test_questions_with_everything_in_one_cell_under_headings_of_their_kind(sent):
    sent(
        "import_questions",
        "2026年题库.xlsx",
        ["题目", "答案", "分值"],
        ["1. 公民有哪些基本义务？\nA. 依法纳税\nB. 服兵役\nC. 以上都是", "C", 2],
        ["一、单选题（每题2分，共2题）"],
        ["2、我国的根本法是（ ）。A.刑法 B.宪法 C.民法典", "Ｂ", 2],
        ["二、判断题"],
        ["3.宪法日是12月4日。", "1", 1],
        ["合计", None, 5],
    )
    assert list(Question.objects.order_by("pk").values_list("kind", "stem", "answer")) == [
        ("single", "公民有哪些基本义务？", "C"),
        ("single", "我国的根本法是（ ）。", "B"),
        ("truth", "宪法日是12月4日。", "A"),
    ]


def test_questions_of_a_survey_that_counts_its_options(sent):
    sent(
        "import_questions",
        "2026年题库.xlsx",
        ["序号", "题目", "选项1", "选项2", "选项3", "正确答案"],
        [1, "宪法日", "12月4日", "3月5日", None, 1],
        [2, "民事主体有", "自然人", "法人", "宠物", "1、2"],
        [3, "一年有几季", "3", "4", None, "选项2"],
        [4, "一年有几季？", "3", "4", None, "4"],
    )
    assert list(Question.objects.order_by("pk").values_list("stem", "answer")) == [
        ("宪法日", "A"), ("民事主体有", "AB"), ("一年有几季？", "B"),
    ]  # fmt: skip


def test_a_scoring_table_with_its_aspects_on_rows_of_their_own(sent):
    sent(
        "import_review_scheme",
        "评分表.xlsx",
        ["附件2", "2026年普法考核评分表"],
        ["序号", "考核内容", "标准分", "评分标准", "自评分"],
        ["一、组织领导（20分）"],
        [1, "领导小组", 10, "有文件得满分", None],
        [2, "年度计划", 10, "有计划得满分", None],
        ["二、社会普法（80分）"],
        [3, "主题活动", 80, "每少1场扣2分", None],
        ["三、一票否决"],
        [4, "重大执法不公事件", "否决", "一票否决", None],
        [None, "合计", 100],
    )
    held = Indicator.objects.order_by("position").values_list("dimension", "name", "max")
    assert list(held) == [
        ("一、组织领导(20分)", "领导小组", 10),
        ("一、组织领导(20分)", "年度计划", 10),
        ("二、社会普法(80分)", "主题活动", 80),
        ("三、一票否决", "重大执法不公事件", None),
    ]


def test_a_scoring_table_of_three_levels_whose_merges_were_lost(sent):
    rows = [
        ["2026年评议指标体系"],
        ["一级指标", "二级指标", "三级指标", "分值", "评分办法"],
        ["组织领导", "组织机构", "成立领导小组", "5分", "未成立扣5分"],
        [None, None, "专题研究", 5, "每少一次扣2.5分"],
        ["工作实施", "日常宣传", "开展法治宣传", 90, "按比例"],
        ["总分", None, None, 100, None],
    ]
    sent("import_review_scheme", "指标.xlsx", *rows, map=["二级指标="])
    held = Indicator.objects.order_by("position").values_list("dimension", "name", "per")
    assert list(held) == [
        ("组织领导", "成立领导小组", None),
        ("组织领导", "专题研究", Decimal("2.5")),
        ("工作实施", "开展法治宣传", None),
    ]


def test_advisers_under_their_places_for_terms_in_months(sent):
    sent(
        "import_advisers",
        "顾问.xlsx",
        ["清溪镇居村法律顾问"],
        ["序号", "居委会", "律师姓名", "律师事务所", "聘期"],
        ["柳林苑居委会"],
        [1, None, "陆明远", "青桥律师事务所", "2025.1-2026.12"],
        ["桃林居委会"],
        [2, None, "白露", "青桥律师事务所", "2026年1月—2026年12月"],
    )
    held = Agreement.objects.order_by("pk").values_list("community__name", "starts_on", "ends_on")
    assert list(held) == [
        ("柳林苑居委会", date(2025, 1, 1), date(2026, 12, 31)),
        ("桃林居委会", date(2026, 1, 1), date(2026, 12, 31)),
    ]


def test_each_of_two_tables_on_a_sheet_has_titles_of_its_own(sent):
    head = ["姓名", "居委", "手机后四位", "签到", "课时"]
    sent(
        "import_attendance",
        "签到.xlsx",
        ["清溪镇法治培训"],
        ["2026年第一期骨干培训签到表"],
        ["时间：2026年5月16日"],
        head,
        ["周甲", "柳林苑", "0031", "√", 2],
        ["应到1人"],
        [],
        ["2026年第二期骨干培训签到表"],
        ["时间：2026年6月20日", None, "地点：镇文化中心"],
        head,
        ["周甲", "柳林苑", "0031", "√", 2],
        head,
        ["周乙", "柳林苑", "0032", "√", 2],
    )
    held = Attendance.objects.order_by("pk")
    assert list(held.values_list("person__name", "session__title", "session__starts_on")) == [
        ("周甲", "2026年第一期骨干培训", date(2026, 5, 16)),
        ("周甲", "2026年第二期骨干培训", date(2026, 6, 20)),
        ("周乙", "2026年第二期骨干培训", date(2026, 6, 20)),
    ]


def test_a_ledger_of_two_agencies_each_above_its_events(sent):
    AgencyFactory(code="JYJ", name="青桥区教育局", short_name="区教育局")
    AgencyFactory(code="GAJ", name="青桥公安分局", short_name="青桥分局")
    head = ["活动名称", "时间", "地点", "现场人次"]
    answer = sent(
        "import_activities",
        "台账.xlsx",
        ["2026年普法活动台账"],
        head,
        ["区教育局"],
        ["宪法进校园", "2026-03-02", "小学", 100],
        ["青桥分局"],
        ["反诈宣传", "2026-03-05", "广场", 200],
        ["填报单位：青桥区教育局"],
        head,
        ["民法典进校园", "3月9日", "中学", 300],
    )
    assert rows_of(answer, "活动名称", "org", "start") == {
        4: ("宪法进校园", ["JYJ"], "2026-03-02"),
        6: ("反诈宣传", ["GAJ"], "2026-03-05"),
        9: ("民法典进校园", ["JYJ"], "2026-03-09"),
    }
