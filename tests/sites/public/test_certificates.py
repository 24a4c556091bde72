"""The public check of a certificate, for people and programs."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from tests.cms.people.factories import CertificateFactory, PersonFactory

pytestmark = pytest.mark.django_db
PAGE, API = reverse("public:certificate"), reverse("api:certificate")


@pytest.fixture(autouse=True)
def _fresh_minute():
    cache.clear()


@pytest.fixture
def held():
    return CertificateFactory(appointment__person=PersonFactory(name="方知秋", birth="1985-03"))


def asked(held, **changes):
    return {"number": held.number, "code": held.check_code} | changes


def test_page_tells_standing_masked_name_role_and_community_only(client, held):
    page = client.get(PAGE, asked(held)).content.decode()
    told = [each in page for each in (">有效<", "方**", "法律明白人", str(held.appointment.community))]
    kept = [each in page for each in ("方知秋", "1985-03", held.appointment.person.masked_phone)]
    assert (told, kept) == ([True] * 4, [False] * 3)


def test_api_tells_the_same(client, held):
    place = str(held.appointment.community)
    told = {"standing": "valid", "name": "方**", "role": "法律明白人", "community": place}
    assert client.get(API, asked(held)).json() == told


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"code": "x"}, "没有这张证书"),
        ({"number": "无"}, "没有这张证书"),
        ({"code": ""}, "请填写查验码"),
        ({"number": ""}, "请填写证书编号"),
        ({"code": "一" * 99}, "最多 20 个字"),
    ],
)
def test_wrong_number_or_code_is_invalid_and_half_of_them_is_asked_for(changes, told, client, held):
    assert client.get(API, asked(held, **changes)).json() == {"standing": "invalid"}
    page = client.get(PAGE, asked(held, **changes)).content.decode()
    assert (told in page, ">无效<" in page, "方**" in page) == (True, told == "没有这张证书", False)


def test_guessing_is_slowed_down(client, held):
    statuses = [client.get(PAGE, asked(held, code="x")).status_code for _ in range(11)]
    assert statuses == [200] * 10 + [429]
    assert client.get(API, asked(held)).status_code == 429
    assert "方**" not in client.get(PAGE, asked(held)).content.decode()


def test_empty_page_asks_and_counts_nothing(client):
    assert [client.get(PAGE).status_code for _ in range(12)] == [200] * 12
