"""Titles of before, from lists as offices keep them: the level in the title, 届 or 批, merged cells, 摘牌."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from cms.accounts.enums import Role
from cms.core.errors import RuleBroken
from cms.honours.enums import Level
from cms.honours.imports.titles import batch, level
from cms.honours.models import Recheck, Title
from cms.intake.journal import Journal
from cms.intake.registry import spec_of
from cms.places.models import PlaceCoordinator
from tests.cms.accounts.factories import UserFactory
from tests.cms.honours.factories import CycleFactory, TitleFactory
from tests.cms.places.factories import CommunityFactory, SubdistrictFactory

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 23)
HEAD = ("序号", "街道", "居委会", "称号级别", "届次", "命名时间", "发文字号", "复核情况")
PAPER = "市普法办〔2019〕6 号"
MESSY = (
    (1, "清溪", "书院里社区", None, None, "2019-12-04", PAPER, "摘牌"),
    (2, None, "柳林", "市级民主法治示范社区", "九", "2019.12.4", PAPER, "保留称号"),
    (3, None, "枕河居委", "全国", "第八届", "2021年3月5日", "司法通〔2021〕2 号", None),
    (4, None, "望桥", "市级", "第九批", "2019年12月", PAPER, None),
    (5, None, "南浦", "街镇级", "第九批", "2019-12-04", PAPER, None),
    (6, None, "不存在的居委会", "市级", "第九批", "2019-12-04", PAPER, None),
)


@pytest.fixture
def communities():
    town = SubdistrictFactory(name="清溪街道", short_name="清溪")
    return {
        name: CommunityFactory(name=f"{name}居委会", short_name=name, parent=town)
        for name in ("柳林", "枕河", "书院里", "望桥", "南浦")
    }


def book(*rows, head=HEAD) -> SimpleUploadedFile:
    made = Workbook()
    sheet = made.active
    sheet.append(["第九批市级民主法治示范社区汇总表"])
    sheet.merge_cells("A1:H1")
    sheet.append(list(head))
    for row in rows:
        sheet.append(list(row))
    held = io.BytesIO()
    made.save(held)
    return SimpleUploadedFile("名单.xlsx", held.getvalue())


def given():
    return {
        (each.community.short_name, each.level, each.batch, str(each.conferred_on), each.state)
        for each in Title.objects.select_related("community")
    }


def test_messy_list_goes_in_and_what_is_unclear_waits(communities, office_imports):
    made = office_imports(book(*MESSY), kind="titles")
    assert given() == {
        ("柳林", "city", "第九批", "2019-12-04", "standing"),
        ("枕河", "national", "第八届", "2021-03-05", "standing"),
        ("书院里", "city", "第九批", "2019-12-04", "revoked"),
    }
    assert Title.objects.get(community=communities["柳林"]).due_on == date(2021, 12, 4)
    asked = [set(row.codes) for row in made.rows.filter(outcome="").order_by("order")]
    assert [each & {"date_vague", "title_level", "place_unknown"} for each in asked] == [
        {"date_vague"}, {"title_level"}, {"place_unknown"},
    ]  # fmt: skip
    assert office_imports(book(*MESSY), kind="titles").counts["unchanged"] == 3


def test_day_on_which_a_title_was_taken_away_is_kept_and_comes_later_too(communities, office_imports):
    head = (*HEAD, "取消时间")
    rows = (
        (1, "清溪", "柳林", "市级", "九", "2019-12-04", PAPER, "取消称号", "2021年6月1日"),
        (2, None, "枕河", "市级", "九", "2019-12-04", PAPER, "撤并", None),
        (3, None, "望桥", "市级", "九", "2019-12-04", PAPER, "保留", "2021-06-01"),
        (4, None, "南浦", "市级", "九", "2019-12-04", PAPER, "摘牌", "2019-12-03"),
    )
    made = office_imports(book(*rows, head=head), kind="titles")
    told = [(each.title.community.short_name, each.verb, str(each.done_on)) for each in Recheck.objects.all()]
    assert told == [("柳林", "revoke", "2021-06-01")]
    asked = [set(row.codes) for row in made.rows.filter(outcome="").order_by("order")]
    assert [each & {"title_ended", "end_before_start"} for each in asked] == [
        {"title_ended"},
        {"end_before_start"},
    ]
    later = (*rows[1][:8], "2022-03-01")
    for _twice in range(2):
        office_imports(book(rows[0], later, head=head), kind="titles")
    told = Recheck.objects.order_by("done_on").values_list("verb", "done_on")
    assert list(told) == [("revoke", date(2021, 6, 1)), ("cancel", date(2022, 3, 1))]


def test_title_without_the_number_of_its_paper_waits(communities, office_imports):
    made = office_imports(book((*MESSY[0][:6], None, None)), kind="titles")
    assert [each for each in made.rows.get().codes if each.startswith("title")] == ["title_paper"]
    assert not Title.objects.exists()


def test_kind_is_found_by_itself(communities, office_imports):
    assert office_imports(book(*MESSY), kind="", apply=False).kind == "titles"


def test_title_of_a_level_that_has_cycles_here_goes_the_whole_way(communities, office_imports):
    days = {"records_from": date(2019, 1, 1), "opens_on": date(2019, 12, 4), "closes_on": date(2020, 1, 1)}
    CycleFactory(level=Level.CITY, **days)
    rows = ((1, "清溪", "柳林", "市级", "九", day, PAPER, None) for day in ("2019-12-04", "2019-12-03"))
    batch = office_imports(book(*rows), kind="titles")
    assert [row.codes.count("title_by_way") for row in batch.rows.order_by("order")] == [1, 0]
    assert [each[3] for each in given()] == ["2019-12-03"]


def test_second_standing_title_of_a_level_waits_and_what_was_decided_here_stays(communities, office_imports):
    held = TitleFactory(community=communities["柳林"], level=Level.CITY, conferred_on=date(2023, 5, 5))
    gone = TitleFactory(
        community=communities["枕河"], level=Level.CITY, conferred_on=date(2019, 12, 4), state="revoked"
    )
    rows = ((1, "清溪", name, "市级", "九", "2019-12-04", PAPER, "保留") for name in ("柳林", "枕河"))
    batch = office_imports(book(*rows), kind="titles")
    assert ["title_held" in row.codes for row in batch.rows.order_by("order")] == [True, False]
    assert "state_decided" in batch.rows.order_by("order").last().codes
    gone.refresh_from_db()
    assert (gone.state, set(Title.objects.all())) == ("revoked", {held, gone})


def test_title_of_the_own_community_is_for_a_colleague(communities):
    office = UserFactory(roles=[Role.OFFICE, Role.COMMUNITY_COORDINATOR])
    PlaceCoordinator.objects.create(user=office, place=communities["柳林"])
    row = {"所属街镇": "清溪街道", "所属居村": "柳林居委会", "级别": "市级", "批次": "第九批",
           "命名日期": "2019-12-04", "命名文号": PAPER, "状态": None, "撤销日期": None}  # fmt: skip
    with pytest.raises(RuleBroken, match="另一位同事"):
        spec_of("titles").apply([type("Row", (), {"values": row})], Journal(office, ON))
    assert not Title.objects.exists()


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("国家级", "全国"), ("全国民主法治示范村", "全国"), ("省级", "市级"), ("上海市", "市级"),
        ("上海市级", "市级"), ("市级民主法治示范社区", "市级"), ("区县级", "区级"), ("区", "区级"),
        ("示范社区", None), ("街镇级", None), ("", None),
    ],
)  # fmt: skip
def test_level_is_read_as_people_write_it(text, read):
    assert level(text, ON).value == read


@pytest.mark.parametrize(
    ("text", "read"),
    [("9", "第9批"), ("九", "第九批"), ("八届", "第八届"), ("2021年度", "2021年度"), ("", None)],
)
def test_batch_is_read_as_people_write_it(text, read):
    assert batch(text, ON).value == read
