import datetime
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from cms.statutes.models import Law
from search import query_log, vocabulary
from search.delivery import flush
from search.models import PinnedResult, QueryAsker, SearchDocument, Synonym
from search.service import SearchRequest, search
from search.suggest import MAX_SUGGESTIONS, suggest
from search.understanding import understand
from tests.cms.campaigns.factories import CampaignPageFactory
from tests.cms.statutes.factories import ArticleFactory, LawFactory, LawVersionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def laws(settings, tmp_path):
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    SearchDocument.objects.all().delete()
    for name in ("劳动法", "劳动合同法", "民法典", "治安管理处罚法", "宪法"):
        LawFactory(text=True, short_title=name)
    version = LawVersionFactory(law=Law.objects.get(short_title="民法典"))
    ArticleFactory(version=version, number=1254, order=1, label="第一千二百五十四条", text="禁止抛掷物品。")
    flush()
    vocabulary.forget()
    yield
    vocabulary.forget()


def texts(prefix):
    return [suggestion.text for suggestion in suggest(prefix)]


@pytest.mark.parametrize(
    ("prefix", "first"),
    [
        ("ldhtf", "劳动合同法"), ("laodonghetong", "劳动合同法"), ("劳动", "劳动法"),
        ("勞動合", "劳动合同法"),
        ("ＭＦＤ", "民法典"), ("民法典1254条", "民法典第一千二百五十四条"), ("处罚", "治安管理处罚法"),
        ("劳动ht", "劳动合同法"), ("lao'dong'he", "劳动合同法"), ("劳合", "劳动合同法"),
        ("治处", "治安管理处罚法"), ("zhi'chu", "治安管理处罚法"), ("zhi’ch", "治安管理处罚法"),
        ("laohe", "劳动合同法"),
    ],
)  # fmt: skip
def test_names_are_suggested_by_characters_and_by_pinyin(prefix, first):
    assert texts(prefix)[0] == first


def test_suggestion_of_a_law_leads_to_its_page():
    assert suggest("xianfa")[0].url == SearchDocument.objects.get(kind="law", law="宪法").url


def test_new_law_is_suggested_soon(monkeypatch):
    assert texts("噪声") == []
    LawFactory(text=True, short_title="噪声污染防治法")
    monkeypatch.setattr(vocabulary, "FRESH_SECONDS", 0)
    assert texts("噪声") == ["噪声污染防治法"]


@pytest.fixture
def asked(monkeypatch):
    """Counts a query from so many addresses on each of some days."""
    monkeypatch.setattr(vocabulary, "FRESH_SECONDS", 0)
    first = datetime.date(2026, 3, 1)

    def ask(query, *askers_by_day, found=3):
        for day, askers in enumerate(askers_by_day):
            monkeypatch.setattr(timezone, "localdate", lambda *args, day=day: first + timedelta(days=day))
            for asker in askers:
                query_log.note(query, found, str(asker))
            query_log.write()

    return ask


@pytest.mark.parametrize(
    ("askers", "suggested"),
    [
        ((range(4), range(4, 5)), True),
        ((range(4), ()), False),
        ((range(5), ()), False),
        ((range(3), range(3, 4)), False),
        # The same again on another day is nobody new.
        ((range(4), range(4)), False),
        ((range(5), range(5)), False),
        ((range(1),) * 5, False),
        (([0], [1], [2], [3], [4]), True),
    ],
)
def test_query_is_suggested_once_five_addresses_have_asked_it_on_two_days(asked, askers, suggested):
    asked("拖欠工资怎么办", *askers)
    assert texts("拖欠") == (["拖欠工资怎么办"] if suggested else [])


def test_query_that_finds_nothing_is_suggested_to_nobody(asked):
    asked("拖欠工资怎么办", range(9), range(9, 20), found=0)
    assert texts("拖欠") == []


def test_what_was_asked_long_ago_is_suggested_no_more(asked, monkeypatch):
    asked("拖欠工资怎么办", range(4), range(4, 5))
    for days, suggested in ((30, ["拖欠工资怎么办"]), (31, [])):
        day = datetime.date(2026, 3, 1) + timedelta(days=days)
        monkeypatch.setattr(timezone, "localdate", lambda *args, day=day: day)
        assert texts("拖欠") == suggested


@pytest.mark.parametrize(
    "query",
    [
        "拖欠工资王小明", "张三拖欠工资", "拖欠工资13800138000", "拖欠工资真如路88号",
        "拖欠工资青桥新村3号楼",
        "拖欠工资五弄", "拖欠工资 qq 12345", "拖欠工资abc",
    ],
)  # fmt: skip
def test_names_numbers_and_addresses_are_suggested_to_nobody(asked, query):
    asked(query, range(9), range(9, 20))
    assert [text for text in texts(query[:4]) if text != "拖欠工资"] == []


def test_words_of_the_laws_are_words_of_the_site(asked):
    asked("抛掷物品", range(9), range(9, 20))
    assert texts("抛掷") == ["抛掷物品"]


def test_query_goes_with_the_content_whose_words_it_has(asked):
    page = CampaignPageFactory(title="绿野仙踪读书会")
    asked("绿野仙踪", range(9), range(9, 20))
    assert texts("绿野") == ["绿野仙踪", "绿野仙踪读书会"] or texts("绿野") == ["绿野仙踪读书会", "绿野仙踪"]
    page.unpublish()
    assert texts("绿野") == []


