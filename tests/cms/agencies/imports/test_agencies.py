"""A list of agencies: who is reached where another one is may be that one by another name."""

from datetime import date

import pytest

from cms.intake.judging import judge
from cms.intake.registry import spec_of
from cms.intake.spec import Row
from tests.cms.agencies.factories import AgencyFactory

pytestmark = pytest.mark.django_db


def codes(*rows):
    names = ("机构编码", "单位全称", "单位类型", "联系科室", "办公电话")
    held = [Row("表", place, dict(zip(names, row, strict=True))) for place, row in enumerate(rows, 2)]
    judge(held, spec_of("agencies"), date(2026, 11, 23))
    return [row.codes for row in held]


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (("NEW", "市场监督局", "政府部门", "法规科", "021-70000001"), ["agency_alike"]),
        (("OLD", "市场监督局", "政府部门", "法规科", "021-70000001"), []),
        (("NEW", "市场监督局", "政府部门", "办公室", "021-70000001"), []),
        (("NEW", "市场监督局", "政府部门", "法规科", "021-70000002"), []),
        (("NEW", "市场监督局", "政府部门", None, None), []),
    ],
)
def test_same_section_and_telephone_ask_whether_it_is_the_same_agency(row, found):
    AgencyFactory(code="OLD", name="工商局", contact_office="法规科", office_phone="021-70000001")
    assert codes(row) == [found]


def test_rows_of_one_file_are_compared_too():
    one = ("A", "工商局", "政府部门", "法规科", "021-70000001")
    other = ("B", "市场监督局", "政府部门", "法规科", "021-70000001")
    assert codes(one, other) == [[], ["agency_alike"]]
