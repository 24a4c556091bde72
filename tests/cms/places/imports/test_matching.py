"""A place is found by what people write for it, and a name of two places names its 街镇."""

import pytest

from cms.intake.spec import Row
from cms.places.imports.judging import PlaceJudge
from tests.cms.places.factories import CommunityFactory

pytestmark = pytest.mark.django_db
TWINS = ("柳溪镇海棠苑居委会", "清溪镇海棠苑居委会")


@pytest.fixture(autouse=True)
def places():
    for town in ("柳溪镇", "清溪镇"):
        CommunityFactory(name="海棠苑居委会", parent__name=town)
    CommunityFactory(name="杏林居委会", parent__name="桃溪镇")


@pytest.mark.parametrize(
    ("town", "community", "found"),
    [
        (None, "清溪镇海棠苑居委会", ("清溪镇", "海棠苑居委会")),
        (None, "清溪海棠苑", ("清溪镇", "海棠苑居委会")),
        ("清溪镇", "清溪镇海棠苑", ("清溪镇", "海棠苑居委会")),
        ("清溪", "海棠苑", ("清溪镇", "海棠苑居委会")),
        (None, "杏林", ("桃溪镇", "杏林居委会")),
    ],
)
def test_community_is_found_with_and_without_its_town(town, community, found):
    row = judged(town, community)
    assert (row.values["所属街镇"], row.values["所属居村"]) == found
    assert set(row.codes) <= {"place_alias"}


@pytest.mark.parametrize(
    ("town", "community", "told"),
    [
        (None, "海棠苑", [("place_unknown", "所属居村", TWINS)]),
        ("杏花镇", "无名", [("place_unknown", "所属街镇", ()), ("place_unknown", "所属居村", ())]),
        ("柳溪镇", "清溪镇海棠苑", [("place_wrong_town", "所属居村", ())]),
        (None, "清溪镇", [("place_unknown", "所属居村", ())]),
    ],
)
def test_what_is_not_found_is_asked_at_once_with_what_to_choose_from(town, community, told):
    row = judged(town, community)
    asked = [(found.code, found.column, found.choices) for found in row.findings]
    assert [each for each in asked if each[0] != "place_alias"] == told


def judged(town, community) -> Row:
    values = {"所属街镇": town, "所属居村": community}
    row = Row("表", 2, dict(values), values=dict(values))
    PlaceJudge().judge(row)
    return row
