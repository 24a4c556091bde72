"""Agencies, and the tables in which their duties and activities are reported."""

import pytest

from cms.agencies.enums import AgencyKind
from cms.agencies.models import AgencyName
from tests.cms.agencies.factories import AgencyFactory


@pytest.fixture
def justice():
    agency = AgencyFactory(code="SFJ", name="上海市青桥区司法局", short_name="区司法局")
    AgencyName.objects.create(agency=agency, name="青桥司法局")
    return agency


@pytest.fixture
def town():
    return AgencyFactory(code="TX", name="桃溪镇人民政府", short_name="桃溪镇", kind=AgencyKind.TOWN)


@pytest.fixture
def table(justice, town, workbook):
    """Builds a table of one title, headings and rows given as {heading: value} over a complete first one."""

    def build(title, row, *changes, name="表.xlsx"):
        rows = [list({**row, **change}.values()) for change in changes or ({},)]
        return workbook([title], list(row), *rows, name=name)

    return build
