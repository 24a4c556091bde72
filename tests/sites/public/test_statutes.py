from datetime import date, timedelta
from urllib.parse import unquote

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.campaigns.models.publicity import founding
from cms.duties.enums import ActivityState
from cms.statutes.enums import LawLevel
from sites.public.views import statutes
from tests.cms.campaigns.factories import CampaignPageFactory
from tests.cms.duties.factories import ActivityFactory, DutyItemFactory, published
from tests.cms.events.factories import EventFactory
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
    LawFactory(text=True, short_title="图书馆法")
    every, some = read(client, "/laws/"), read(client, "/laws/?q=公园")
    assert ("公园法" in every, "图书馆法" in every) == (True, True)
    assert ("公园法" in some, "图书馆法" in some) == (True, False)
    assert "没有名称含“灯塔”的法规" in read(client, "/laws/?q=灯塔")


def test_list_stands_by_level_and_branch_and_within_by_sound(client):
    named = [
        ("仲裁法", "诉讼与非诉讼程序法", LawLevel.LAW),
        ("治安管理处罚法", "行政法", LawLevel.LAW),
        ("保险法", "民法商法", LawLevel.LAW),
        ("民法典", "民法典", LawLevel.LAW),
        ("没有分类的法", "", LawLevel.LAW),
        ("城镇条例", "行政法规", LawLevel.ADMINISTRATIVE),
        ("宪法", "宪法", LawLevel.CONSTITUTION),
        ("兵役法", "行政法", LawLevel.LAW),
    ]
    for short, group, level in named:
        LawFactory(text=True, short_title=short, group=group, level=level)
    found = [
        (shelf, [law.short_title for law in laws]) for shelf, laws in client.get("/laws/").context["groups"]
    ]
    assert found == [
        ("宪法", ["宪法"]),
        ("民法商法", ["保险法", "民法典"]),
        ("行政法", ["兵役法", "治安管理处罚法"]),
        ("诉讼与非诉讼程序法", ["仲裁法"]),
        ("法律", ["没有分类的法"]),
        ("行政法规", ["城镇条例"]),
    ]


@pytest.mark.parametrize("typed", ["2之1", "第二条之一", "第2条之1", " 二之一 "])
def test_number_however_written_leads_to_the_article_in_the_text(client, version, typed):
    response = client.get(f"/laws/公园法/versions/{version.ref}/to/", {"article": typed})
    assert (response.status_code, unquote(response.url)) == (302, "/laws/公园法/#a2-1")


def test_number_leads_into_the_older_text_that_is_open(client, version, older):
    response = client.get(f"/laws/公园法/versions/{older.ref}/to/", {"article": "1"})
    assert unquote(response.url) == f"/laws/公园法/versions/{older.ref}/#a1"


@pytest.mark.parametrize(
    ("typed", "status", "told"),
    [("99", 404, "这一文本里没有“99”"), ("公园", 404, "这一文本里没有“公园”"), ("", 200, "公园属于大家")],
)
def test_number_that_is_no_article_is_told_on_the_page_of_the_law(client, version, typed, status, told):
    response = client.get(f"/laws/公园法/versions/{version.ref}/to/", {"article": typed})
    assert (response.status_code, told in response.content.decode()) == (status, True)


def test_long_text_offers_the_way_to_a_number(client, version, monkeypatch):
    way = f'action="{reverse("public:law_to_article", args=["公园法", version.ref])}"'
    assert way not in read(client, "/laws/公园法/")
    monkeypatch.setattr(statutes, "LONG_TEXT", 3)
    # Beside the contents and, on a phone, at the foot.
    assert read(client, "/laws/公园法/").count(way) == 2


def test_each_line_of_a_preamble_is_a_paragraph(client):
    ArticleFactory(version=LawVersionFactory(law__short_title="宪章", preamble="第一段。\n\n第二段。"))
    page = read(client, "/laws/宪章/")
    assert '<div class="law-preamble"><p>第一段。</p><p>第二段。</p></div>' in page


def test_law_page_shows_headings_articles_and_source(client, version, django_assert_max_num_queries):
    with django_assert_max_num_queries(22):
        page = read(client, "/laws/公园法/")
    expected = [
        "第一章 总则", "公园属于大家。", 'id="a1"', 'id="a2-1"', "（一）甲。", "现行有效",
        "2024年7月1日起施行",
        "来源：示范汇编", "数据核对日期：2026年1月5日",
    ]  # fmt: skip
    assert [text for text in expected if text not in page] == []
    assert page.index("第二章 管理") < page.index('id="a2-1"')


def test_law_known_by_its_title_only_is_no_page(client, version):
    LawFactory(short_title="图书馆法")
    for address in ("", "1/", "versions/undated/", "changes/undated/"):
        assert client.get(f"/laws/图书馆法/{address}").status_code == 404
    for listing in ("/", "/laws/", "/laws/?q=图书馆", "/sitemap-laws.xml"):
        assert "图书馆法" not in read(client, listing)


