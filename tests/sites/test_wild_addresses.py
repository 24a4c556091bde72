"""Whatever stands in an address is answered, never by an error of the server."""

import pytest
from django.db import connection, transaction
from django.urls import reverse

from cms.accounts.enums import Role
from tests.cms.accounts.factories import UserFactory
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.campaigns.factories import CampaignPageFactory
from tests.cms.campaigns.ways import typed
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

    # With the addresses the tables are registered.
    reverse("wagtailadmin_home")
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


@pytest.mark.each
def test_number_without_end_in_a_form_is_told_in_words(client):
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    response = client.post("/office/events/new/", {"title": "讲座", "audiences": "9" * 30})
    # SQLite cannot even be asked; PostgreSQL knows no such row, and the form says so.
    assert response.status_code == {"sqlite": 400, "postgresql": 200}[connection.vendor]
    assert "讲座" in response.content.decode()


RUBBISH = ["x", HUGE, "a\0b"]
# Addresses of the admin with what in them is to be a number, a date, a key or a kind.
KEYS_IN_QUESTIONS = {
    "/office/choose-page/": ("page_type", "target_pages[]", "match_subclass", "p", "allow_external_link"),
    "/office/choose-page/search/": ("page_type", "target_pages[]", "q", "p"),
    "/office/choose-page/chosen-multiple/": ("id", "page_type"),
    "/office/images/chooser/": ("p", "collection_id", "select_format"),
    "/office/images/chooser/chosen-multiple/": ("id",),
    "/office/documents/chooser/": ("p", "collection_id"),
    "/office/documents/chooser/chosen-multiple/": ("id",),
    "/office/images/": ("collection_id", "tag", "p", "entries_per_page", "ordering"),
    "/office/documents/": ("collection_id", "tag", "p", "ordering"),
    "/office/events/": ("campaign", "venue", "setting", "starts_at_from", "p", "ordering"),
    "/office/events/new/": ("campaign", "audiences"),
    "/office/bulk/wagtailcore/page/delete/": ("id", "childOf", "next"),
    "/office/bulk/wagtailcore/page/move/": ("id", "childOf"),
    "/office/bulk/wagtailcore/page/unpublish/": ("id",),
    "/office/bulk/wagtaildocs/document/delete/": ("id",),
    "/office/bulk/media/libraryimage/delete/": ("id",),
    "/office/reports/site-history/": ("timestamp_from", "user", "object_type", "action"),
    "/office/reports/workflow/": ("created_at_from", "requested_by", "task", "workflow"),
    "/office/reports/aging-pages/": ("last_published_at_from", "content_type", "last_published_by"),
    "/office/pages/search/": ("content_type", "p", "ordering", "q"),
    "/office/redirects/": ("site", "is_permanent", "p"),
    "/office/users/": ("group", "is_superuser", "last_login_from", "p"),
    "/office/workflows/list/": ("show_disabled",),
    "/office/api/main/pages/": ("id", "child_of", "ancestor_of", "limit", "offset", "fields", "type"),
    "/office/block-preview/": ("id",),
}  # fmt: skip
CASES = [(address, name) for address, names in KEYS_IN_QUESTIONS.items() for name in names]


@pytest.fixture
def administrator(client):
    person = UserFactory(roles=[Role.ADMINISTRATOR], is_superuser=True)
    client.force_login(person)
    return person


@pytest.mark.parametrize("value", RUBBISH, ids=lambda value: repr(value[:10]))
def test_keys_of_the_admin_that_are_none_are_told(client, administrator, value):
    codes = {}
    for address, name in CASES:
        # A number that no column holds ends the transaction on PostgreSQL: each request has one of its own.
        with transaction.atomic():
            codes[address, name] = client.get(address, {name: value}).status_code
            transaction.set_rollback(True)
    assert {case: code for case, code in codes.items() if code >= 500} == {}


@pytest.mark.parametrize("value", ["x", HUGE])
def test_rubbish_in_a_page_form_is_told(client, administrator, value):
    page = CampaignPageFactory(live=False)
    block = {
        "body-count": "1", "body-0-deleted": "", "body-0-order": "0", "body-0-type": "statute",
        "body-0-id": "", "body-0-value-law": "", "body-0-value-article": "1", "body-0-value-remark": "",
    }  # fmt: skip
    whole = typed(page, theme="宪法宣传周", intro="", starts_on="2026-12-01", ends_on="2026-12-07", **block)
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    spoilt = {**dict.fromkeys([*whole, "settings", "audiences", "laws", "go_live_at", "expire_at"])}
    codes = {name: client.post(edit, whole | {name: value}).status_code for name in spoilt}
    assert {name: code for name, code in codes.items() if code >= 500} == {}
    copy = reverse("wagtailadmin_pages:copy", args=[page.pk])
    asked = {"new_title": "副本", "new_slug": "copy", "new_parent_page": page.get_parent().pk}
    codes = {name: client.post(copy, asked | {name: value}).status_code for name in asked}
    assert {name: code for name, code in codes.items() if code >= 500} == {}


def test_what_could_not_be_read_is_named(client, administrator):
    answer = client.post(
        reverse("wagtailadmin_pages:edit", args=[CampaignPageFactory(live=False).pk]),
        {"title": "写了半天的标题", "body-count": "许多"},
    )
    assert answer.status_code == 400
    told = answer.content.decode()
    assert "“body-count”的值“许多”不是这里要的数字、日期或编号" in told
    assert "写了半天的标题" in told
