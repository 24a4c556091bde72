"""Whatever stands in an address is answered, never by an error of the server."""

import pytest
from django.db import connection
from django.urls import reverse

from cms.accounts.enums import Role
from tests.cms.accounts.factories import UserFactory
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.duties.factories import logger_of

pytestmark = pytest.mark.django_db
HUGE = "9" * 40
WILD = [
    "",
    "0",
    "-1",
    HUGE,
    "0001",
    "20226",
    "٣",
    "１",
    "%00",
    "a%00b",
    "%ED%A0%80",
    "null",
    "1e9",
    "[]",
    " ",
]
NAMES = (
    "page",
    "p",
    "q",
    "year",
    "state",
    "host",
    "item",
    "when",
    "kind",
    "order",
    "ordering",
    "law",
    "page_size",
)
PUBLIC = [
    "/",
    "/search/",
    "/search/feed/",
    "/api/search/",
    "/api/suggest/",
    "/laws/",
    "/events/",
    "/activities/",
]
PORTAL = ["/portal/", "/portal/activities/", "/portal/activities/new/", "/portal/activities/export.csv"]


def asked(value: str) -> str:
    return "&".join(f"{name}={value}" for name in NAMES)


@pytest.mark.parametrize("value", WILD)
def test_public_pages_answer_any_question(client, value, settings, tmp_path):
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    assert {address: client.get(f"{address}?{asked(value)}").status_code for address in PUBLIC} == (
        dict.fromkeys(PUBLIC, 200)
    )


@pytest.mark.parametrize("value", WILD)
def test_portal_answers_any_question(client, value):
    client.force_login(logger_of(AgencyFactory()))
    codes = {address: client.get(f"{address}?{asked(value)}").status_code for address in PORTAL}
    assert set(codes.values()) <= {200, 403}


@pytest.mark.parametrize(
    "number", ["0", "-1", HUGE, "0001x", "１", "1%00", "2147483648", "9223372036854775808"]
)
@pytest.mark.parametrize(
    "address",
    [
        "/events/{}/", "/activities/{}/", "/laws/{}/", "/laws/民法典/{}/", "/laws/民法典/versions/{}/",
        "/documents/{}/a.pdf", "/media/{}", "/sitemap-laws.xml?p={}", "/portal/activities/{}/",
        "/portal/activities/{}/edit/basics/", "/portal/activities/1/photos/{}/",
    ],
)  # fmt: skip
def test_numbers_in_addresses_that_are_none(client, address, number):
    client.force_login(logger_of(AgencyFactory()))
    # The framework reads page numbers in any script.
    expected = 200 if "sitemap" in address and number == "１" else 404
    assert client.get(address.format(number)).status_code == expected


@pytest.mark.parametrize("value", [HUGE, "0001", "%00", "２０２６", "-1"])
def test_lists_of_the_office_answer_any_question(client, value):
    client.force_login(UserFactory(roles=[Role.ADMINISTRATOR], is_superuser=True))
    from wagtail.admin.viewsets import viewsets

    lists = sorted(
        reverse(viewset.get_url_name("index"))
        for viewset in viewsets.viewsets
        if "index" in {pattern.name for pattern in viewset.get_urlpatterns()}
    )
    names = (*NAMES, "starts_at_from", "starts_at_to", "list__year", "start_date")
    query = "&".join(f"{name}={value}" for name in names)
    codes = {address: client.get(f"{address}?{query}").status_code for address in lists}
    assert len(lists) > 10
    assert {address: code for address, code in codes.items() if code >= 500 or code < 200} == {}


@pytest.mark.parametrize("address", ["/laws/\0/", "/media/a\0.jpg", "/\0/"])
def test_address_with_a_byte_no_name_has_is_not_found(address, client):
    assert client.get(address).status_code == 404


def test_number_without_end_in_a_form_is_told_in_words(client):
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    response = client.post("/office/events/new/", {"title": "讲座", "audiences": "9" * 30})
    # SQLite cannot even be asked; PostgreSQL knows no such row, and the form says so.
    assert response.status_code == {"sqlite": 400, "postgresql": 200}[connection.vendor]
    assert "讲座" in response.content.decode()
