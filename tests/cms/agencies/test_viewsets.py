import pytest
from django.urls import reverse

from tests.cms.agencies.factories import AgencyFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("typed", ["qsfj", "sifaju", "区sfj", "司法", "QQ-SF"])
def test_list_is_searched_by_pinyin_initials_characters_and_code(typed, client, office):
    wanted = AgencyFactory(name="青桥区司法局", short_name="区司法局", code="QQ-SF")
    AgencyFactory(name="青桥区公安局", short_name="区公安局", code="QQ-GA")
    found = client.get(reverse("agency:index"), {"q": typed}).context["object_list"]
    assert [*found] == [wanted]


def test_list_that_finds_nothing_says_by_what_it_is_searched(client, office):
    page = client.get(reverse("agency:index"), {"q": "13900"}).content.decode()
    assert "可以输入单位全称、简称、机构编码、其他常用名、名称的拼音或首字母来查。" in page
