from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.cms.statutes.factories import ArticleFactory, LawFactory, LawVersionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    held = LawVersionFactory(
        law__short_title="公园法",
        preamble="公园属于大家。",
        history=["2024年5月1日 通过"],
        headings=[
            {"text": "第一章 总则", "rank": 3, "before": 0},
            {"text": "第二章 管理", "rank": 3, "before": 2},
        ],
    )
    for order, (number, suffix, label) in enumerate(
        [(1, 0, "第一条"), (2, 0, "第二条"), (2, 1, "第二条之一")]
    ):
        ArticleFactory(
            version=held,
            order=order,
            number=number,
            suffix=suffix,
            label=label,
            text=f"{label}的正文。\n（一）甲。",
        )
    return held


def read(client, url):
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_list_is_filtered_by_name(client, version):
    LawFactory(short_title="图书馆法")
    every, some = read(client, "/laws/"), read(client, "/laws/?q=公园")
    assert ("公园法" in every, "图书馆法" in every) == (True, True)
    assert ("公园法" in some, "图书馆法" in some) == (True, False)
    assert "没有名称含“灯塔”的法规" in read(client, "/laws/?q=灯塔")


def test_law_page_shows_headings_articles_and_source(client, version, django_assert_max_num_queries):
    with django_assert_max_num_queries(15):
        page = read(client, "/laws/公园法/")
    expected = [
        "第一章 总则", "公园属于大家。", 'id="a1"', 'id="a2-1"', "（一）甲。", "现行有效",
        "2024年7月1日起施行",
        "来源：示范汇编", "数据核对日期：2026年1月5日",
    ]  # fmt: skip
    assert [text for text in expected if text not in page] == []
    assert page.index("第二章 管理") < page.index('id="a2-1"')


def test_law_without_a_text_says_so(client):
    LawFactory(short_title="图书馆法")
    assert "尚未导入条文" in read(client, "/laws/图书馆法/")


def test_article_has_its_own_address_and_neighbours(client, version):
    page = read(client, "/laws/公园法/2/")
    assert "《中华人民共和国公园法》第二条" in page
    for other in ("1", "2-1"):
        assert reverse("public:article", args=["公园法", other]) in page


@pytest.mark.parametrize("ref", ["9", "abc", "1-", "９", "1-9", "-1", "1-2-3", "1-²", "9" * 40])
def test_article_that_does_not_exist_is_not_found(client, version, ref):
    assert client.get(f"/laws/公园法/{ref}/").status_code == 404


def test_odd_spelling_of_an_article_leads_to_its_address(client, version):
    response = client.get("/laws/公园法/02/")
    assert (response.status_code, response.url) == (302, reverse("public:article", args=["公园法", "2"]))


def test_law_that_does_not_exist_is_not_found(client):
    assert client.get("/laws/无此法/").status_code == 404
    assert client.get("/laws/无此法/1/").status_code == 404


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda law, version: setattr(law, "repealed_on", date(2020, 1, 1)), "已废止"),
        (
            lambda law, version: setattr(version, "effective_on", timezone.localdate() + timedelta(1)),
            "尚未施行",
        ),
    ],
)
def test_state_of_a_law_is_said_in_words(client, version, change, words):
    change(version.law, version)
    version.law.save()
    version.save()
    for url in ("/laws/公园法/", "/laws/公园法/1/"):
        assert words in read(client, url)