def test_marks_of_askers_link_no_two_queries_and_go_in_time(asked):
    asked("拖欠工资", ["10.0.0.1"])
    asked("劳动合同", ["10.0.0.1"])
    marks = list(QueryAsker.objects.values_list("mark", flat=True))
    assert len(set(marks)) == 2
    assert not any("10.0.0.1" in mark for mark in marks)
    first = datetime.date(2026, 3, 1)
    for days, left in ((30, 2), (31, 0)):
        query_log.purge(first + timedelta(days=days))
        assert QueryAsker.objects.count() == left


@given(st.text(st.characters(categories=None), max_size=60))
@hypothesis_settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_prefix_is_answered(prefix):
    assert len(suggest(prefix)) <= MAX_SUGGESTIONS
    meant = understand(prefix)
    assert meant.corrected or meant.text == prefix


@pytest.mark.parametrize(
    ("query", "searched"),
    [
        ("ldhtf", "劳动合同法"), ("min fa dian", "民法典"), ("劳动和同法", "劳动合同法"),
        ("民法点", "民法典"),
        ("劳动合同发第38条", "劳动合同法第三十八条"),
        ("劳动合同法", "劳动合同法"), ("wifi", "wifi"), ("劳动", "劳动"),
        ("我的合同怎么办", "我的合同怎么办"),
        ("minfadian 1254", "民法典第一千二百五十四条"), ("民法典一千二百五十四", "民法典一千二百五十四"),
        ("劳合法", "劳动合同法"), ("劳合法38条", "劳动合同法第三十八条"),
        ("违反治安法", "违反治安管理处罚法"), ("民典1254", "民法典第一千二百五十四条"),
        ("tuoqian gongzi", "拖欠工资"), ("li'hun", "离婚"), ("laohefa 38", "劳动合同法第三十八条"),
        # Letters that spell nothing people ask, and too few to tell.
        ("lihunx", "lihunx"), ("gongzi38", "gongzi38"), ("app", "app"), ("fang", "fang"),
        # An article that there is not: the number means something else.
        ("民典1255", "民典1255"),
        # The sound of a term, but words as they are.
        ("劳动核桃法", "劳动核桃法"),
    ],
)  # fmt: skip
def test_pinyin_and_homophones_are_understood(query, searched):
    assert understand(query).text == searched


def test_letters_that_stand_in_a_document_stay():
    ArticleFactory(text="品牌 TUOQIAN 商标。")
    flush()
    assert understand("tuoqian").text == "tuoqian"


def test_what_stands_in_a_document_is_never_taken_for_its_homophone():
    assert understand("劳动合同罚").text == "劳动合同法"
    ArticleFactory(text="劳动合同罚。")
    flush()
    assert understand("劳动合同罚").text == "劳动合同罚"


@pytest.mark.parametrize(
    ("term", "query"),
    [("打学生", "大学生"), ("被骗签", "被骗钱"), ("注册公司", "出租车公司"), ("共商", "公商户")],
)
def test_words_are_never_taken_for_a_term_that_only_sounds_like_them(term, query):
    Synonym.objects.get_or_create(term=term, meaning="法律用语")
    vocabulary.forget()
    meant = understand(query)
    assert (meant.text, meant.perhaps) == (query, "")


def test_term_that_stands_in_a_query_is_not_broken_for_a_longer_one_that_sounds_like_it():
    for term in ("卖假货", "直播间买"):
        Synonym.objects.get_or_create(term=term, meaning="法律用语")
    vocabulary.forget()
    meant = understand("直播间卖假货平台有没有责任")
    assert (meant.text, meant.perhaps) == ("直播间卖假货平台有没有责任", "")


def test_one_wrong_character_is_asked_about_not_replaced():
    meant = understand("治安管理外罚法")
    assert (meant.text, meant.perhaps) == ("治安管理外罚法", "治安管理处罚法")


def test_search_says_what_it_searched_for_and_takes_the_words_if_told_to():
    response = search(SearchRequest("ldhtf"))
    assert (response.searched, response.hits[0].law) == ("劳动合同法", "劳动合同法")
    literal = search(SearchRequest("ldhtf", literal=True))
    assert (literal.searched, literal.total) == ("ldhtf", 0)


def test_citation_leads_straight_to_the_article():
    for query in ("《民法典》1254条第一款", "民法典一千二百五十四", "minfadian 1254"):
        response = search(SearchRequest(query))
        assert [hit.article for hit in response.direct] == ["第一千二百五十四条"]
        assert response.hits[0].key == response.direct[0].key
    assert search(SearchRequest("民法典9999条")).direct == ()


def test_pinned_page_stands_first_for_its_query_only():
    law = SearchDocument.objects.get(kind="law", law="宪法")
    PinnedResult.objects.create(query="国家大法", url=law.url)
    PinnedResult.objects.create(query="国家大法", url="/gone/", order=0)
    assert [hit.title for hit in search(SearchRequest("國家 大法")).pinned] == [law.title]
    assert search(SearchRequest("国家大法是什么")).pinned == ()
    assert search(SearchRequest("国家大法", page=2)).pinned == ()
