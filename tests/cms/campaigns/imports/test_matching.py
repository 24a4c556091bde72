"""Settings and audiences as office files name them."""

import pytest

from cms.campaigns.imports.matching import AudienceMatcher, SettingMatcher
from cms.campaigns.models import Setting

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("进机关", [("机关", True)]),
        ("进机关、进单位", [("机关", True), ("单位", True)]),
        ("进机关进学校", [("机关", True), ("学校", True)]),
        ("机关", [("机关", False)]),
        ("进校园", [("学校", False)]),
        ("法律进社区", [("社区", False)]),
        ("走进军营", [("军营", False)]),
        ("进乡村", [("社区", False)]),
        ("线上", [("网络", False)]),
        ("进家庭", [("家庭", True)]),
        ("进太空", [(None, False)]),
        (None, []),
    ],
)
def test_settings_of_a_cell_are_found(text, named):
    assert [(each.name, each.exact) for each in SettingMatcher().named_in(text)] == named


def test_office_decides_what_a_word_means():
    Setting.objects.filter(name="社区").update(aliases="")
    Setting.objects.create(name="乡村")
    assert [(each.name, each.exact) for each in SettingMatcher().named_in("进乡村")] == [("乡村", True)]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("老年人、学生", [("老年人", True), ("青少年", False)]),
        ("残疾人及其家属", [("残疾人", False)]),
        ("纳税人", [(None, False)]),
    ],
)
def test_audiences_of_a_cell_are_found(text, named):
    assert [(each.name, each.exact) for each in AudienceMatcher().named_in(text)] == named
