from urllib.parse import unquote, urlencode

import pytest
from defusedxml import ElementTree
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search import service, vocabulary
from search.models import PinnedResult, QueryCount
from tests.cms.campaigns.factories import ArticlePageFactory, CampaignPageFactory
from tests.cms.statutes.factories import ArticleFactory, LawFactory, LawVersionFactory

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


def test_pages_are_bounded(client, own_index):
    for number in range(24):
        ArticlePageFactory(title=f"宪法课堂第{number}讲")
    service.rebuild()
    first = text_of(client, q="宪法", kind="page")
    assert 'rel="next"' in first
    assert "共 3 页" in first
    for number in ("2", "99", "0", "-1", "x", "²", "9" * 300):
        text_of(client, q="宪法", kind="page", page=number)


def test_nothing_found_offers_another_way(client, own_index):
    assert "换个说法试试" in text_of(client, q="完全没有的词语")


def test_words_of_the_visitor_are_escaped(client, found):
    text = text_of(client, q='"><script>alert(1)</script>')
    assert "<script>" not in text


def test_unknown_kind_counts_as_none(client, found):
    assert found.url in text_of(client, q="宪法", kind="secrets")


def test_kind_narrows_the_results_and_keeps_the_counts(client, found):
    text = text_of(client, q="宪法", kind="campaign")
    assert found.url in text
    assert "宪法课堂" not in text
    assert "文章与公告" in text


def test_values_of_one_facet_widen_and_facets_narrow(client, found):
    every = text_of(client, q="宪法", kind=["campaign", "page"])
    assert (found.url in every, "</mark>课堂" in every) == (True, True)
    none = text_of(client, q="宪法", kind=["campaign", "page"], year="1999")
    assert "这些条件下没有内容" in none
    assert "清除筛选条件" in none


def test_chosen_values_stay_in_the_address_of_every_link(client, own_index):
    for number in range(24):
        ArticlePageFactory(title=f"宪法课堂第{number}讲")
    service.rebuild()
    page = text_of(client, q="宪法", kind="page", order="date")
    assert (
        f"?{urlencode({'q': '宪法', 'kind': 'page', 'order': 'date', 'page': 2})}".replace("&", "&amp;")
        in page
    )
    assert f"?{urlencode({'q': '宪法', 'order': 'date'})}".replace("&", "&amp;") in page


def test_articles_stand_under_their_law(client, own_index):
    version = LawVersionFactory(law=LawFactory(short_title="公园法"))
    for number in range(1, 8):
        ArticleFactory(version=version, number=number, order=number, text=f"公园犬只第{number}项规定。")
    service.rebuild()
    page = text_of(client, q="犬只")
    assert page.count('class="results__law"') == 1
    assert "公园法里的全部" in page
    inside = text_of(client, q="犬只", kind="article", law="公园法")
    assert "第七条" in inside


def test_cited_article_is_one_tap_away(client, own_index):
    article = ArticleFactory(version__law__short_title="公园法", number=12, label="第十二条")
    service.rebuild()
    page = text_of(client, q="《公园法》12条第一款")
    assert "直达条文" in page
    assert page.index("直达条文") < page.index(reverse("public:article", args=["公园法", article.ref]))


def test_what_stands_above_the_list_is_not_listed_again(client, own_index):
    version = LawVersionFactory(law__short_title="公园法")
    for number in range(1, 8):
        ArticleFactory(version=version, number=number, order=number, text=f"依照本法第{8 - number}条处理。")
    service.rebuild()
    page = text_of(client, q="公园法第7条")
    addresses = [reverse("public:article", args=["公园法", str(number)]) for number in (7, 1)]
    assert [page.count(f'href="{address}"') for address in addresses] == [1, 1]
    assert "没有找到" not in page


def test_pinyin_is_understood_and_may_be_taken_back(client, own_index):
    law = LawFactory(text=True, short_title="公园法")
    service.rebuild()
    vocabulary.forget()
    page = text_of(client, q="gongyuanfa")
    assert ("已按" in page, law.title in page.replace("<mark>", "").replace("</mark>", "")) == (True, True)
    assert "exact=1" in page
    assert "没有找到" in text_of(client, q="gongyuanfa", exact="1")


