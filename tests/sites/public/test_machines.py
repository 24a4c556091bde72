from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

import pytest
from django.db import OperationalError, connection

from cms.duties.enums import ActivityState
from cms.events.enums import EventState
from search.engines import failover
from sites.public.sitemaps import Events
from tests.cms.campaigns.factories import ArticlePageFactory, CampaignPageFactory
from tests.cms.core.factories import WorkerFactory
from tests.cms.duties.factories import ActivityFactory
from tests.cms.events.factories import EventFactory
from tests.cms.statutes.factories import LawFactory, LawVersionFactory

pytestmark = pytest.mark.django_db


def places_of(response) -> list[str]:
    assert response["Content-Type"] == "application/xml"
    paths = (urlsplit(node.text).path for node in ET.fromstring(response.content).findall(".//{*}loc"))  # noqa: S314
    return [unquote(path) for path in paths]


def test_sitemap_names_a_list_for_each_kind_of_page(client):
    kinds = (
        "pages", "registers", "laws", "events", "series", "communities", "venues", "points", "guides",
        "quizzes", "audiences", "letters", "activities", "duty_lists", "reviews", "reports",
    )  # fmt: skip
    assert places_of(client.get("/sitemap.xml")) == [f"/sitemap-{kind}.xml" for kind in kinds]
    for kind in kinds:
        assert client.get(f"/sitemap-{kind}.xml").status_code == 200
    assert client.get("/sitemap-people.xml").status_code == 404


def test_sitemap_lists_pages_and_laws_that_have_a_text(client):
    page = CampaignPageFactory(slug="week")
    LawVersionFactory(law=LawFactory(slug="示范法"))
    LawFactory(slug="无文法")
    assert page.get_url() in places_of(client.get("/sitemap-pages.xml"))
    assert places_of(client.get("/sitemap-laws.xml")) == ["/laws/示范法/"]


def test_sitemap_lists_events_and_activities_that_are_published(client, django_assert_max_num_queries):
    events = EventFactory.create_batch(3, state=EventState.PUBLISHED)
    EventFactory(state=EventState.DRAFT)
    activities = ActivityFactory.create_batch(3, state=ActivityState.PUBLISHED)
    ActivityFactory(state=ActivityState.SUBMITTED)
    with django_assert_max_num_queries(4):
        listed = places_of(client.get("/sitemap-events.xml"))
    assert listed == [f"/events/{event.pk}/" for event in events]
    with django_assert_max_num_queries(4):
        listed = places_of(client.get("/sitemap-activities.xml"))
    assert listed == [f"/activities/{activity.pk}/" for activity in activities]


def test_a_long_list_goes_on_in_another_sitemap(client, monkeypatch):
    monkeypatch.setattr(Events, "limit", 2)
    events = EventFactory.create_batch(3, state=EventState.PUBLISHED)
    index = client.get("/sitemap.xml").content.decode()
    assert "/sitemap-events.xml?p=2<" in index
    assert places_of(client.get("/sitemap-events.xml?p=2")) == [f"/events/{events[2].pk}/"]


def test_site_map_indents_pages_below_their_column(client):
    campaign = CampaignPageFactory(title="宪法宣传周")
    ArticlePageFactory(parent=campaign, title="启动仪式")
    text = client.get("/site-map/").content.decode()
    assert text.index("宪法宣传周") < text.index("启动仪式")
    assert 'data-level="2"' in text


def test_robots_keep_out_of_the_office(client):
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /office/" in text
    assert "Sitemap: http://testserver/sitemap.xml" in text


def test_health_says_that_all_works(client):
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {"status": "ok", "database": True, "worker": True, "search": True}


def test_health_says_that_nobody_does_the_background_work(client, queued):
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {"status": "degraded", "database": True, "worker": False, "search": True}
    WorkerFactory()
    assert client.get("/healthz").json()["worker"] is True


def test_health_says_that_a_replica_answers(client):
    failover.trip(ConnectionError("断开"), 60)
    try:
        assert client.get("/healthz").json()["search"] is False
    finally:
        failover.close()


def test_health_fails_with_the_database(client, monkeypatch):
    def fail():
        raise OperationalError("数据库不在")

    monkeypatch.setattr(connection, "cursor", fail)
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (503, {"status": "down", "database": False})
