"""Agencies as office files name them: what is listed is certain, the rest is asked."""

import pytest

from cms.agencies.enums import AgencyKind
from cms.agencies.imports.matching import AgencyMatcher
from cms.agencies.models import AgencyName
from cms.intake.spec import Row
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.places.factories import DistrictFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def agencies():
    DistrictFactory(name="青桥区")
    named = {
        "SFJ": ("上海市青桥区司法局", "区司法局", AgencyKind.GOVERNMENT),
        "GZJ": ("上海市青桥区规划和自然资源局", "区规划资源局", AgencyKind.GOVERNMENT),
        "XF": ("上海市青桥区消防救援支队", "区消防救援支队", AgencyKind.VERTICAL),
        "CF": ("上海市青桥区人民政府柳林新村街道办事处", "柳林新村街道", AgencyKind.SUBDISTRICT),
        "TP": ("上海市青桥区桃溪镇人民政府", "桃溪镇", AgencyKind.TOWN),
    }
    for code, (name, short, kind) in named.items():
        AgencyFactory(code=code, name=name, short_name=short, kind=kind)
    AgencyName.objects.create(agency_id=_pk("SFJ"), name="青桥司法局")


def _pk(code):
    from cms.agencies.models import Agency

    return Agency.objects.get(code=code).pk


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("区司法局", ["SFJ"]),
        ("区司法局、桃溪镇", ["SFJ", "TP"]),
        ("桃溪镇 区司法局", ["TP", "SFJ"]),
        ("区司法局/桃溪镇，柳林新村街道", ["SFJ", "TP", "CF"]),
        ("区规划资源局和区司法局", ["GZJ", "SFJ"]),
        ("上海市青桥区规划和自然资源局", ["GZJ"]),
        ("主办：区司法局；协办：桃溪镇", ["SFJ", "TP"]),
        ("区司法局、各街镇", ["SFJ", "CF", "TP"]),
        ("各街道、镇", ["CF", "TP"]),
        ("区司法局等单位", ["SFJ"]),
    ],
)
def test_every_agency_of_a_cell_is_found(agencies, text, codes):
    assert [match.agency.code for _, match in AgencyMatcher().named_in(text)] == codes


@pytest.mark.parametrize(
    ("text", "suggested"),
    [
        ("司法局", ["SFJ"]),
        ("消防队", ["XF"]),
        ("柳林街道", ["CF"]),
        ("青桥桃溪", ["TP"]),
        ("桃溪镇司法所", ["TP"]),
        ("某商业广场管理处", []),
        ("社区共建单位", []),
    ],
)
def test_unlisted_name_is_suggested_and_never_taken(agencies, text, suggested):
    match = AgencyMatcher().find(text)
    assert match.agency is None
    assert [agency.code for agency in match.suggestions] == suggested


@pytest.mark.parametrize(
    ("text", "every"),
    [
        ("各成员单位", True),
        ("各责任单位", True),
        ("全体成员单位", True),
        ("全部成员单位", True),
        ("全区各单位", True),
        ("各普法责任制成员单位", True),
        ("各街镇", False),
        ("部门", False),
    ],
)
def test_words_for_all_units_are_known(agencies, text, every):
    assert AgencyMatcher().names_every(text) is every


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("区司法局等单位", True),
        ("区司法局、桃溪镇等", True),
        ("区司法局等3家单位", True),
        ("区司法局", False),
    ],
)
def test_units_that_are_only_said_to_have_been_there_are_told(agencies, text, told):
    row = Row("表", 3, {}, {"主办单位": text})
    AgencyMatcher().tell_of_others(row, "主办单位")
    assert row.codes == ["others_unnamed"] * told
