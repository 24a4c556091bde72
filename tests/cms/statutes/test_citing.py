"""Articles that the office types: read, checked, refused in words."""

import pytest

from cms.core.errors import RuleBroken
from cms.statutes.models import Provision
from cms.statutes.queries.citing import cited_articles
from cms.statutes.services import know_provisions
from tests.cms.statutes.factories import ArticleFactory, LawFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def code():
    return LawFactory(short_title="民法典")


@pytest.mark.parametrize(
    "text",
    [
        "《民法典》第1254条、第1255条",
        "民法典第一千二百五十四条、第一千二百五十五条",
        "《民法典》第1254条；《民法典》第1255条",
        "《民法典》1254、1255条\n",
    ],
)
def test_articles_are_read_however_they_are_written(text, code):
    assert cited_articles(text) == [(code, "1254"), (code, "1255")]


def test_nothing_cites_nothing():
    assert cited_articles(" ；\n") == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("高空抛物", "“高空抛物”读不出法规和条号"),
        ("《民法典》第1254条；随便写写", "“随便写写”读不出法规和条号"),
        ("《没有的法》第1条", "没有收录《没有的法》"),
    ],
)
def test_what_cites_nothing_or_nothing_known_is_named(text, told, code):
    with pytest.raises(RuleBroken, match=told):
        cited_articles(text)


def test_article_is_checked_against_the_text_that_is_held():
    law = ArticleFactory(number=7, suffix=0).version.law
    assert cited_articles(f"《{law.short_title}》第7条") == [(law, "7")]
    for article in ("第8条", "第7条之一"):
        with pytest.raises(RuleBroken, match="请核对条号"):
            cited_articles(f"《{law.short_title}》{article}")


def test_provision_is_entered_once(code):
    first = know_provisions([(code, "1"), (code, "1"), (code, "2-1")], actor=None)
    again = know_provisions([(code, "2-1"), (code, "1")], actor=None)
    assert first == again
    assert [each.label for each in Provision.objects.all()] == ["第一条", "第二条之一"]
