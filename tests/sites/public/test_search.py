import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search import service
from tests.cms.campaigns.factories import ArticlePageFactory, CampaignPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def own_index(settings, tmp_path):
    """An index of this test alone."""
    settings.SEARCH_INDEX_DIR = tmp_path / "index"


@pytest.fixture
def found(own_index):
    campaign = CampaignPageFactory(title="国家宪法日主题活动", summary="宪法进社区。")
    ArticlePageFactory(title="宪法课堂")
    ArticlePageFactory(title="还没写完的宪法稿", live=False)
    service.rebuild()
    return campaign


def text_of(client, **parameters) -> str:
    response = client.get("/search/", parameters)
    assert response.status_code == 200
    return response.content.decode()


def test_two_characters_find_the_campaign_and_mark_it(client, found):
    text = text_of(client, q="宪法")
    assert found.url in text
    assert "<mark>宪法</mark>" in text
    assert "还没写完" not in text


def test_kind_narrows_the_results_and_keeps_the_counts(client, found):
    text = text_of(client, q="宪法", kind="campaign")
    assert found.url in text
    assert "宪法课堂" not in text
    assert "文章与公告" in text


def test_pages_are_bounded(client, own_index):
    for number in range(24):
        ArticlePageFactory(title=f"宪法课堂第{number}讲")
    service.rebuild()
    first = text_of(client, q="宪法", kind="page")
    assert 'rel="next"' in first
    assert "共 2 页" in first
    for number in ("2", "99", "0", "-1", "x", "²", "9" * 300):
        text_of(client, q="宪法", kind="page", page=number)


def test_nothing_found_offers_another_way(client, own_index):
    assert "换个说法试试" in text_of(client, q="完全没有的词语")


def test_empty_query_shows_how_to_ask(client):
    assert "写明法律和条号" in text_of(client)


def test_words_of_the_visitor_are_escaped(client, found):
    text = text_of(client, q='"><script>alert(1)</script>')
    assert "<script>" not in text


def test_unknown_kind_counts_as_none(client, found):
    assert found.url in text_of(client, q="宪法", kind="secrets")


@given(q=st.text(max_size=150), kind=st.text(max_size=10), page=st.text(max_size=8))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_query_string_is_answered(found, q, kind, page):
    response = Client().get("/search/", {"q": q, "kind": kind, "page": page})
    assert response.status_code == 200