def test_law_known_by_its_title_only_says_where_its_text_is_and_what_was_done_on_it(client):
    law = LawFactory(title="中华人民共和国图书馆法", short_title="图书馆法", level="law")
    draft = ActivityFactory(name="图书馆法进社区")
    draft.laws.set([law])
    assert client.get("/laws/图书馆法/").status_code == 404
    shown = ActivityFactory(state=ActivityState.PUBLISHED, name="图书馆法进校园")
    shown.laws.set([law])
    page = read(client, "/laws/图书馆法/")
    expected = ["还没有收录", "效力层级：法律。", "国家法律法规数据库", "图书馆法进校园", 'content="noindex"']
    assert [text for text in expected if text not in page] == []
    assert "图书馆法进社区" not in page
    for listing in ("/", "/laws/", "/laws/?q=图书馆", "/sitemap-laws.xml"):
        assert "/laws/图书馆法/" not in unquote(read(client, listing))


@pytest.mark.parametrize("has_text", [True, False])
def test_records_link_the_laws_they_cite_with_and_without_a_text(client, has_text):
    law = LawFactory(text=has_text, short_title="图书馆法")
    records = [EventFactory(), ActivityFactory(state=ActivityState.PUBLISHED), CampaignPageFactory()]
    with founding():
        for record in records:
            record.laws.set([law])
            record.save()
    link = f'<a href="{reverse("public:law", args=[law.slug])}">图书馆法</a>'
    pages = [read(client, record.get_absolute_url()) for record in records[:2]]
    pages.append(read(client, records[2].url))
    assert [link in page for page in pages] == [True] * 3
    assert client.get(reverse("public:law", args=[law.slug])).status_code == 200


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


@pytest.fixture
def older(version):
    held = LawVersionFactory(law=version.law, dated_on=date(2015, 3, 1), passed_on=date(2015, 3, 1))
    ArticleFactory(version=held, order=0, number=1, label="第一条", text="第一条的正文。\n（一）甲。")
    ArticleFactory(version=held, order=1, number=2, label="第二条", text="公园门票由园方自行定价。")
    return held


def test_law_page_leads_to_its_older_text_and_to_what_changed(client, version, older):
    page = read(client, "/laws/公园法/")
    for name in ("public:law_version", "public:law_changes"):
        ref = older.ref if name.endswith("version") else version.ref
        assert reverse(name, args=["公园法", ref]) in page


def test_older_text_says_that_it_is_old(client, version, older):
    page = read(client, "/laws/公园法/versions/2015-03-01/")
    assert "这是旧文本" in page
    assert "公园门票由园方自行定价" in page
    assert "已被修改" in page


def test_text_that_waits_for_its_day_is_announced_and_says_so(client, version, django_assert_max_num_queries):
    coming = LawVersionFactory(
        law=version.law, dated_on=date(2998, 1, 1), passed_on=None, effective_on=date(2999, 3, 1)
    )
    law_address = f"/laws/{version.law.slug}/"
    with django_assert_max_num_queries(22):
        page = read(client, law_address)
    assert "修改后的文本自2999年3月1日起施行" in page
    assert "现行有效" in page
    waiting = read(client, f"{law_address}versions/{coming.ref}/")
    assert "这一文本自2999年3月1日起施行，现在仍以现行文本为准" in waiting
    assert "尚未施行" in waiting
    assert "这是旧文本" not in waiting


def test_newest_version_has_one_address(client, version, older):
    response = client.get(f"/laws/公园法/versions/{version.ref}/")
    assert (response.status_code, response.url) == (302, reverse("public:law", args=["公园法"]))


def test_changes_are_shown_side_by_side(client, version, older, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        page = read(client, f"/laws/公园法/changes/{version.ref}/")
    assert "<del>公园门票由园方自行定价。</del>" in page
    assert '增加 <strong class="tabular">2</strong> 条，删去 <strong class="tabular">1</strong> 条' in page
    assert "<ins>第二条之一的正文。" in page


@pytest.mark.parametrize(
    "path", ["versions/2000-01-01/", "versions/x/", "changes/2000-01-01/", "changes/2015-03-01/"]
)
def test_version_that_is_not_held_or_changes_nothing_is_not_found(client, version, older, path):
    assert client.get(f"/laws/公园法/{path}").status_code == 404


def test_law_page_names_what_cites_it(client, version):
    CampaignPageFactory(title="公园普法周", laws=[version.law])
    CampaignPageFactory(title="还没公开的活动", live=False, laws=[version.law])
    item = DutyItemFactory(content="宣传公园法")
    item.laws.add(version.law)
    published(item.list)
    activity = ActivityFactory(name="公园里的普法课", state=ActivityState.PUBLISHED)
    activity.laws.add(version.law)
    hidden = ActivityFactory(name="没有公示的活动", state=ActivityState.DRAFT)
    hidden.laws.add(version.law)
    page = read(client, "/laws/公园法/")
    assert [title in page for title in ("公园普法周", "宣传公园法", "公园里的普法课")] == [True] * 3
    assert [title in page for title in ("还没公开的活动", "没有公示的活动")] == [False] * 2


def test_law_that_nothing_cites_has_no_empty_section(client, version):
    assert "被引用" not in read(client, "/laws/公园法/")