def test_pinned_page_is_recommended(client, found):
    PinnedResult.objects.create(query="国家大法", url=unquote(found.url))
    assert "推荐" in text_of(client, q="国家大法")


def test_browsing_needs_no_words(client, found):
    page = text_of(client)
    assert ("浏览全部内容" in page, found.url in page) == (True, True)


def test_script_gets_the_results_without_the_frame(client, found):
    part = client.get("/search/", {"q": "宪法"}, headers={"X-Results-Only": "1"})
    assert ("<html" in part.content.decode(), found.url in part.content.decode()) == (False, True)
    assert "X-Results-Only" in part.headers["Vary"]


def test_first_page_of_a_query_is_counted_without_its_numbers(client, found):
    text_of(client, q="宪法")
    text_of(client, q="宪法", page="2")
    text_of(client, q="宪法", kind="page")
    text_of(client, q="19900001234 宪法")
    assert list(QueryCount.objects.order_by("query").values_list("query", "asked")) == [
        ("* 宪法", 1),
        ("宪法", 1),
    ]


def test_saved_search_is_an_atom_feed_of_the_newest(client, own_index):
    ArticlePageFactory(title="旧的宪法课堂", first_published_at="2020-01-01T00:00:00Z")
    ArticlePageFactory(title="新的宪法课堂", first_published_at="2026-01-01T00:00:00Z")
    service.rebuild()
    response = client.get("/search/feed/", {"q": "宪法课堂"})
    assert response["Content-Type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(response.content)
    titles = [entry.findtext("{*}title") for entry in feed.iter("{http://www.w3.org/2005/Atom}entry")]
    assert titles[:2] == ["新的宪法课堂", "旧的宪法课堂"]
    assert "/search/feed/?" in text_of(client, q="宪法课堂")


def test_results_take_few_queries(client, own_index, django_assert_max_num_queries):
    version = LawVersionFactory(law=LawFactory(short_title="公园法"))
    for number in range(1, 30):
        ArticleFactory(version=version, number=number, order=number, text=f"公园犬只第{number}项规定。")
    for number in range(20):
        ArticlePageFactory(title=f"公园犬只第{number}讲")
    service.rebuild()
    text_of(client, q="犬只")
    with django_assert_max_num_queries(16):
        text_of(client, q="犬只")


WILD = st.one_of(
    st.text(st.characters(categories=None), max_size=120),
    st.sampled_from(
        [
            "*",
            "[",
            "(",
            "\\",
            '"',
            "-",
            "law:",
            '"“',
            "-" * 9000,
            "宪" * 10_000,
            "\x00",
            "\ud800",
            "%00",
            "之条第" * 60,
        ]
    ),
)


@given(
    q=WILD,
    kind=st.one_of(st.sampled_from(["law", "article"]), WILD),
    level=WILD,
    page=st.one_of(st.integers().map(str), WILD),
    order=st.one_of(st.just("date"), WILD),
    exact=st.sampled_from(["", "1"]),
)
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_query_string_is_answered(found, q, kind, level, page, order, exact):
    asked = {"q": q, "kind": kind, "level": level, "page": page, "order": order, "exact": exact}
    asked = {name: value.encode("utf-8", "surrogatepass") for name, value in asked.items()}
    cache.clear()
    for path in ("/search/", "/search/feed/", "/api/search/", "/api/suggest/"):
        assert Client().get(path, asked).status_code == 200


@pytest.mark.parametrize(
    "query", ["q=%ED%A0%80", "q=%00%00", "q=%ff%fe", "q=" + "%E5" * 3000, "page=1e9&q=a", "&&&=", "q[]=1"]
)
def test_broken_encodings_are_answered(client, query):
    for path in ("/search/", "/search/feed/", "/api/search/", "/api/suggest/"):
        assert client.get(f"{path}?{query}").status_code == 200
