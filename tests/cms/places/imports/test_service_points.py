"""The service network from a table: parents first, tiers in order, coordinates in the district."""

from decimal import Decimal
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from cms.accounts.enums import Role
from cms.intake.registry import every_spec, spec_of
from cms.places.enums import ServiceTier
from cms.places.models import Place, ServicePoint
from tests.cms.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db

HEAD = "编码,名称,层级,上级编码,所属街镇,所属居村,地址,经度,纬度,电话,核验日期,状态"
CENTRE = "C,区中心,区中心,,,,中心路1号,121.40,31.24,021-70000001,2026-10-01,正常"
STATION = "S,柳林工作站,街镇工作站,C,柳林街道,,柳林路1号,121.41,31.25,021-70000002,2026-10-01,正常"
STUDIO = "R,柳林工作室,居村工作室,S,柳林,柳林,柳林路2号,121.41,31.25,021-70000003,2026-10-01,停用"


@pytest.fixture
def points(community):
    parent = community.parent
    Place.objects.filter(pk=parent.pk).update(name="柳林街道", short_name="柳林")

    def build(*lines, encoding="utf-8", delimiter=","):
        text = "\n".join([HEAD, *lines]).replace(",", delimiter)
        return SimpleUploadedFile("站点.csv", text.encode(encoding))

    return build


def waiting(batch):
    return [(row.number, row.problem) for row in batch.rows.pending()]


def test_network_is_stored_parents_first_whatever_the_order(office_imports, points, community):
    batch = office_imports(points(STUDIO, STATION, CENTRE), kind="service_points")
    assert batch.counts["create"] == 3
    studio = ServicePoint.objects.get(code="R")
    assert (studio.tier, studio.parent.code, studio.parent.parent.code) == (ServiceTier.STUDIO, "S", "C")
    assert (studio.place, studio.is_open, studio.latitude) == (community, False, Decimal("31.25"))
    assert ServicePoint.objects.get(code="S").place == community.parent
    assert ServicePoint.objects.get(code="C").place.parent is None


def test_same_file_changes_nothing_and_a_mended_one_only_differences(office_imports, points):
    office_imports(points(CENTRE, STATION, STUDIO), kind="service_points")
    again = office_imports(points(CENTRE, STATION, STUDIO), kind="service_points")
    assert [again.counts[what] for what in ("create", "change", "unchanged")] == [0, 0, 3]
    mended = points(CENTRE, STATION.replace("柳林路1号", "柳林路9号"), STUDIO)
    batch = office_imports(mended, kind="service_points")
    assert [batch.counts[what] for what in ("create", "change", "unchanged")] == [0, 1, 2]
    assert ServicePoint.objects.get(code="S").address == "柳林路9号"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", ["\t", ";"])
def test_encoding_and_delimiter_make_no_difference(office_imports, points, encoding, delimiter):
    file = points(CENTRE, STATION, STUDIO, encoding=encoding, delimiter=delimiter)
    assert office_imports(file, kind="service_points", apply=False).counts["create"] == 3


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (STUDIO.replace(",S,", ",X,"), "parent_missing"),
        (STUDIO.replace(",S,", ",,"), "parent_missing"),
        (STATION.replace("S,柳林工作站,街镇工作站,C", "T,站,街镇工作站,S"), "parent_tier"),
        (STUDIO.replace("121.41,31.25", "31.25,121.41"), "coords_swapped"),
        (STUDIO.replace("121.41,31.25", "122.41,31.25"), "coords_outside"),
        (STUDIO.replace("121.41,31.25", "12.41,31.25"), "coords_outside"),
        (STUDIO.replace("021-70000003", "19900000001"), "mobile_in_contact"),
        (STUDIO.replace("R,", "S,"), "code_duplicate"),
        (STUDIO.replace("居村工作室", "小站"), "kind_unknown"),
        (STUDIO.replace("柳林,柳林,", "柳林,杨树,"), "place_unknown"),
    ],
)
def test_doubtful_row_waits(office_imports, points, line, problem):
    batch = office_imports(points(CENTRE, STATION, line), kind="service_points", apply=False)
    assert waiting(batch) == [("4", problem)]


def test_child_waits_with_its_parent(office_imports, points):
    station = STATION.replace("021-70000002", "19900000001")
    batch = office_imports(points(CENTRE, station, STUDIO), kind="service_points")
    assert waiting(batch) == [("3", "mobile_in_contact"), ("4", "parent_missing")]
    keys = [row.pk for row in batch.rows.pending().filter(number="3")]
    batch = office_imports.press(batch, "intake_review", {"action": "accept", "rows": keys})
    assert waiting(batch) == []
    office_imports.press(batch, "intake_batch")
    assert ServicePoint.objects.get(code="S").office_phone == ""
    assert ServicePoint.objects.count() == 3


def test_old_check_is_told_but_imported(office_imports, points):
    batch = office_imports(points(CENTRE.replace("2026-10-01", "2024-01-01")), kind="service_points")
    assert (batch.rows.get().codes, batch.counts["create"]) == (["stale_check"], 1)


def test_only_who_manages_places_imports_them():
    spec = spec_of("service_points")
    assert {role for role in Role if spec.may_import(UserFactory(roles=[role]))} == {
        Role.ADMINISTRATOR,
        Role.OFFICE,
    }


SYSTEMS = {"WGS-84": "wgs84", "GCJ-02": "gcj02", "BD-09": "bd09"}


@pytest.mark.parametrize("said", SYSTEMS)
def test_who_brings_a_table_says_the_system_of_its_coordinates(office_imports, points, said):
    bare = CENTRE.replace("121.40,31.24", ",")
    batch = office_imports(points(CENTRE), kind="service_points", answers={"坐标系": said})
    assert ServicePoint.objects.get().coordinate_system == SYSTEMS[said]
    # Told of no coordinates, it says nothing; and it is not forgotten when the table comes again.
    office_imports(points(bare), kind="service_points")
    office_imports(points(CENTRE), kind="service_points")
    assert ServicePoint.objects.get().coordinate_system == SYSTEMS[said]
    assert batch.answers == {"坐标系": said}


def test_every_table_with_coordinates_asks_for_their_system():
    asked = {
        spec.kind: any(column.asks for column in spec.columns)
        for spec in every_spec()
        if any(column.name == "经度" for column in spec.columns)
    }
    assert asked == {"venues": True, "service_points": True}


def test_row_that_names_its_system_is_not_overruled(office_imports, points):
    def with_system(line, system):
        return f"{line},{system}"

    lines = (with_system(CENTRE, "高德地图"), with_system(STATION, ""), with_system(STUDIO, "火星"))
    text = points().read().decode() + "".join(f"\n{line}" for line in lines)
    file = SimpleUploadedFile("站点.csv", text.replace("状态\n", "状态,坐标系\n", 1).encode())
    batch = office_imports(file, kind="service_points", answers={"坐标系": "BD-09"})
    assert ServicePoint.objects.get(code="C").coordinate_system == "gcj02"
    assert ServicePoint.objects.get(code="S").coordinate_system == "bd09"
    assert waiting(batch) == [("4", "value_unknown")]


def test_command_says_the_system_of_a_table(points, tmp_path, community):
    file = tmp_path / "站点.csv"
    file.write_bytes(points(CENTRE).read())
    call_command("import_service_points", str(file), "--coordinate-system", "BD-09", stdout=StringIO())
    assert ServicePoint.objects.get().coordinate_system == "bd09"
    call_command("import_service_points", str(file), stdout=StringIO())
    assert ServicePoint.objects.get().coordinate_system == "bd09"
