"""Outlines from GeoJSON: all or nothing, every reason named, nothing hostile gets far."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from shapely.geometry import shape

from cms.accounts.enums import Role
from cms.core.coordinates import CoordinateSystem, converted
from cms.core.models import AuditEntry
from cms.places.imports.outlines import read_outlines
from cms.places.models import Outline
from tests.cms.accounts.factories import UserFactory
from tests.cms.places.factories import CommunityFactory, SubdistrictFactory

pytestmark = pytest.mark.django_db

WGS84, _GCJ02, BD09 = CoordinateSystem
SQUARE = [[[121.4, 31.2], [121.5, 31.2], [121.5, 31.3], [121.4, 31.3], [121.4, 31.2]]]


@pytest.fixture
def town():
    return SubdistrictFactory(name="清溪街道", code="990101001")


def feature(coordinates=SQUARE, kind="Polygon", **properties) -> dict:
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": properties or {"name": "清溪街道"}, "geometry": geometry}


def collection(*features) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


@pytest.mark.parametrize(
    "properties",
    [
        {"name": "清溪街道"},
        {"名称": " 清溪街道 "},
        {"code": "990101001"},
        {"adcode": "990101001", "name": "x"},
    ],
)
def test_town_is_known_by_its_name_or_code(properties, town):
    reading = read_outlines(collection(feature(**properties)))
    assert (list(reading.found), reading.problems) == ([town], [])


def test_community_is_known_by_its_name_or_where_two_bear_it_by_its_code(town):
    one = CommunityFactory(name="春晖居委会", code="990101001001", parent=town)
    assert [*read_outlines(collection(feature(name="春晖居委会"))).found] == [one]
    CommunityFactory(name="春晖居委会", code="990101002001")
    assert read_outlines(collection(feature(name="春晖居委会"))).problems == [
        "第1个图形“春晖居委会”不止一个，请在 properties 里写编码（code）"
    ]
    assert [*read_outlines(collection(feature(name="春晖居委会", code=one.code))).found] == [one]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xff\xfe", "不是 GeoJSON 文件"),
        (b"[" * 100_000, "不是 GeoJSON 文件"),
        (b"[]", "没有图形"),
        (b'{"features": []}', "没有图形"),
        (b" " * (5 * 1024 * 1024 + 1), "超过 5 MB"),
        (collection({"type": "Feature"}), "第1个图形没有名称"),
        (collection("x"), "第1个图形没有名称"),
        (collection(feature(name="别处街道")), "“别处街道”不是本区的街镇、居村"),
        (collection(feature(kind="Point", coordinates=[121.4, 31.2])), "不是面"),
        (collection({**feature(), "geometry": None}), "不是面"),
        (collection(feature([[[31.2, 121.4], [31.2, 121.5], [31.3, 121.5], [31.2, 121.4]]])), "不在中国境内"),
        (collection(feature([[["甲", 31.2]]])), "坐标写法不对"),
        (collection(feature([[[121.4, None]]])), "坐标不是数字"),
        (collection(feature([[[[[[121.4, 31.2]]]]]])), "坐标写法不对"),
        (collection(feature([[[121.4, 31.2], [121.5, 31.2]]])), "画不出来"),
        (collection(feature([[[121.4, 31.2]] * 5])), "没有面积"),
        (collection(feature(), feature()), "清溪街道在前面已有一个"),
        (collection(feature([[[float("nan"), 31.2]]])), "坐标不是数字"),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_is_named(content, told, town):
    reading = read_outlines(content)
    assert reading.found == {}
    assert [told in problem for problem in reading.problems] == [True]


def test_outline_that_crosses_itself_is_mended(town):
    bow = [[[121.4, 31.2], [121.5, 31.3], [121.5, 31.2], [121.4, 31.3], [121.4, 31.2]]]
    assert read_outlines(collection(feature(bow))).found[town].is_valid


def test_command_takes_a_file_whole_or_not_at_all_and_again_without_harm(town, tmp_path, capsys):
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_bytes(collection(feature()))
    bad.write_bytes(collection(feature(), feature(name="别处街道")))
    with pytest.raises(CommandError, match="别处街道"):
        call_command("import_outlines", str(bad))
    assert not Outline.objects.exists()
    for changed in (1, 0):
        call_command("import_outlines", str(good))
        assert f"其中 {changed} 个有变化" in capsys.readouterr().out
    with pytest.raises(CommandError, match="读不到文件"):
        call_command("import_outlines", str(tmp_path / "none.json"))


def test_office_looks_first_and_takes_then(client, town):
    office, address = UserFactory(roles=[Role.OFFICE]), reverse("place:outlines")
    client.force_login(office)
    upload = SimpleUploadedFile("轮廓.json", collection(feature()))
    page = client.post(address, {"file": upload})
    assert ("读到 1 个轮廓：清溪街道" in page.content.decode(), Outline.objects.exists()) == (
        True,
        False,
    )
    client.post(address, {"content": page.context["form"]["content"].value(), "take": "1"})
    assert Outline.objects.get().place == town
    assert AuditEntry.objects.filter(action="places.outline.set", actor=office).exists()


@pytest.mark.parametrize("data", [{}, {"content": "{}", "take": "1"}, {"content": "x", "take": "1"}])
def test_office_that_sends_nothing_usable_is_told(data, client, town):
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    page = client.post(reverse("place:outlines"), data)
    assert (page.status_code, Outline.objects.exists()) == (200, False)
    assert 'role="alert"' in page.content.decode()


def test_outline_is_kept_in_wgs84_whatever_system_it_came_in(client, town, tmp_path):
    shifted = [[list(converted(point, WGS84, BD09)) for point in SQUARE[0]]]
    file = tmp_path / "百度.json"
    file.write_bytes(collection(feature(shifted)))
    call_command("import_outlines", str(file), coordinate_system=BD09)
    kept = shape(Outline.objects.get().shape)
    assert kept.bounds == pytest.approx((121.4, 31.2, 121.5, 31.3), abs=2e-6)
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    upload = SimpleUploadedFile("百度.json", file.read_bytes())
    page = client.post(reverse("place:outlines"), {"file": upload, "system": BD09})
    client.post(reverse("place:outlines"), {"content": page.context["form"]["content"].value(), "take": "1"})
    assert shape(Outline.objects.get().shape).bounds == pytest.approx(kept.bounds, abs=2e-6)


def test_unknown_system_of_an_outline_is_refused(client, town):
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    upload = SimpleUploadedFile("轮廓.json", collection(feature()))
    page = client.post(reverse("place:outlines"), {"file": upload, "system": "mars"})
    assert (page.status_code, list(page.context["form"].errors)) == (200, ["system"])
    assert not Outline.objects.exists()
