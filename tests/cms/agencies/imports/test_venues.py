"""Venues from a table: who answers for them, where they are, and that no venue becomes two."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cms.agencies.models import AgencyName
from cms.core.coordinates import CoordinateSystem, converted
from cms.places.models import Venue
from tests.cms.agencies.factories import AgencyFactory

pytestmark = pytest.mark.django_db

CELLS = {
    "编号": "1",
    "名称": "柳林法治公园",
    "层级": "区级",
    "类型": "主题公园",
    "所属街镇": "",
    "所属居村": "柳林",
    "地址": "柳林路1号",
    "经度": "121.40",
    "纬度": "31.24",
    "建成时间": "2021-05",
    "面积": "230",
    "简介": "可参观。",
    "责任单位": "区司法局",
    "预约电话": "021-70000001",
    "最近检查日期": "2026-10-01",
    "状态": "开放",
}
HEAD, PARK = ",".join(CELLS), ",".join(CELLS.values())


@pytest.fixture
def justice(community):
    agency = AgencyFactory(code="SFJ", name="上海市某区司法局", short_name="区司法局")
    AgencyName.objects.create(agency=agency, name="某区司法局")
    return agency


@pytest.fixture
def venues(justice):
    return lambda *lines: SimpleUploadedFile("阵地.csv", "\n".join([HEAD, *lines]).encode())


def outcome(office_imports, venues, *lines, apply=False):
    batch = office_imports(venues(*lines), kind="venues", apply=apply)
    return batch, [row.codes for row in batch.rows.all()]


def test_venue_is_stored_with_its_agency_and_place(office_imports, venues, justice, community):
    _, codes = outcome(office_imports, venues, PARK, apply=True)
    venue = Venue.objects.get()
    assert codes == [["place_alias"]]
    assert (venue.responsible_unit, venue.place, venue.built_on, venue.area) == (
        justice.name, community, "2021-05", 230,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("区司法局", "某区司法局", "org_alias"),
        ("区司法局", "区司法", "org_alias_unlisted"),
        ("区司法局", "某某公司", "org_unknown"),
        ("230", "230 m2", "area_text"),
        ("2021-05", "2021年5月", "date_text"),
        ("可参观。", "好" * 101, "text_long"),
        ("2026-10-01", "2025-01-01", "stale_check"),
        ("可参观。", "=HYPERLINK(1)", "formula_text"),
    ],
)
def test_cell_is_judged(office_imports, venues, old, new, code):
    _, codes = outcome(office_imports, venues, PARK.replace(old, new))
    assert codes == [["place_alias", code]] or codes == [[code, "place_alias"]]


def test_unlisted_name_is_suggested_never_guessed(office_imports, venues):
    batch, _ = outcome(office_imports, venues, PARK.replace("区司法局", "区司法"))
    finding = next(
        found for found in batch.rows.get().cells["findings"] if found["code"] == "org_alias_unlisted"
    )
    assert finding["choices"] == ["区司法局"]
    assert batch.rows.get().cells["values"]["owner"] is None


TWIN = PARK.replace("1,柳林法治公园", "2,柳林法治公园（新）", 1)
NEIGHBOUR = PARK.replace("1,柳林法治公园", "2,柳林宪法长廊", 1)
SECOND = TWIN.replace("柳林路1号,121.40,31.24", "杨树路8号,121.41,31.25")


@pytest.mark.parametrize(("line", "asked"), [(TWIN, True), (NEIGHBOUR, False), (SECOND, False)])
def test_same_spot_under_much_the_same_name_is_asked_about(office_imports, venues, line, asked):
    _, codes = outcome(office_imports, venues, PARK, line)
    assert ("dup_venue" in codes[1], "dup_venue" in codes[0]) == (asked, False)
    outcome(office_imports, venues, PARK, apply=True)
    _, codes = outcome(office_imports, venues, line)
    assert ("dup_venue" in codes[0]) == asked


def test_same_spot_is_known_across_coordinate_systems(office_imports, venues):
    spot = converted((121.40, 31.24), CoordinateSystem.GCJ02, CoordinateSystem.BD09)
    twin = TWIN.replace("柳林路1号,121.40,31.24", f"柳林路口,{spot[0]},{spot[1]}")
    outcome(office_imports, venues, PARK, apply=True)
    found = [
        office_imports(venues(twin), kind="venues", apply=False, answers={"坐标系": said}).rows.get().codes
        for said in ("BD-09", "WGS-84")
    ]
    assert ["dup_venue" in codes for codes in found] == [True, False]


@pytest.mark.parametrize(("answer", "stored"), [("same", 1), ("apart", 2)])
def test_answer_decides_whether_it_is_a_second_venue(office_imports, venues, answer, stored):
    batch, _ = outcome(office_imports, venues, PARK, TWIN)
    keys = [row.pk for row in batch.rows.pending()]
    office_imports.press(batch, "intake_review", {"action": answer, "rows": keys})
    office_imports.press(batch, "intake_batch")
    assert Venue.objects.count() == stored


def test_import_is_undone(office_imports, venues):
    batch, _ = outcome(office_imports, venues, PARK, apply=True)
    assert office_imports.press(batch, "intake_undo").state == "undone"
    assert not Venue.objects.exists()
