"""The office's tables of the search: who may look, who may write, and that every write is on record."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.accounts.enums import Role
from cms.core.models import AuditEntry
from cms.core.values import version_of
from search.models import PinnedResult, QueryCount, SearchDocument, Synonym
from tests.cms.accounts.factories import UserFactory
from tests.cms.statutes.factories import LawFactory

pytestmark = pytest.mark.django_db
TABLES = ("search_synonyms", "search_pins", "search_unanswered")


@pytest.fixture
def as_role(client):
    def sign_in(*roles):
        client.force_login(UserFactory(roles=list(roles)))
        return client

    return sign_in


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    ("role", "status"), [(Role.OFFICE, 200), (Role.EDITOR, 200), (Role.AGENCY_LOGGER, 302), (None, 302)]
)
def test_those_who_work_in_the_admin_see_the_tables(as_role, client, table, role, status):
    if role:
        as_role(role)
    assert client.get(reverse(f"{table}:index")).status_code == status


@pytest.mark.parametrize("table", ["search_synonyms", "search_pins"])
def test_editors_may_not_write(as_role, table):
    response = as_role(Role.EDITOR).post(reverse(f"{table}:add"), {"term": "甲", "meaning": "乙"})
    assert response.status_code == 302
    assert not Synonym.objects.filter(term="甲").exists()


def test_office_adds_changes_and_deletes_a_pair_on_record(as_role):
    office = as_role(Role.OFFICE)
    values = {"term": "甩锅", "meaning": "推卸责任", "active": "on"}
    office.post(reverse("search_synonyms:add"), values)
    row = Synonym.objects.get(term="甩锅")
    changed = {**values, "both_ways": "on", "seen": version_of(row)}
    office.post(reverse("search_synonyms:edit", args=[row.pk]), changed)
    row.refresh_from_db()
    assert row.both_ways
    office.post(reverse("search_synonyms:delete", args=[row.pk]), {"seen": version_of(row)})
    assert list(AuditEntry.objects.order_by("pk").values_list("action", "target_label")) == [
        ("search.synonym.create", "甩锅 → 推卸责任"),
        ("search.synonym.change", "甩锅 ↔ 推卸责任"),
        ("search.synonym.delete", "甩锅 ↔ 推卸责任"),
    ]


def test_pin_must_lead_to_something_the_public_can_read(as_role):
    law = LawFactory(text=True, short_title="公园法")
    url = SearchDocument.objects.get(law="公园法").url
    office = as_role(Role.OFFICE)
    refused = office.post(
        reverse("search_pins:add"), {"query": "公园", "url": "/nowhere/", "order": 1, "active": "on"}
    )
    assert "没有公开内容用这个地址" in refused.content.decode()
    for address in (f"http://localhost{url}", "/laws/公园法/"):
        PinnedResult.objects.all().delete()
        office.post(reverse("search_pins:add"), {"query": "公园", "url": address, "order": 1, "active": "on"})
        assert PinnedResult.objects.get().points_at == law.title
    law.delete()
    assert "已失效" in office.get(reverse("search_pins:index")).content.decode()


def test_report_lists_queries_that_found_nothing(as_role):
    today = timezone.localdate()
    QueryCount.objects.create(day=today, query="网红店", asked=4, found=0)
    QueryCount.objects.create(day=today, query="彩礼", asked=4, found=2)
    QueryCount.objects.create(day=today - datetime.timedelta(days=60), query="旧闻", asked=4, found=0)
    page = as_role(Role.OFFICE).get(reverse("search_unanswered:index")).content.decode()
    assert [word in page for word in ("网红店", "彩礼", "旧闻")] == [True, False, False]
