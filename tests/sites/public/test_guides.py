"""One question a page, the answers in the address; nothing is kept unless a firm hands it over."""

import re
from html import unescape

import pytest
from django.core import signing
from django.core.cache import cache
from django.utils import timezone

from cms.guides.models.graph import Advice, Ground
from cms.letters.models import Letter
from sites.public.views.letters import SOONEST, STAMP
from tests.cms.guides.factories import GuideFactory, graph
from tests.cms.statutes.factories import ArticleFactory, LawFactory

pytestmark = pytest.mark.django_db


def published(**given):
    return GuideFactory(**{"state": "published", "published_at": timezone.now(), "slug": "wages", **given})


def page(client, url, status=200) -> str:
    response = client.get(url)
    assert response.status_code == status
    return response.content.decode()


@pytest.mark.parametrize("state", ["draft", "replaced", "withdrawn"])
def test_only_the_published_version_is_there(client, state):
    GuideFactory(state=state, slug="wages")
    for path in ("", "ask/", "visit/"):
        assert client.get(f"/guides/wages/{path}").status_code == 404
    assert "指引还在编写" in page(client, "/guides/")


def test_answers_lead_from_question_to_result_and_each_can_be_changed(client):
    published(title="没发工资怎么办")
    assert "没发工资怎么办" in page(client, "/guides/")
    assert "/guides/wages/ask/?v=1" in page(client, "/guides/wages/")
    assert "签合同了吗？" in page(client, "/guides/wages/ask/?v=1")
    second = unescape(page(client, "/guides/wages/ask/?v=1&a=2&n=1"))
    assert "干满一个月了吗？" in second
    assert 'href="/guides/wages/ask/?v=1">上一题' in second
    result = unescape(page(client, "/guides/wages/ask/?v=1&a=2&a=1&n=2"))
    for words in (
        "可以去仲裁",
        "没有书面合同",
        "补签合同",
        'href="/guides/wages/ask/?v=1&a=2">更改',
        "tel:12348",
    ):
        assert words in result
    assert "请普法办上门" not in result


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("v=1&n=1", "请选一个回答。"),
        ("v=1&a=2&n=2", "请选一个回答。"),
        ("v=1&a=7", "有一个回答不认识"),
        ("v=1&a=x%00", "有一个回答不认识"),
    ],
)
def test_answer_that_is_missing_or_unknown_is_asked_for_again(client, query, told):
    published()
    text = page(client, f"/guides/wages/ask/?{query}", 422)
    assert told in text
    assert "<fieldset" in text


def test_answers_to_an_older_version_are_not_mixed_up_with_the_new_questions(client):
    published(version=2)
    assert "这份指引改过了" in page(client, "/guides/wages/ask/?v=1&a=2")


def test_result_shows_the_article_it_rests_on_where_its_text_is_held(client):
    article = ArticleFactory(number=7, text="应当及时支付工资。")
    law, other = article.version.law, LawFactory(title="只知道名称的法", short_title="只知道名称的法")
    grounds = (
        Ground(law.title, "7"),
        Ground(law.title, "99"),
        Ground(other.title, "2"),
        Ground("没有登记的法"),
    )
    outcomes = (Advice("o1", "去仲裁", todo=("去",), grounds=grounds), graph().outcomes[1])
    guide = published(graph=graph(outcomes=outcomes).document())
    text = page(client, "/guides/wages/ask/?v=1&a=1")
    assert "应当及时支付工资。" in text
    assert text.count("/laws/") == 3  # The article, the law of the one that is gone, the navigation.
    assert "《只知道名称的法》第二条" in text
    assert "《没有登记的法》" in text
    guide.provisions.create(law=law, ref="7")
    assert "没发工资怎么办" in page(client, f"/laws/{law.slug}/7/")


@pytest.fixture
def stamped(monkeypatch):
    """What a firm writes, posted when a person could have written it."""
    clock = [1_800_000_000.0]
    monkeypatch.setattr(signing.time, "time", lambda: clock[0])
    cache.clear()

    def after(**values) -> dict:
        stamp = signing.dumps("", salt=STAMP)
        clock[0] += SOONEST + 1
        return {
            "firm": "巷口面馆",
            "name": "沈老板",
            "phone": "13800000001",
            "agreed": "on",
            "stamp": stamp,
            **values,
        }

    return after


VISIT = "/guides/check/visit/?v=1&a=2&a=1"


def test_firm_hands_its_result_over_and_follows_it_up(client, stamped):
    published(slug="check", kind="check", title="用工体检")
    assert unescape(page(client, "/guides/check/ask/?v=1&a=2&a=1")).count(f'href="{VISIT}"') == 1
    assert "没有书面合同" in page(client, VISIT)
    assert Letter.objects.count() == 0
    sent = client.post(VISIT, stamped(wish="看看合同"), follow=True).content.decode()
    assert re.search(r"<strong>[A-Z0-9]{12}</strong>", sent)
    letter = Letter.objects.get()
    assert (letter.kind, letter.name, letter.phone) == ("visit", "沈老板", "13800000001")
    assert letter.words.splitlines() == [
        "请上门做法治体检：巷口面馆",
        "看看合同",
        "用工体检（第1版）",
        "结果：可以去仲裁",
        "风险：没有书面合同",
    ]
    assert letter.page == "/guides/check/ask/?v=1&a=2&a=1"


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"agreed": ""}, "不同意就不会交给任何人"),
        ({"phone": ""}, "field__error"),
        ({"website": "x"}, "隐藏的一栏不要填"),
        ({"wish": "身份证 310101199001011237"}, "请不要在来信里写"),
    ],
)
def test_nothing_is_kept_of_what_a_firm_did_not_agree_to(client, stamped, changed, told):
    published(slug="check", kind="check")
    response = client.post(VISIT, stamped(**changed))
    assert (response.status_code, Letter.objects.count()) == (422, 0)
    assert told in response.content.decode()


@pytest.mark.parametrize("query", ["v=1&a=2", "v=2&a=1", "a=1"])
def test_no_visit_without_a_result_of_this_version(client, query):
    published(slug="check", kind="check")
    assert client.get(f"/guides/check/visit/?{query}").status_code == 302


def test_no_visit_for_what_is_no_check(client):
    published()
    assert client.get("/guides/wages/visit/?v=1&a=1").status_code == 404
