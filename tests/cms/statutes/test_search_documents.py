from datetime import date, timedelta

import pytest
from django.utils import timezone

from cms.core import daily
from cms.statutes.enums import LawLevel
from cms.statutes.services import follow_the_day, make_findable
from cms.statutes.tasks import follow_the_day as follow_the_day_task
from search.models import SearchDocument
from search.service import reindex
from tests.cms.statutes.factories import ArticleFactory, LawFactory, LawVersionFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def facets_of(kind: str) -> dict:
    return SearchDocument.objects.get(kind=kind, deleted=False).facets


@pytest.mark.parametrize(
    ("law", "version", "in_force"),
    [
        ({}, {}, "现行有效"),
        ({}, {"effective_on": date(2999, 1, 1)}, "尚未施行"),
        ({"repealed_on": date(2020, 1, 1)}, {}, "已废止"),
    ],
)
def test_law_and_articles_tell_their_level_and_whether_they_are_in_force(law, version, in_force):
    article = ArticleFactory(
        version=LawVersionFactory(law=LawFactory(level=LawLevel.LOCAL, **law), **version)
    )
    make_findable(article.version.law)
    assert facets_of("law") == {"level": ["地方性法规"], "in_force": [in_force]}
    assert facets_of("article") == {**facets_of("law"), "section": []}


def test_law_known_by_its_title_only_is_found_once_it_has_a_text():
    law = LawFactory(short_title="图书馆法")
    reindex([law])
    assert held_laws() == []
    version = LawVersionFactory(law=law)
    make_findable(law)
    assert held_laws() == ["图书馆法"]
    law.save()
    assert held_laws() == ["图书馆法"]
    version.delete()
    make_findable(law)
    assert held_laws() == []


def held_laws() -> list[str]:
    return list(SearchDocument.objects.filter(kind="law", deleted=False).values_list("law", flat=True))


def test_articles_are_written_without_a_query_for_each(django_assert_max_num_queries):
    version = LawVersionFactory(effective_on=TODAY() - timedelta(days=1))
    ArticleFactory.create_batch(30, version=version)
    with django_assert_max_num_queries(8):
        reindex(version.articles.select_related("version__law"))


@pytest.fixture
def today(monkeypatch):
    """Sets the day."""
    return lambda *day: monkeypatch.setattr(timezone, "localdate", lambda *args: date(*day))


@pytest.fixture
def amended(today):
    """A law whose amendment is passed and takes effect on 1 March 2027, seen the day before."""
    law = LawFactory()
    old = LawVersionFactory(law=law, dated_on=date(2020, 1, 1), effective_on=date(2020, 3, 1))
    new = LawVersionFactory(law=law, dated_on=date(2026, 12, 1), effective_on=date(2027, 3, 1))
    ArticleFactory(version=old, text="旧的义务。")
    ArticleFactory(version=new, text="新的义务。")
    today(2027, 2, 28)
    make_findable(law)
    return law


def bodies() -> list[str]:
    return list(SearchDocument.objects.filter(kind="article", deleted=False).values_list("body", flat=True))


def test_amendment_that_waits_for_its_day_leaves_the_older_text_in_force(amended):
    assert bodies() == ["旧的义务。"]
    assert facets_of("article")["in_force"] == ["现行有效"]


def test_on_the_day_it_takes_effect_the_amendment_takes_over(amended, today):
    assert follow_the_day() == 0
    today(2027, 3, 1)
    assert follow_the_day() == 1
    assert bodies() == ["新的义务。"]
    assert follow_the_day() == 0


def test_law_that_is_only_named_does_not_stop_the_day(amended, today):
    LawFactory(title="只有名称的法")
    today(2027, 3, 1)
    assert follow_the_day() == 1
    assert bodies() == ["新的义务。"]


def test_days_that_were_missed_do_no_harm(amended, today):
    today(2027, 6, 30)
    assert follow_the_day() == 1
    assert bodies() == ["新的义务。"]


def test_new_law_is_in_force_from_its_day_on_and_no_longer_once_repealed(today):
    law = LawFactory(repealed_on=date(2027, 5, 1))
    today(2027, 2, 28)
    ArticleFactory(version=LawVersionFactory(law=law, effective_on=date(2027, 3, 1)))
    seen = []
    for day in ((2027, 2, 28), (2027, 3, 1), (2027, 5, 1)):
        today(*day)
        follow_the_day()
        seen += facets_of("article")["in_force"]
    assert seen == ["尚未施行", "现行有效", "已废止"]


def test_following_the_day_asks_as_much_for_many_laws_as_for_one(django_assert_num_queries):
    for version in LawVersionFactory.create_batch(12):
        make_findable(version.law)
    with django_assert_num_queries(6):
        assert follow_the_day() == 0


def test_the_day_is_followed_every_night():
    assert follow_the_day_task in daily._tasks
