"""The wrong kind of table says which one it looks like; a title and a sender tell what no column says."""

from datetime import date
from io import StringIO

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from cms.intake.judging import judge_file
from cms.intake.registry import spec_of
from cms.people.models import Appointment
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.places.factories import CommunityFactory

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 23)

VOLUNTEERS = ["姓名", "出生日期", "手机号码", "所属街镇", "所属居村", "服务队伍", "注册日期", "同意公开信息"]
LIST = ["序号", "姓名", "性别", "联系电话"]
LEDGER = ["序号", "活动名称", "时间", "地点", "八进类型", "现场人次"]


@pytest.fixture
def judged(tmp_path):
    def judge(kind, *rows, name="表.xlsx", title="Sheet1", sender=""):
        book = openpyxl.Workbook()
        book.active.title = title
        for row in rows:
            book.active.append(row)
        book.save(tmp_path / name)
        return judge_file(tmp_path / name, name, spec_of(kind), ON, sender=sender)

    return judge


@pytest.fixture
def community():
    return CommunityFactory(name="柳林苑居委会", short_name="柳林苑", parent__name="清溪镇")


PERSON = ["王甲", "1980-05-01", "19900000001", "清溪镇", "柳林苑", "一队", "2026-01-01", "是"]


def test_a_table_of_another_kind_waits_and_says_which_it_looks_like(community, judged):
    (row,) = judged("roster", VOLUNTEERS, PERSON).rows
    (told,) = [found.message for found in row.findings if found.code == "kind_doubtful"]
    assert "普法志愿者名册" in told
    (row,) = judged("volunteers", VOLUNTEERS, PERSON).rows
    assert row.codes == ["birth_text", "place_alias"]


def test_a_title_decides_between_kinds_whose_columns_are_alike(community, judged):
    rows = [LIST, [1, "王甲", "男", "19900000001"]]
    for kind, title, doubtful in (
        ("roster", "柳林苑志愿者名单", True),
        ("volunteers", "柳林苑志愿者名单", False),
        ("volunteers", "柳林苑法律明白人名单", True),
        ("roster", "柳林苑名单", False),
    ):
        (row,) = judged(kind, [title], *rows).rows
        assert ("kind_doubtful" in row.codes) == doubtful, (kind, title)


def test_a_sheet_that_cannot_be_read_as_one_kind_says_which_it_looks_like(judged):
    (sheet,) = judged("roster", LEDGER, [1, "讲座", "2026-03-05", "广场", "进社区", 3]).sheets
    assert (sheet.layout.use, "普法活动台账" in sheet.layout.why) == ("ignore", True)


@pytest.mark.parametrize(
    "told",
    [
        {"rows": [["清溪镇柳林苑居民区法律明白人名单"]]},
        {"title": "柳林苑"},
        {"name": "柳林苑居委会名单.xlsx"},
        {"sender": "柳林苑居委会"},
    ],
)
def test_one_communitys_list_needs_no_column_for_it(community, judged, told):
    rows = told.pop("rows", [])
    (row,) = judged("roster", *rows, LIST, [1, "王甲", "男", "19900000001"], **told).rows
    assert (row.values["所属街镇"], row.values["所属居村"]) == ("清溪镇", "柳林苑居委会")
    assert row.codes == ["value_told"]


def test_a_title_that_names_two_communities_or_none_tells_nothing(community, judged):
    CommunityFactory(name="桃林居委会", short_name="桃林", parent=community.parent)
    for title in ("柳林苑、桃林两居名单", "名单"):
        (row,) = judged("roster", [title], LIST, [1, "王甲", "男", "19900000001"]).rows
        assert "place_unknown" in row.codes


def test_a_communitys_name_in_two_towns_is_told_only_with_the_town(community, judged):
    CommunityFactory(name="柳林苑居委会", short_name="柳林苑", parent__name="桃溪镇")
    for title, found in (("柳林苑名单", None), ("桃溪镇柳林苑名单", "桃溪镇")):
        (row,) = judged("roster", [title], LIST, [1, "王甲", "男", "19900000001"]).rows
        assert row.values["所属街镇"] == found


def test_a_community_of_two_towns_is_asked_whatever_its_form(community, judged):
    CommunityFactory(name="柳林苑居委会", short_name="柳林苑", parent__name="桃溪镇")
    for name in ("柳林苑居委会", "柳林苑"):
        (row,) = judged("roster", [*LIST, "所属居村"], [1, "王甲", "男", "19900000001", name]).rows
        assert row.codes == ["place_unknown"]


def test_one_agencys_ledger_needs_no_column_for_it(judged):
    AgencyFactory(code="SFJ", name="青桥区司法局", short_name="区司法局")
    AgencyFactory(code="SFS", name="青桥区司法局清溪司法所", short_name="清溪司法所")
    activity = [1, "讲座", "2026-03-05", "广场", "进社区", 3]
    for title, org in (("青桥区司法局2026年台账", ["SFJ"]), ("清溪司法所台账", ["SFS"]), ("台账", None)):
        (row,) = judged("activities", [title], LEDGER, activity).rows
        assert row.values["org"] == org


def test_dates_without_a_year_take_it_from_the_file_name(judged):
    activity = [1, "讲座", "3月5日", "广场", "进社区", 3]
    (row,) = judged("activities", LEDGER, activity, name="2026年台账.xlsx").rows
    assert row.values["start"] == "2026-03-05"


def test_single_days_are_no_span(judged):
    activity = [1, "讲座", "3月5日、12日", "广场", "进社区", 3]
    (row,) = judged("activities", ["2026年台账"], LEDGER, activity).rows
    assert "days_listed" in row.codes


def test_the_command_is_told_what_headings_are(community, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["姓名", "联系电话", "所属居村", "血型", "段位"])
    book.active.append(["王甲", "19900000001", "柳林苑居委会", "A", "88"])
    book.save(tmp_path / "表.xlsx")

    def run(**options):
        call_command(
            "import_roster", str(tmp_path / "表.xlsx"), stdout=StringIO(), stderr=StringIO(), **options
        )

    run()
    assert not Appointment.objects.exists()
    run(map=["血型=", "段位=考核成绩"])
    assert Appointment.objects.get().score == 88
    with pytest.raises(CommandError, match="没有“身高”"):
        run(map=["血型=身高"])
