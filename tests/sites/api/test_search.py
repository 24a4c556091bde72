"""Programs get what people get, as the description says."""

import json
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from jsonschema import Draft202012Validator

from search import service, vocabulary
from sites import rate
from tests.cms.campaigns.factories import CampaignPageFactory
from tests.cms.statutes.factories import ArticleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def platform(settings, tmp_path):
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    CampaignPageFactory(title="公园法宣传周")
    ArticleFactory(version__law__short_title="公园法", number=12, label="第十二条", text="犬只应当系绳。")
    service.rebuild()
    vocabulary.forget()
    cache.clear()
    yield
    cache.clear()
    vocabulary.forget()


@pytest.fixture
def described(client):
    return json.loads(client.get("/api/openapi.json").content)


def obeys(described, name, answer) -> list[str]:
    schema = {"$ref": f"#/components/schemas/{name}", "components": described["components"]}
    return [error.message for error in Draft202012Validator(schema).iter_errors(answer)]


@pytest.mark.parametrize(
    "query",
    [
        "q=公园",
        "q=公园法12条",
        "q=gongyuanfa",
        "q=犬只&kind=article",
        "",
        "q=没有这样的词",
        "q=公园&page=99&page_size=1",
    ],
)
def test_answers_are_as_described(client, described, query):
    answer = client.get(f"/api/search/?{query}").json()
    assert obeys(described, "Results", answer) == []
    assert obeys(described, "Suggestions", client.get(f"/api/suggest/?{query}").json()) == []


def test_description_would_notice_a_change(client, described):
    answer = client.get("/api/search/?q=公园").json()
    del answer["results"][0]["law"]
    answer["surprise"] = 1
    assert len(obeys(described, "Results", answer)) == 2


def test_described_parameters_are_those_that_are_read(client, described):
    operation = described["paths"]["/api/search/"]["get"]
    names = {parameter["name"] for parameter in operation["parameters"]}
    assert names == {"q", "order", "exact", "page", "page_size", *service.FACETS}


def test_description_names_this_site(described):
    assert described["servers"] == [{"url": "http://testserver"}]


def test_cited_article_comes_first_with_its_whole_address(client):
    answer = client.get("/api/search/?q=《公园法》第12条").json()
    first = answer["results"][0]
    assert (first["law"], first["article"], answer["direct"][0]["url"]) == (
        "公园法",
        "第十二条",
        first["url"],
    )
    assert first["url"].startswith("http://testserver/laws/")


def test_page_size_is_bounded(client):
    assert len(client.get("/api/search/?q=公园&page_size=9999").json()["results"]) <= 50


def test_suggestions_come_by_initials(client):
    assert client.get("/api/suggest/?q=gyf").json()["suggestions"][0] | {"url": ""} == {
        "text": "公园法",
        "kind": "law",
        "kind_label": "法规",
        "url": "",
    }


def test_too_many_questions_of_one_address_are_told_to_wait(client, described, monkeypatch):
    # Half a minute is over, whatever the clock says while this runs.
    monkeypatch.setattr(rate, "time", SimpleNamespace(time=lambda: 30.0))
    statuses = [client.get("/api/search/?q=公园").status_code for _ in range(61)]
    assert statuses == [200] * 60 + [429]
    refused = client.get("/api/search/?q=公园")
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "31")
    assert obeys(described, "Error", refused.json()) == []
    assert client.get("/api/search/?q=公园", REMOTE_ADDR="192.0.2.9").status_code == 200
