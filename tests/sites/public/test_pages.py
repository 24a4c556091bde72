import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cms.campaigns.models import Audience, HomePage, LawDay, Setting, SiteProfile
from cms.campaigns.services import confirm_anonymisation
from cms.events.enums import EventState
from tests.cms.accounts.factories import UserFactory
from tests.cms.campaigns.factories import (
    ArticlePageFactory,
    CampaignPageFactory,
    CasePageFactory,
    NoticePageFactory,
    TopicPageFactory,
    published,
    running_now,
)
from tests.cms.events.factories import EventFactory
from tests.cms.statutes.factories import ArticleFactory, LawFactory, LawVersionFactory
from tests.media.factories import LibraryImageFactory

pytestmark = pytest.mark.django_db

LONG = "民法典宣传月：物业服务、邻里关系与高空抛物治理系列普法进居村进公共场所主题活动暨现场咨询"


@pytest.fixture
def campaign():
    return CampaignPageFactory(
        title="宪法宣传周",
        slug="week",
        show_in_menus=True,
        settings=Setting.objects.all()[:3],
        audiences=Audience.objects.all()[:3],
        laws=[LawFactory(), LawFactory()],
    )


def text_of(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def test_home_opens_with_the_campaign(client, campaign):
    text = text_of(client.get("/"))
    assert f'<h1 class="lead__title" id="lead-title"><a href="{campaign.url}">宪法宣传周</a></h1>' in text
    assert "找一条法律" in text
    # Who passes it on says what it is for.
    assert '<meta property="og:description" content="查一条法律，' in text
    assert f'href="{campaign.url}#schedule">查看活动安排' in text


def test_home_has_one_field_to_search_in(client, campaign):
    assert text_of(client.get("/")).count('type="search"') == 1


def test_foot_of_each_page_leads_to_help_and_to_what_the_site_owes(client):
    foot = text_of(client.get("/laws/")).split("<footer")[1]
    links = dict(re.findall(r'href="([^"]+)"[^>]*>([^<]+)</a>', foot))
    wanted = {
        "tel:12348": "12348 法律热线",
        "/places/?service=法律援助申请": "法律援助",
        "/statements/#privacy": "隐私说明",
        "/statements/#accessibility": "无障碍说明",
        "/letters/new/?kind=correction&amp;page=/laws/": "我要找错",
    }
    assert {address: links.get(address) for address in wanted} == wanted
    statements = text_of(client.get("/statements/"))
    assert ('id="privacy"' in statements, 'id="accessibility"' in statements) == (True, True)


def test_campaign_tells_its_events_by_day_with_the_settings_they_go_to(client, campaign):
    first = timezone.localtime() + timedelta(days=3)
    day = first.replace(hour=9, minute=0)
    school = Setting.objects.get(name="学校")
    for title, hours in (("早读", 0), ("午后问法", 5), ("次日集市", 24)):
        starts = day + timedelta(hours=hours)
        event = EventFactory(
            title=title, campaign=campaign, starts_at=starts, ends_at=starts + timedelta(hours=1),
            state=EventState.PUBLISHED,
        )  # fmt: skip
        event.settings.add(school)
    section = text_of(client.get(campaign.url)).split('id="schedule"')[1].split("</section>")[0]
    days = section.split('class="agenda__day"')[1:]
    titles = [re.findall(r"<h3[^>]*><a[^>]*>(.*?)</a>", day) for day in days]
    assert titles == [["早读", "午后问法"], ["次日集市"]]
    assert section.count("进学校") == 3


def test_home_leads_in_one_step_to_whatever_a_neighbour_comes_for(client, campaign):
    body = client.get("/").content.decode()
    ways = re.findall(r'href="([^"]+)"', body.split('class="schedule schedule--ways"')[1].split("</ul>")[0])
    assert ways == ["/guides/", "/places/", "/people/", "/for/", "/quizzes/", "/letters/new/"]
    assert [client.get(way).status_code for way in ways] == [200] * 6


def test_home_of_an_empty_site_still_says_what_to_do(client):
    text = text_of(client.get("/"))
    assert "知法，从身边的一条法律开始" in text
    assert "近期要办的普法活动会列在这里" in text


def test_campaign_shows_where_whom_and_which_laws(client, campaign):
    text = text_of(client.get(campaign.url))
    assert "2026年12月1日至7日" in text
    assert "进机关" in text
    assert "领导干部" in text
    assert campaign.laws.first().short_title in text


def test_article_notice_and_column_are_readable(client):
    topic = TopicPageFactory(title="公告公示")
    article = ArticlePageFactory(parent=topic, source="区普法办")
    notice = NoticePageFactory(parent=topic, number="普法办〔2026〕3号")
    assert "来源：区普法办" in text_of(client.get(article.url))
    assert "普法办〔2026〕3号" in text_of(client.get(notice.url))
    assert article.title in text_of(client.get(topic.url))


def test_column_without_entries_says_what_would_stand_there(client):
    assert "这个栏目的文章会列在这里" in text_of(client.get(TopicPageFactory().url))


def test_draft_is_listed_nowhere(client):
    topic = TopicPageFactory()
    draft = ArticlePageFactory(parent=topic, live=False, title="还没有写完")
    for address in ("/", topic.url, "/site-map/", "/sitemap.xml"):
        assert "还没有写完" not in text_of(client.get(address))
    assert client.get(draft.get_url() or "/x/").status_code == 404


def test_case_shows_the_article_of_law_it_cites(client):
    law = LawFactory(short_title="民法典")
    ArticleFactory(
        version=LawVersionFactory(law=law),
        number=1254,
        label="第一千二百五十四条",
        text="禁止从建筑物中抛掷物品。",
    )
    case = CasePageFactory(body=[("statute", {"law": law, "article": "1254", "remark": ""})])
    case.save_revision()
    confirm_anonymisation(case, actor=UserFactory(is_superuser=True))
    published(case)
    text = text_of(client.get(case.url))
    assert "第一千二百五十四条" in text
    assert "禁止从建筑物中抛掷物品。" in text


def test_picture_comes_in_three_formats_with_its_measures(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    page = CampaignPageFactory(picture=LibraryImageFactory(alt_text="广场上的宪法墙"))
    text = text_of(client.get(page.url))
    for part in (
        'type="image/avif"',
        'type="image/webp"',
        "srcset=",
        'alt="广场上的宪法墙"',
        "width=",
        "height=",
    ):
        assert part in text
    assert "<svg" not in text[text.index("<main") :]


def test_page_without_picture_gets_a_cover_from_its_title(client):
    page = CampaignPageFactory(title=LONG)
    text = text_of(client.get(page.url))
    assert '<svg class="cover' in text
    assert "<img" not in text


def test_breadcrumbs_lead_back(client):
    topic = TopicPageFactory(title="主题活动")
    page = ArticlePageFactory(parent=topic)
    text = text_of(client.get(page.url))
    assert f'<a href="{topic.url}">主题活动</a>' in text
    assert '<a href="/">首页</a>' in text


def test_navigation_has_at_most_five_entries(client):
    for number in range(8):
        TopicPageFactory(title=f"栏目{number}", show_in_menus=True)
    text = text_of(client.get("/"))
    navigation = text[text.index('aria-label="主导航"') : text.index("</nav>")]
    assert 2 <= navigation.count("<li>") <= 5


def test_words_of_editors_are_escaped(client):
    page = ArticlePageFactory(title="<script>alert(1)</script>", source="<b>x</b>")
    text = text_of(client.get(page.url))
    assert "<script>alert(1)" not in text
    assert "<b>x</b>" not in text


def test_column_is_paged_and_any_number_answers(client):
    topic = TopicPageFactory()
    for _ in range(13):
        ArticlePageFactory(parent=topic)
    assert "共 2 页，13 篇" in text_of(client.get(topic.url))
    for number in ("2", "0", "-1", "999", "x", "²", "9" * 400):
        assert client.get(topic.url, {"page": number}).status_code == 200


def test_footer_states_what_is_known_and_nothing_else(client):
    profile = SiteProfile.for_site(HomePage.objects.get().get_site())
    profile.organiser, profile.icp_number = "示范区司法局", "沪ICP备1号"
    profile.save()
    text = text_of(client.get("/"))
    assert "主办单位：示范区司法局" in text
    assert "沪ICP备1号" in text
    for absent in ("联系方式", "网站标识码", "公网安备", "法律服务网", "一网通办"):
        assert absent not in text
    assert "网站地图" in text


def test_footer_leads_to_the_platforms_of_the_city_that_were_named(client):
    profile = SiteProfile.for_site(HomePage.objects.get().get_site())
    profile.legal_service_url = "https://law.example/"
    profile.city_service_name, profile.city_service_url = "一网通办", "https://city.example/"
    profile.save()
    text = client.get("/").content.decode()
    assert '<a href="https://law.example/" rel="noopener">12348 法律服务网</a>' in text
    assert '<a href="https://city.example/" rel="noopener">一网通办</a>' in text


def test_unknown_address_gets_a_page_that_helps(client):
    response = client.get("/没有这一页/")
    assert response.status_code == 404
    text = response.content.decode()
    assert "这一页不在书中" in text
    assert 'role="search"' in text


def test_error_page_needs_neither_database_nor_request(rf, django_db_blocker):
    from django.views.defaults import server_error

    with django_db_blocker.block():
        response = server_error(rf.get("/"))
    assert response.status_code == 500
    assert "页面暂时打不开" in response.content.decode()


# The first request of a process also reads content types and the site's root; these are the bounds after it.
@pytest.mark.parametrize(("name", "budget"), [("home", 25), ("topic", 18), ("campaign", 20), ("article", 12)])
def test_page_stays_within_its_budget_of_queries(
    client, campaign, django_assert_max_num_queries, name, budget
):
    topic = TopicPageFactory()
    entries = [ArticlePageFactory(parent=topic) for _ in range(12)]
    address = {"home": "/", "topic": topic.url, "campaign": campaign.url, "article": entries[0].url}[name]
    client.get(address)
    with django_assert_max_num_queries(budget):
        assert client.get(address).status_code == 200


def test_visitor_without_account_gets_no_script_but_the_search_boxs(client, campaign):
    scripts = re.findall(r"<script[^>]*>", text_of(Client().get(campaign.url)))
    assert scripts == ['<script src="/static/js/suggest.js" defer>']


def test_home_page_names_the_law_days_to_come_and_what_awaits_its_notice(client):
    running_now("法治宣传季")
    text = text_of(client.get("/"))
    assert text.count("近期法治节日") == text.count("法治宣传季") == text.count("待通知确认") == 1
    LawDay.objects.all().delete()
    assert "近期法治节日" not in text_of(client.get("/"))
