from xml.etree import ElementTree as ET

import pytest
from django.db import connection

from tests.cms.campaigns.factories import ArticlePageFactory, CampaignPageFactory
from tests.cms.statutes.factories import LawFactory, LawVersionFactory

pytestmark = pytest.mark.django_db


def test_sitemap_lists_pages_and_laws_that_have_a_text(client):
    page = CampaignPageFactory(slug="week")
    LawVersionFactory(law=LawFactory(slug="示范法"))
    LawFactory(slug="无文法")
    response = client.get("/sitemap.xml")
    assert response["Content-Type"] == "application/xml"
    places = [node.text for node in ET.fromstring(response.content).findall(".//{*}loc")]  # noqa: S314
    assert f"http://testserver{page.url}" in places
    assert any("/laws/%E7%A4%BA%E8%8C%83%E6%B3%95/" in place for place in places)
    assert not any("%E6%97%A0%E6%96%87%E6%B3%95" in place for place in places)


def test_site_map_indents_pages_below_their_column(client):
    campaign = CampaignPageFactory(title="宪法宣传周")
    ArticlePageFactory(parent=campaign, title="启动仪式")
    text = client.get("/site-map/").content.decode()
    assert text.index("宪法宣传周") < text.index("启动仪式")
    assert "--level: 2" in text


def test_robots_keep_out_of_the_office(client):
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /office/" in text
    assert "Sitemap: http://testserver/sitemap.xml" in text


def test_health_answers_while_the_database_does(client):
    assert client.get("/healthz").json() == {"status": "ok"}


def test_health_fails_with_the_database(client, monkeypatch):
    def fail():
        raise OSError("数据库不在")

    monkeypatch.setattr(connection, "cursor", fail)
    with pytest.raises(OSError, match="数据库不在"):
        client.get("/healthz")
